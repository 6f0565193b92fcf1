import type { SearchStart, TrialEvent, WinnerEvent } from '../../library/search/search-events.ts'
import type { Judgement } from '../../training/search/judgement.ts'
import {
  anyObject,
  boolean,
  fraction,
  type JsonSchema,
  listOf,
  number,
  objectOf,
  orNull,
  schemaFor,
  string,
  strings,
  wholeNumber,
} from './json-schema.ts'
import { trainingEvents } from './train-schema.ts'

const settings = anyObject('settings of a training, as docs/settings.md names them')

/** Of a model and of word vectors. */
const ofBoth = objectOf({}, { from: string, wordVectors: string })

const judgement = schemaFor<Judgement>(
  { texts: wholeNumber, badness: number, without: listOf(number), of: wholeNumber },
  {},
)
const judgements = objectOf({ all: judgement }, { fewer: judgement })

const start = schemaFor<SearchStart>(
  {
    event: { const: 'search' },
    digest: string,
    texts: wholeNumber,
    beginnings: listOf(objectOf({ given: ofBoth, base: settings }, { digests: ofBoth })),
    learned: wholeNumber,
    seed: wholeNumber,
    metric: string,
    folds: wholeNumber,
    rungs: wholeNumber,
    trials: orNull(wholeNumber),
    size: orNull(number),
    latency: orNull(number),
    shard: objectOf({ index: wholeNumber, of: wholeNumber }),
    notices: strings,
  },
  { fixed: settings, columns: objectOf({ text: string, label: string }), labels: strings, weights: string },
)

const trial = schemaFor<TrialEvent>(
  {
    event: { const: 'trial' },
    trial: wholeNumber,
    rung: wholeNumber,
    share: fraction,
    beginning: wholeNumber,
    changes: settings,
    badness: orNull(number),
    seconds: number,
    spent: number,
    best: boolean,
  },
  {
    accuracy: fraction,
    macroF1: fraction,
    cost: number,
    examples: wholeNumber,
    bytes: wholeNumber,
    ngrams: wholeNumber,
    latency: number,
    judged: judgements,
    judgedByCost: judgements,
    same: wholeNumber,
    problem: string,
  },
)

const winner = schemaFor<WinnerEvent>(
  {
    event: { const: 'winner' },
    trial: wholeNumber,
    settings,
    changes: settings,
    given: boolean,
    badness: orNull(number),
    left: orNull(number),
  },
  {},
)

/** A line of `lstm search --json`: the search, then, where its model is not there yet, the training of what has won. */
export const searchSchema: JsonSchema = { anyOf: [start, trial, winner, ...trainingEvents] }
