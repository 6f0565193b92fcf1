/** What the texts in a model file's metadata may be: the one description that reading holds them to. */
import type { DataRequest } from '../data/load-corpus.ts'
import type { ReadColumns } from '../data/reading.ts'
import type {
  FoldFigures,
  FormerModel,
  KnownVectorsSource,
  Provenance,
  Result,
  Results,
  UnlabelledSource,
} from '../model/model.ts'
import { printable } from '../printable.ts'
import type { RandomState } from '../random.ts'
import type { Validation } from '../training/early-stopping.ts'
import type { TrainingState } from '../training/training-state.ts'
import {
  count,
  dictionary,
  finite,
  list,
  Misfit,
  object,
  optional,
  positive,
  type Schema,
  share,
  text,
  truth,
} from './schema.ts'

/** Two names at least, all different, none empty; and none that could break a line or act on a terminal. */
export const labelsSchema: Schema<readonly string[]> = value => {
  const labels = list(text)(value)
  const seen = new Set<string>()
  for (const [i, label] of labels.entries()) {
    if (label === '' || label !== printable(label))
      throw new Misfit(`is ${JSON.stringify(label)}: no name`, `[${i}]`)
    if (seen.has(label)) throw new Misfit(`is ${JSON.stringify(label)} a second time`, `[${i}]`)
    seen.add(label)
  }
  return labels
}

export const wordsSchema = list(text)

/** Names with values: the table of settings knows which. */
export const settingsSchema = dictionary

const texts = [
  'format',
  'test',
  'dictionary',
  'textColumn',
  'labelColumn',
  'weightColumn',
  'mergeLabels',
  'encoding',
  'delimiter',
  'escape',
  'glob',
]
const switches = ['header', 'quotes', 'skipBad']

/** How data is read may be said in more ways by a later program; the format is looked up where it is read. */
const requestSchema = object<Readonly<Record<string, unknown>>>({
  data: text,
  ...Object.fromEntries(texts.map(name => [name, optional(text)])),
  ...Object.fromEntries(switches.map(name => [name, optional(truth)])),
}) as unknown as Schema<DataRequest>

/** What one fold came to. */
export const foldSchema = object<FoldFigures>({
  fold: count,
  folds: count,
  train: count,
  examples: count,
  accuracy: share,
  macroF1: share,
  cost: finite,
  unanswered: list(text),
})

const resultSchema = object<Result>({ examples: count, error: share })
export const resultsSchema = object<Results>({
  updates: count,
  train: resultSchema,
  validation: resultSchema,
  test: resultSchema,
})

export const provenanceSchema = object<Provenance>({
  producer: text,
  source: optional(requestSchema),
  columns: optional(object<ReadColumns>({ text, label: text })),
  segmenter: optional(text),
  digest: optional(text),
  results: optional(resultsSchema),
  folds: optional(list(foldSchema)),
  from: optional(object<FormerModel>({ model: text, digest: text, seen: optional(count) })),
  learned: optional(count),
  unlabelled: optional(
    object<UnlabelledSource>({
      files: list(text),
      digest: text,
      texts: count,
      tokens: count,
      dimension: count,
    }),
  ),
  wordVectors: optional(
    object<KnownVectorsSource>({
      source: text,
      digest: text,
      words: count,
      found: count,
      share,
      extra: count,
    }),
  ),
  temperature: optional(positive),
  mixing: optional(
    object<{ readonly network: number; readonly ngrams: number }>({ network: finite, ngrams: finite }),
  ),
})

export const validationSchema = object<Validation>({
  update: count,
  epoch: count,
  trainError: share,
  validationError: share,
  testError: share,
  badness: optional(finite),
  cost: optional(finite),
  learningRate: optional(finite),
})

const generatorSchema = object<Omit<RandomState, 'key'>>({ position: count, gaussian: optional(finite) })

/** What of a TrainingState is no tensor. */
export const trainingSchema = object<
  Pick<TrainingState, 'update' | 'epoch' | 'position' | 'history' | 'costs' | 'badCounter' | 'seconds'> & {
    readonly shuffles: Omit<RandomState, 'key'>
    readonly masks: Omit<RandomState, 'key'>
  }
>({
  update: count,
  epoch: count,
  position: count,
  history: list(validationSchema),
  costs: optional(finite),
  badCounter: count,
  seconds: optional(finite),
  shuffles: generatorSchema,
  masks: generatorSchema,
})
