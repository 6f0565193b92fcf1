/**
 * Labels that are likely wrong, by confident learning (C. Northcutt, L. Jiang and I. Chuang, "Confident Learning", JAIR 2021): a text
 * is counted with another label than its own where that label is more probable than all others together, and as probable as it is,
 * on average, for texts that have it. The probabilities are of models that have not seen the text.
 */

import { exp, log } from '../transcendental.ts'
import { partOf, percent } from '../wording.ts'
import { type Finding, finding, splitText, type TextAt } from './finding.ts'

export interface OutOfFold {
  /** Texts of one split, in any order. */
  readonly heldOut: Int32Array
  /** Logarithms of their probabilities, [heldOut.length, classes] row-major. */
  readonly logs: Float64Array
}

/** What is said of other texts than these. */
export function ofOthers(texts: ReadonlySet<number>, { heldOut, logs }: OutOfFold): OutOfFold {
  const classes = logs.length / Math.max(1, heldOut.length)
  return {
    heldOut: heldOut.filter(text => !texts.has(text)),
    logs: logs.filter((_, i) => !texts.has(heldOut[Math.floor(i / classes)]!)),
  }
}

interface Suspect {
  readonly index: number
  /** The label that it likely has. */
  readonly likely: number
  /** log p(own label) - log p(likely): the lower, the likelier it is that the label is wrong. */
  readonly margin: number
}

/** What is said where some labels are one: the probability of all of them for that one. @param one [classes] which it is */
export function ofOneLabel({ heldOut, logs }: OutOfFold, one: Int32Array): OutOfFold {
  const classes = one.length
  const joined = new Float64Array(logs.length).fill(Number.NEGATIVE_INFINITY)
  for (const [i, value] of logs.entries()) {
    const at = i - (i % classes) + one[i % classes]!
    joined[at] = logOfSum(joined[at]!, value)
  }
  return { heldOut, logs: joined }
}

/** log(exp(a) + exp(b)) */
function logOfSum(a: number, b: number): number {
  if (a === Number.NEGATIVE_INFINITY) return b
  return Math.max(a, b) + log(1 + exp(-Math.abs(a - b)))
}

/** Where labels are easily told apart, right ones are more probable than this on average; what is so probable is doubted all the same. */
const sure = 0.8
/** Where they are hard to tell apart, less is probable than all other labels together (of 5 grades of films, half of all were doubted): that is no doubt. */
const likelyAtLeast = 0.5

/** @param labels [n] of all texts of the split @returns the likeliest errors first */
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
    const needed = Math.max(likelyAtLeast, Math.min(sure, thresholds[likely]!))
    if (likely === own || exp(log) < needed) continue
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
  split: TextAt['split'],
  suspects: readonly Suspect[],
  {
    texts,
    accuracy,
    majority,
  }: { readonly texts: number; readonly accuracy: number; readonly majority: number },
  labelNames: readonly string[],
): Finding[] {
  if (accuracy <= majority) return []
  return finding(
    'label-errors',
    'note',
    suspects.map(({ index, likely }) => ({ split, index, likely: labelNames[likely]! })),
    count =>
      `${partOf(count, texts, splitText(split))} may have a wrong label, or be hard, by models of the ${split === 'train' ? 'other' : 'training'} texts, which are right about ${percent(accuracy)}: look at ${count === 1 ? 'it' : count <= 100 ? 'them' : 'the first 100'}`,
  )
}
