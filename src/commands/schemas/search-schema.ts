import type { SearchStart, TrialEvent, WinnerEvent } from '../../library/search-events.ts'
import {
  anyObject,
  boolean,
  fraction,
  type JsonSchema,
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

const start = schemaFor<SearchStart>(
  {
    event: { const: 'search' },
    digest: string,
    texts: wholeNumber,
    base: settings,
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
  {},
)

const trial = schemaFor<TrialEvent>(
  {
    event: { const: 'trial' },
    trial: wholeNumber,
    rung: wholeNumber,
    share: fraction,
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
    latency: number,
    problem: string,
  },
)

const winner = schemaFor<WinnerEvent>(
  {
    event: { const: 'winner' },
    trial: wholeNumber,
    settings,
    changes: settings,
    badness: orNull(number),
    left: orNull(number),
  },
  {},
)

/** A line of `lstm search --json`: the search, then the training of what has won. */
export const searchSchema: JsonSchema = { anyOf: [start, trial, winner, ...trainingEvents] }
