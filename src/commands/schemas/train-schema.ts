import type { Notice } from '../../data/notices.ts'
import type { PlannedTraining } from '../../library/plan-training.ts'
import type { FoldFigures, Spread } from '../../model/model.ts'
import type { EndEvent, FoldEvent, MeasuredResult, StartEvent, TrainingEvent } from '../../training/events.ts'
import type { FoldSummary } from '../../training/fold-summary.ts'
import {
  anyObject,
  boolean,
  fraction,
  interval,
  type JsonSchema,
  listOf,
  number,
  objectOf,
  oneOf,
  schemaFor,
  string,
  strings,
  wholeNumber,
} from './json-schema.ts'

type EventOf<Name extends TrainingEvent['event']> = Extract<TrainingEvent, { event: Name }>

const notice = schemaFor<Notice>(
  {
    kind: oneOf([
      ...['labels', 'too-long', 'empty', 'equal', 'contradicting', 'in-both', 'untested', 'unvalidated'],
    ]),
    severity: oneOf(['warning', 'note']),
    texts: wholeNumber,
    message: string,
  },
  {},
)

const foldFigures = {
  fold: wholeNumber,
  folds: wholeNumber,
  train: wholeNumber,
  examples: wholeNumber,
  accuracy: fraction,
  macroF1: fraction,
  cost: number,
  unanswered: strings,
} satisfies Record<keyof FoldFigures, JsonSchema>

const fold = schemaFor<FoldEvent>({ event: { const: 'fold' }, ...foldFigures }, {})

const spread = schemaFor<Spread>({ mean: number, deviation: number }, {})

const summary = schemaFor<FoldSummary>(
  {
    folds: listOf(schemaFor<FoldFigures>(foldFigures, {})),
    accuracy: spread,
    macroF1: spread,
    cost: spread,
  },
  {},
)

const earlier = {
  anyOf: [
    objectOf({ event: { const: 'earlier' }, kept: { const: 'all' }, path: string }),
    objectOf({ event: { const: 'earlier' }, kept: { const: 'nothing' } }),
  ],
}

const settings = anyObject('the settings of the training, as docs/settings.md names them')
const source = anyObject('the files that the texts come from, and how they are read')

const start = schemaFor<StartEvent>(
  {
    event: { const: 'start' },
    train: wholeNumber,
    validation: wholeNumber,
    test: wholeNumber,
    labels: strings,
    vocabulary: wholeNumber,
    hyperparameters: settings,
    engine: string,
    threads: wholeNumber,
    update: wholeNumber,
    epoch: wholeNumber,
    updates: wholeNumber,
    words: boolean,
    keepsLast: boolean,
    plan: strings,
    majority: fraction,
    notices: listOf(notice),
    remarks: strings,
  },
  {
    source,
    ngrams: objectOf({ features: wholeNumber, accuracy: fraction, heldOut: wholeNumber }),
    folds: summary,
  },
)

const update = schemaFor<EventOf<'update'>>(
  {
    event: { const: 'update' },
    epoch: wholeNumber,
    update: wholeNumber,
    cost: number,
    learningRate: number,
    memoryBytes: wholeNumber,
  },
  {},
)

const validation = schemaFor<EventOf<'validation'>>(
  {
    event: { const: 'validation' },
    best: boolean,
    badCounter: wholeNumber,
    update: wholeNumber,
    epoch: wholeNumber,
    trainError: fraction,
    validationError: fraction,
    testError: { ...fraction, description: "0 where there are no test texts: see 'test' of the start" },
    memoryBytes: wholeNumber,
  },
  { badness: number, cost: number, learningRate: number },
)

const saved = schemaFor<EventOf<'saved'>>(
  { event: { const: 'saved' }, update: wholeNumber, memoryBytes: wholeNumber },
  {},
)

const measured = schemaFor<MeasuredResult>({ examples: wholeNumber, error: fraction, interval }, {})

const parts = objectOf({ network: number, ngrams: number })

const end = schemaFor<EndEvent & { readonly model: string }>(
  {
    event: { const: 'end' },
    ending: oneOf(['patience', 'epochs', 'finished', 'time', 'fitted']),
    update: wholeNumber,
    train: measured,
    validation: measured,
    test: measured,
    unanswered: strings,
    memoryBytes: wholeNumber,
    model: string,
  },
  { alone: parts, temperature: number, mixing: parts, vectorBits: wholeNumber },
)

const plan = schemaFor<PlannedTraining>(
  {
    event: { const: 'plan', description: 'alone, with --dry-run' },
    train: wholeNumber,
    validation: wholeNumber,
    test: wholeNumber,
    tokens: wholeNumber,
    labels: strings,
    hyperparameters: settings,
    plan: strings,
    ngrams: wholeNumber,
    vocabulary: wholeNumber,
    parameters: wholeNumber,
    bytes: wholeNumber,
    seconds: number,
    notices: listOf(notice),
    remarks: strings,
  },
  { source },
)

/** The events of a training that are printed. */
export const trainingEvents: readonly JsonSchema[] = [fold, earlier, start, update, validation, saved, end]

/** A line of `lstm train --json`. */
export const trainSchema: JsonSchema = { anyOf: [...trainingEvents, plan] }
