import { type Answers, confidencesOf, predictedOf } from './evaluation.ts'

/** A text that the model got wrong. */
export interface Mistake {
  readonly index: number
  readonly actual: string
  readonly predicted: string
  /** Probability of `predicted`. */
  readonly confidence: number
}

/** Mistakes on a page. */
export const mistakesShown = 20

/** The wrong answers that the model was surest of, the surest first; of equally sure ones in the order of the texts. */
export function surestMistakes(answers: Answers, limit: number): Mistake[] {
  const { labels, labelNames } = answers
  const predicted = predictedOf(answers)
  const confidences = confidencesOf(answers)
  return Array.from(labels.keys())
    .filter(index => predicted[index] !== labels[index])
    .sort((a, b) => confidences[b]! - confidences[a]!)
    .slice(0, limit)
    .map(index => ({
      index,
      actual: labelNames[labels[index]!]!,
      predicted: labelNames[predicted[index]!]!,
      confidence: confidences[index]!,
    }))
}
