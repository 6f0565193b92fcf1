import { fraction, listOf, objectOf, string, wholeNumber } from './json-schema.ts'

/** A decision that a model keeps: thresholds, an abstention, or costs. */
export const decisionSchema = objectOf(
  { texts: wholeNumber, promise: string },
  {
    threshold: listOf(objectOf({ label: string, probability: fraction })),
    abstain: fraction,
    answers: wholeNumber,
    costs: { description: 'what each answer costs, by the true label' },
  },
)
