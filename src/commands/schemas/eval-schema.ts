import type { Evaluation, LabelEvaluation } from '../../evaluation/evaluation.ts'
import type { SelectionCounts } from '../../evaluation/selection.ts'
import { decisionSchema } from './decision-schema.ts'
import {
  boolean,
  fraction,
  interval,
  type JsonSchema,
  listOf,
  number,
  objectOf,
  orNull,
  schemaFor,
  string,
  wholeNumber,
} from './json-schema.ts'

const confusion = orNull({ ...listOf(listOf(wholeNumber)), description: 'counts, [actual][predicted]' })

const classes = listOf(
  objectOf({
    label: string,
    support: wholeNumber,
    precision: orNull(fraction),
    recall: orNull(fraction),
    f1: orNull(fraction),
  }),
)

const reliability = listOf(
  objectOf({
    lower: fraction,
    upper: fraction,
    texts: wholeNumber,
    confidence: fraction,
    accuracy: fraction,
  }),
)

const thresholds = listOf(
  objectOf({
    label: string,
    points: listOf(
      objectOf({
        threshold: fraction,
        precision: orNull(fraction),
        recall: orNull(fraction),
        coverage: fraction,
      }),
    ),
  }),
)

const slices = listOf(
  objectOf({
    by: string,
    slices: listOf(
      objectOf({ name: string, texts: wholeNumber, wrong: wholeNumber, accuracy: fraction, interval }),
    ),
  }),
)

const decisionFigures = objectOf({
  texts: wholeNumber,
  answered: wholeNumber,
  wrong: wholeNumber,
  labels: listOf(objectOf({ label: string, given: wholeNumber, right: wholeNumber, having: wholeNumber })),
  cost: orNull(objectOf({ mean: number, mostProbable: number })),
})

const labelFigures = {
  examples: wholeNumber,
  error: fraction,
  accuracy: fraction,
  interval,
  macroF1: fraction,
  weightedF1: fraction,
  majority: objectOf({ label: string, share: fraction }),
  confusion,
  classes,
} satisfies Record<keyof LabelEvaluation, JsonSchema>

const figures = {
  ...labelFigures,
  cost: number,
  auc: orNull(fraction),
  ece: fraction,
  reliability,
  thresholds: orNull(thresholds),
} satisfies Record<keyof Evaluation, JsonSchema>

const decided = objectOf({
  decision: decisionSchema,
  found: orNull(decisionFigures),
  measured: decisionFigures,
  foundHere: boolean,
})

const ofModel = objectOf({
  model: string,
  data: string,
  texts: schemaFor<SelectionCounts>(
    {
      offered: wholeNumber,
      measured: wholeNumber,
      leftOut: wholeNumber,
      trainedOn: orNull(wholeNumber),
      new: orNull(wholeNumber),
    },
    {},
  ),
  notices: listOf(string),
  ...figures,
  slices,
  decided: orNull(decided),
})

/** What `lstm eval --format json` prints: of a model; with --from-predictions, of answers with probabilities, or of labels alone. */
export const evalSchema: JsonSchema = {
  anyOf: [
    ofModel,
    objectOf({ predictions: string, ...figures }, { slices, decided }),
    objectOf({ predictions: string, ...labelFigures }, { slices }),
  ],
}
