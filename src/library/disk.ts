import type { Example, TokenisedCorpus } from '../data/corpus.ts'
import type { loadTokenisedCorpus, openCorpus, readExamples } from '../data/load-corpus.ts'
import type { readUnlabelled } from '../data/unlabelled-texts.ts'
import type { installedVectors, readVectors } from '../data/vectors/read-vectors.ts'
import type { Model } from '../model/model.ts'
import type { TrainingLog } from '../storage/training-log.ts'
import type { SavedTraining, Store } from '../training/store.ts'

/**
 * What of the library needs a disk: `disk-node.ts` has one, and `disk-browser.ts`, which package.json puts in its place for a
 * browser, refuses. A place is a path, or the URL of a file.
 */
export interface Disk {
  /** @throws LstmError 'usage' for a URL that is not of a file */
  pathOf(place: string | URL): string
  /** The model of a file, or of a folder that a training wrote; the pretrained one where none is named. @throws LstmError 'model' */
  readModel(place: string | URL | undefined): Promise<Model>
  /** @throws LstmError 'disk' */
  writeModel(model: Model, place: string | URL): Promise<void>
  /** A folder for a new training. @throws LstmError 'disk', 'usage' */
  newTraining(place: string | URL): Promise<Store>
  /** The folder of a training that is to go on. @throws LstmError 'disk', 'usage', 'model' */
  earlierTraining(place: string | URL): Promise<Store & { stored(): Promise<SavedTraining> }>
  /** @throws LstmError 'data', 'usage' */
  readonly loadCorpus: (...parameters: Parameters<typeof loadTokenisedCorpus>) => Promise<TokenisedCorpus>
  /** The texts of a split as they stand in the source. @throws LstmError 'data', 'usage' */
  readonly readExamples: (...parameters: Parameters<typeof readExamples>) => AsyncIterable<Example>
  /** The texts of both splits, rows that cannot be used left out. @throws LstmError 'data', 'usage' */
  readonly openCorpus: typeof openCorpus
  /** Word vectors of a file or a package. @throws LstmError 'data' */
  readonly readVectors: typeof readVectors
  /** The package of word vectors that is installed; undefined where none is. */
  installedVectors(): Promise<ReturnType<typeof installedVectors>>
  /** The texts of files without labels. @throws LstmError 'data' */
  readonly readUnlabelled: typeof readUnlabelled
  /** A log of this kind, opened to be added to. @throws LstmError 'disk' */
  openLog(kind: 'tensorboard' | 'jsonl', place: string | URL): Promise<TrainingLog>
}
