import { LstmError } from '../errors.ts'
import type { Disk } from './disk.ts'

/** A page has no disk. */
export const disk: Disk = {
  pathOf: refuse,
  readModel: refuse,
  writeModel: refuse,
  newTraining: refuse,
  earlierTraining: refuse,
  loadCorpus: refuse,
  readExamples: refuse,
  openCorpus: refuse,
  readVectors: refuse,
  installedVectors: async () => undefined,
  readUnlabelled: refuse,
  openLog: refuse,
}

function refuse(): never {
  throw new LstmError('usage', 'a page reads and writes no files of its own', {
    hint: 'give the bytes of a model, rows to train on, and a store to keep the training in',
  })
}
