import { toSevenDigits } from '../rounding.ts'
import type { Explanation } from './explanation.ts'
import { mostProbable, mostProbableBut } from './probabilities.ts'
import { type Rule, uncertainLabel } from './rule.ts'

/** The answer to one text. */
export interface Prediction {
  readonly label: string
  /** Of `label`; of the most probable label when the answer is `uncertainLabel`. */
  readonly probability: number
  /** Of all labels, in the model's order, when they were asked for. A list: JavaScript moves keys such as '1' to the front. */
  readonly probabilities?: readonly LabelProbability[]
  /** The most probable labels, in descending order, when they were asked for. */
  readonly top?: readonly LabelProbability[]
  readonly text: string
  /** When it was asked for, and is not shown in the place of the text. */
  readonly explanation?: Explanation
}

interface LabelProbability {
  readonly label: string
  readonly probability: number
}

/**
 * Gives the index of the label that a text's probabilities [classes] are answered with; where the answer is `uncertainLabel`, of
 * the one it would have been.
 *
 * @param labels with that of the threshold among them
 */
export function chooser(
  labels: readonly string[],
  { threshold }: Rule,
): (probabilities: Float32Array) => number {
  if (threshold === undefined) return probabilities => mostProbable(probabilities, labels.length)[0]!
  const wanted = labels.indexOf(threshold.label)
  return probabilities =>
    probabilities[wanted]! >= threshold.probability ? wanted : mostProbableBut(wanted, probabilities)
}

/**
 * @param probabilities [labels], the text's
 * @param chosen what `chooser` gives
 * @param all whether to list the probabilities of all labels, where `topK` lists none
 */
export function predictionOf(
  text: string,
  labels: readonly string[],
  probabilities: Float32Array,
  chosen: number,
  { abstain = 0, topK }: Rule,
  all: boolean,
): Prediction {
  const probability = probabilities[chosen]!
  return {
    label: probability < abstain ? uncertainLabel : labels[chosen]!,
    probability: toSevenDigits(probability),
    ...(topK !== undefined && { top: mostProbableLabels(labels, probabilities, topK) }),
    ...(topK === undefined &&
      all && {
        probabilities: labels.map((label, c) => ({ label, probability: toSevenDigits(probabilities[c]!) })),
      }),
    text,
  }
}

/** All labels when there are fewer than `count`; equals in the model's order. */
function mostProbableLabels(
  labels: readonly string[],
  probabilities: Float32Array,
  count: number,
): LabelProbability[] {
  const least = probabilities.toSorted().at(-count) ?? 0
  const candidates: number[] = []
  probabilities.forEach((probability, c) => {
    if (probability >= least) candidates.push(c)
  })
  return candidates
    .sort((a, b) => probabilities[b]! - probabilities[a]!)
    .slice(0, count)
    .map(c => ({ label: labels[c]!, probability: toSevenDigits(probabilities[c]!) }))
}
