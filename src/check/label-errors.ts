/**
 * Labels that are likely wrong, by confident learning (C. Northcutt, L. Jiang and I. Chuang, "Confident Learning", JAIR 2021): a text
 * is counted with another label than its own where that label is the most probable one, and as probable as it is, on average, for texts
 * that have it. The probabilities are of models that have not seen the text.
 */

import { exp } from '../transcendental.ts'
import { grouped, partOf, percent } from '../wording.ts'
import { type Finding, finding } from './finding.ts'

export interface OutOfFold {
  /** Training texts, in any order. */
  readonly heldOut: Int32Array
  /** Logarithms of their probabilities, [heldOut.length, classes] row-major. */
  readonly logs: Float64Array
}

interface Suspect {
  readonly index: number
  /** The label that it likely has. */
  readonly likely: number
  /** log p(own label) - log p(likely): the lower, the likelier it is that the label is wrong. */
  readonly margin: number
}

/** Where labels are easily told apart, right ones are more probable than this on average; what is so probable is doubted all the same. */
const sure = 0.8

/** @param labels [n] of all training texts @returns the likeliest errors first */
export function suspectsOf({ heldOut, logs }: OutOfFold, labels: Int32Array, classes: number): Suspect[] {
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (const [i, text] of heldOut.entries()) {
    const label = labels[text]!
    sums[label]! += exp(logs[i * classes + label]!)
    counts[label]!++
  }
  const thresholds = sums.map((sum, label) => (counts[label] === 0 ? 2 : sum / counts[label]!))
  const suspects: Suspect[] = []
  for (const [i, index] of heldOut.entries()) {
    const own = labels[index]!
    let likely = 0
    for (let label = 1; label < classes; label++)
      if (logs[i * classes + label]! > logs[i * classes + likely]!) likely = label
    const log = logs[i * classes + likely]!
    if (likely === own || exp(log) < Math.min(sure, thresholds[likely]!)) continue
    suspects.push({ index, likely, margin: logs[i * classes + own]! - log })
  }
  return suspects.sort((a, b) => a.margin - b.margin || a.index - b.index)
}

/**
 * A suspicion is no proof: where texts are hard, many right labels are doubted. None where the models know no more than which label is
 * the most frequent.
 *
 * @param accuracy of the models on texts that they have not seen, @param majority share of the most frequent label; both 0 to 1
 */
export function labelErrorFinding(
  suspects: readonly Suspect[],
  {
    texts,
    accuracy,
    majority,
  }: { readonly texts: number; readonly accuracy: number; readonly majority: number },
  labelNames: readonly string[],
): Finding[] {
  if (accuracy <= majority) return []
  const rows = suspects.map(({ index, likely }) => ({
    split: 'train' as const,
    index,
    likely: labelNames[likely]!,
  }))
  return finding(
    'label-errors',
    'note',
    rows,
    count =>
      `${partOf(count, texts, 'training text')} may have a wrong label, by models of the other texts, which are right about ${percent(accuracy)}: look at ${count === 1 ? 'it' : `the first ${grouped(Math.min(count, 100))}`}`,
  )
}
