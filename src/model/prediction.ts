import type { Explanation } from './explanation.ts'
import { mostProbable } from './probabilities.ts'
import { type Rule, uncertainLabel } from './rule.ts'

/** The answer to one text. */
export interface Prediction {
  readonly label: string
  /** Of `label`; of the most probable label when the answer is `uncertainLabel`. */
  readonly probability: number
  /** By label, in the model's order; left out where `top` stands in its place. */
  readonly probabilities?: Readonly<Record<string, number>>
  /** The most probable labels, in descending order, when they were asked for. */
  readonly top?: readonly RankedLabel[]
  readonly text: string
  /** When it was asked for, and is not shown in the place of the text. */
  readonly explanation?: Explanation
}

export interface RankedLabel {
  readonly label: string
  readonly probability: number
}

/**
 * The index of the label that each text is given, [n]; where the answer is `uncertainLabel`, of the one it would have been.
 *
 * @param probabilities [n, classes] row-major
 */
export function chosenLabels(probabilities: Float32Array, classes: number, { threshold }: Rule): Int32Array {
  const chosen = mostProbable(probabilities, classes)
  if (threshold === undefined) return chosen
  return chosen.map((_, i) => (probabilities[i * classes + 1]! >= threshold ? 1 : 0))
}

/**
 * @param probabilities [texts, labels] row-major
 * @param chosen [texts] what `chosenLabels` gives
 */
export function predictions(
  texts: readonly string[],
  labels: readonly string[],
  probabilities: Float32Array,
  chosen: Int32Array,
  { abstain = 0, topK }: Rule,
): Prediction[] {
  return texts.map((text, i) => {
    const row = probabilities.subarray(i * labels.length, (i + 1) * labels.length)
    const probability = row[chosen[i]!]!
    return {
      label: probability < abstain ? uncertainLabel : labels[chosen[i]!]!,
      probability: digits(probability),
      ...(topK === undefined
        ? { probabilities: Object.fromEntries(labels.map((name, c) => [name, digits(row[c]!)])) }
        : { top: mostProbableLabels(labels, row, topK) }),
      text,
    }
  })
}

/** All labels when there are fewer than `count`; equals in the model's order. */
function mostProbableLabels(labels: readonly string[], row: Float32Array, count: number): RankedLabel[] {
  return labels
    .map((label, c) => ({ label, probability: digits(row[c]!) }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count)
}

/** The seven decimal digits that a float32 holds. */
export function digits(value: number): number {
  return Number(value.toPrecision(7))
}
