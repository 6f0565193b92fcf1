import { toSevenDigits } from '../rounding.ts'
import type { Explanation } from './explanation.ts'
import { mostProbable } from './probabilities.ts'
import { type Costs, type Rule, uncertainLabel } from './rule.ts'

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

/** The label that a text is answered with, by its index; where it is not sure, the answer is `uncertainLabel`, which stands for it. */
interface ChosenLabel {
  readonly label: number
  readonly sure: boolean
}

/**
 * Gives the choice that a rule makes of a text's probabilities, [classes].
 *
 * @param labels with those of the thresholds among them
 */
export function chooser(
  labels: readonly string[],
  { threshold = [], abstain = 0, costs }: Rule,
): (probabilities: Float32Array) => ChosenLabel {
  if (costs) return cheapest(costs)
  const thresholds = 'label' in threshold ? [threshold] : threshold
  if (thresholds.length === 0) {
    return probabilities => {
      const label = mostProbable(probabilities, labels.length)[0]!
      return { label, sure: probabilities[label]! >= abstain }
    }
  }
  const bounds = labels.map(label => thresholds.find(each => each.label === label)?.probability)
  return probabilities => {
    const reached = mostProbableOf(
      probabilities,
      c => bounds[c] !== undefined && probabilities[c]! >= bounds[c],
    )
    const label = reached ?? mostProbableOf(probabilities, c => bounds[c] === undefined)
    if (label === undefined) return { label: mostProbable(probabilities, labels.length)[0]!, sure: false }
    return { label, sure: probabilities[label]! >= abstain }
  }
}

/** The most probable class among some; the first of equals. */
function mostProbableOf(probabilities: Float32Array, among: (c: number) => boolean): number | undefined {
  let best: number | undefined
  for (let c = 0; c < probabilities.length; c++) {
    if (among(c) && (best === undefined || probabilities[c]! > probabilities[best]!)) best = c
  }
  return best
}

/** The choice of least expected cost; the first of equals, and not to answer only where that is cheaper than all. */
function cheapest({ answers, uncertain }: Costs): (probabilities: Float32Array) => ChosenLabel {
  const expected = (probabilities: Float32Array, costOf: (label: number) => number) =>
    probabilities.reduce((sum, probability, label) => sum + probability * costOf(label), 0)
  return probabilities => {
    const means = answers.map((_, answer) => expected(probabilities, label => answers[label]![answer]!))
    const least = Math.min(...means)
    const sure = !uncertain || expected(probabilities, label => uncertain[label]!) >= least
    return { label: means.indexOf(least), sure }
  }
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
  { label: chosen, sure }: ChosenLabel,
  { topK }: Rule,
  all: boolean,
): Prediction {
  const probability = probabilities[chosen]!
  return {
    label: sure ? labels[chosen]! : uncertainLabel,
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
