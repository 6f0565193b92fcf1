import type { ComparedModel, ComparedPair, Estimate } from '../../evaluation/comparison.ts'
import type { Comparison } from '../../library/comparison/contest.ts'
import {
  fraction,
  interval,
  listOf,
  number,
  objectOf,
  orNull,
  schemaFor,
  string,
  strings,
  wholeNumber,
} from './json-schema.ts'

const estimate = schemaFor<Estimate>({ value: number, interval }, {})

const model = schemaFor<ComparedModel>({ name: string, accuracy: fraction, interval, macroF1: estimate }, {})

const pair = schemaFor<ComparedPair>(
  {
    first: string,
    second: string,
    bothRight: wholeNumber,
    onlyFirstRight: wholeNumber,
    onlySecondRight: wholeNumber,
    bothWrong: wholeNumber,
    disagreements: wholeNumber,
    accuracyDifference: estimate,
    macroF1Difference: estimate,
    p: fraction,
    adjustedP: fraction,
    smallestTold: orNull(fraction),
    better: orNull(string),
  },
  {},
)

const disagreement = objectOf({
  place: string,
  text: orNull(string),
  label: string,
  answers: listOf(objectOf({ label: string, probability: fraction })),
})

/** What `lstm compare --format json` prints. */
export const compareSchema = schemaFor<
  Comparison & { readonly data: string; readonly bytes: readonly number[] }
>(
  {
    data: string,
    texts: objectOf({
      offered: wholeNumber,
      measured: wholeNumber,
      leftOut: wholeNumber,
      trainedOn: wholeNumber,
      unknown: strings,
    }),
    examples: wholeNumber,
    resamples: wholeNumber,
    seed: wholeNumber,
    models: listOf(model),
    pairs: listOf(pair),
    verdict: strings,
    disputed: wholeNumber,
    disagreements: listOf(disagreement),
    textsPerSecond: listOf(wholeNumber),
    bytes: listOf(wholeNumber),
    notices: strings,
  },
  {},
)
