import { mostProbable } from '../model/probabilities.ts'

/** The answer to one text. */
export interface Prediction {
  readonly label: string
  /** Of `label`. */
  readonly probability: number
  /** By label, in the model's order. */
  readonly probabilities: Readonly<Record<string, number>>
  readonly text: string
}

/** @param probabilities [texts, labels] row-major */
export function predictions(
  texts: readonly string[],
  labels: readonly string[],
  probabilities: Float32Array,
): Prediction[] {
  const chosen = mostProbable(probabilities, labels.length)
  return texts.map((text, i) => {
    const row = probabilities.subarray(i * labels.length, (i + 1) * labels.length)
    const label = chosen[i]!
    return {
      label: labels[label]!,
      probability: digits(row[label]!),
      probabilities: Object.fromEntries(labels.map((name, c) => [name, digits(row[c]!)])),
      text,
    }
  })
}

/** The seven decimal digits that a float32 holds. */
function digits(value: number): number {
  return Number(value.toPrecision(7))
}
