/**
 * Labels that are likely wrong, by confident learning (C. Northcutt, L. Jiang and I. Chuang, "Confident Learning", JAIR 2021): a text
 * is counted with another label than its own where that label is more probable than all others together, and as probable as it is,
 * on average, for texts that have it. The probabilities are of models that have not seen the text.
 */

import { joinedArrays } from '../joined-arrays.ts'
import { mostProbable } from '../model/probabilities.ts'
import { exp, log } from '../transcendental.ts'
import { partOf, percent } from '../wording.ts'
import { type Finding, finding, splitText, type TextAt } from './finding.ts'

export interface OutOfFold {
  /** Texts of one split, in any order. */
  readonly heldOut: Int32Array
  /** Logarithms of their probabilities, [heldOut.length, classes] row-major. */
  readonly logs: Float64Array
}

/** What of it is wanted: with thousands of labels, the probabilities of all would fill gigabytes. */
export interface Doubts {
  readonly heldOut: Int32Array
  /** By text: its most probable label. */
  readonly likely: Int32Array
  /** Logarithms of the probabilities of that label and of the text's own one. */
  readonly logs: Float64Array
  readonly ownLogs: Float64Array
}

/** @param labels [n] of all texts of the split */
export function doubtsOf({ heldOut, logs }: OutOfFold, labels: Int32Array, classes: number): Doubts {
  const likely = mostProbable(logs, classes)
  return {
    ...{ heldOut, likely },
    logs: Float64Array.from(likely, (label, i) => logs[i * classes + label]!),
    ownLogs: Float64Array.from(heldOut, (text, i) => logs[i * classes + labels[text]!]!),
  }
}

/** What is said of other texts than these. */
export function ofOthers(texts: ReadonlySet<number>, { heldOut, likely, logs, ownLogs }: Doubts): Doubts {
  const isOther = (_: number, i: number) => !texts.has(heldOut[i]!)
  return {
    heldOut: heldOut.filter(isOther),
    likely: likely.filter(isOther),
    logs: logs.filter(isOther),
    ownLogs: ownLogs.filter(isOther),
  }
}

/** What is said of some texts, and of others. */
export function joinedDoubts(some: readonly Doubts[]): Doubts {
  return {
    heldOut: joinedArrays(
      Int32Array,
      some.map(({ heldOut }) => heldOut),
    ),
    likely: joinedArrays(
      Int32Array,
      some.map(({ likely }) => likely),
    ),
    logs: joinedArrays(
      Float64Array,
      some.map(({ logs }) => logs),
    ),
    ownLogs: joinedArrays(
      Float64Array,
      some.map(({ ownLogs }) => ownLogs),
    ),
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
export function suspectsOf(
  { heldOut, likely, logs, ownLogs }: Doubts,
  labels: Int32Array,
  classes: number,
): Suspect[] {
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (const [i, index] of heldOut.entries()) {
    const label = labels[index]!
    sums[label]! += exp(ownLogs[i]!)
    counts[label]!++
  }
  const thresholds = sums.map((sum, label) => (counts[label] === 0 ? 2 : sum / counts[label]!))
  const suspects: Suspect[] = []
  for (const [i, index] of heldOut.entries()) {
    const label = likely[i]!
    const needed = Math.max(likelyAtLeast, Math.min(sure, thresholds[label]!))
    if (label === labels[index] || exp(logs[i]!) < needed) continue
    suspects.push({ index, likely: label, margin: ownLogs[i]! - logs[i]! })
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
