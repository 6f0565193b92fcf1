/** Where to draw the line: what thresholds give up and gain, and which one keeps a promise. */
import { placesOf } from '../model/label-places.ts'
import type { Costs, Decision } from '../model/rule.ts'
import { exp, log } from '../transcendental.ts'
import { counted } from '../wording.ts'
import type { Answers } from './evaluation.ts'

/** A threshold that keeps a promise, and what it did on the texts that it was found by. */
interface Promised {
  readonly threshold: number
  /** Texts that reach it, and how many of them are right. */
  readonly answered: number
  readonly right: number
}

/** How sure it is that a promise is kept on texts like those that a threshold was found by. */
export const confidence = 0.9

/** Numbers of texts answered that are tried: all, and each time a fifth less, down to one in 200. */
const tried = Array.from({ length: 24 }, (_, j) => 2 ** (-j / 3))

/**
 * The lowest threshold that keeps the share of wrong answers at `error` at most, with a confidence of 90 % over the draw of these
 * texts; undefined where they are too few or too often wrong for any.
 *
 * Of m texts above a threshold with k wrong ones, the promise holds where so few would be wrong by chance in 1 of 10 cases at most
 * (the exact binomial bound of Clopper and Pearson), divided by the number of thresholds tried, since any of them may be lucky.
 * Sources: Y. Geifman and R. El-Yaniv, "Selective Classification for Deep Neural Networks", NIPS 2017; A. Angelopoulos and others,
 * "Learn then Test", arXiv:2110.01052, section 2.
 *
 * @param scores [n] an answer is given from the threshold on
 */
export function promisedThreshold(
  scores: ArrayLike<number>,
  isRight: (index: number) => boolean,
  error: number,
): Promised | undefined {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
  const wrong = new Int32Array(order.length + 1)
  order.forEach((index, rank) => {
    wrong[rank + 1] = wrong[rank]! + (isRight(index) ? 0 : 1)
  })
  for (const part of tried) {
    let answered = Math.ceil(part * order.length)
    // Equal scores are on one side.
    while (answered > 0 && scores[order[answered] ?? -1] === scores[order[answered - 1]!]) answered++
    if (answered === 0 || chanceOfFewer(wrong[answered]!, answered, error) > (1 - confidence) / tried.length)
      continue
    return { threshold: scores[order[answered - 1]!]!, answered, right: answered - wrong[answered]! }
  }
  return undefined
}

/** P(X <= k) for X binomial of n and p. */
export function chanceOfFewer(k: number, n: number, p: number): number {
  if (p <= 0 || k >= n) return 1
  if (p >= 1) return 0
  let logTerm = n * log(1 - p)
  let sum = exp(logTerm)
  for (let i = 1; i <= k; i++) {
    logTerm += log((n - i + 1) / i) + log(p) - log(1 - p)
    sum += exp(logTerm)
  }
  return Math.min(1, sum)
}

/** What a decision does on labelled texts. */
export interface DecisionFigures {
  readonly texts: number
  /** Texts that get an answer, not 'uncertain'. */
  readonly answered: number
  /** Of those answered. */
  readonly wrong: number
  /** Of each label: texts that it is given to, and how many of them have it. */
  readonly labels: readonly {
    readonly label: string
    readonly given: number
    readonly right: number
    readonly having: number
  }[]
  /** Mean cost of a text, and what it would be if always the most probable label were given; where there are costs. */
  readonly cost: { readonly mean: number; readonly mostProbable: number } | null
}

/**
 * @param choose what the decision makes of a text's probabilities: `chooser`
 */
export function decisionFigures(
  { probabilities, labels, labelNames }: Answers,
  choose: (probabilities: Float32Array) => { readonly label: number; readonly sure: boolean },
  costs: Costs | undefined,
): DecisionFigures {
  const classes = labelNames.length
  const [given, right, having] = [new Int32Array(classes), new Int32Array(classes), new Int32Array(classes)]
  let [answered, wrong, cost, plain] = [0, 0, 0, 0]
  for (const [i, label] of labels.entries()) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes)
    const choice = choose(row)
    having[label]!++
    if (costs) {
      cost += choice.sure ? costs.answers[label]![choice.label]! : costs.uncertain![label]!
      plain += costs.answers[label]![row.indexOf(row.reduce((most, p) => Math.max(most, p)))]!
    }
    if (!choice.sure) continue
    answered++
    given[choice.label]!++
    if (choice.label === label) right[label]!++
    else wrong++
  }
  return {
    ...{ texts: labels.length, answered, wrong },
    labels: labelNames.map((label, c) => ({ label, given: given[c]!, right: right[c]!, having: having[c]! })),
    cost: costs ? { mean: cost / labels.length, mostProbable: plain / labels.length } : null,
  }
}

/** What a decision is to keep: one of these. */
export interface Wish {
  /** For each of these labels, the share of texts given it that have it. */
  readonly precision?: readonly { readonly label: string; readonly share: number }[]
  /** The share of wrong answers among those given; texts that the model is less sure of are 'uncertain'. */
  readonly error?: number
  readonly costs?: Costs
}

/** A wish that these texts cannot promise, and what is missing. */
export class Unkept extends Error {
  override readonly name = 'Unkept'
}

/**
 * The decision that keeps a wish, found by texts that the model has not seen.
 *
 * @throws Unkept where they cannot promise it
 */
export function decisionFor(
  { probabilities, labels, labelNames }: Answers,
  { precision, error, costs }: Wish,
): Decision {
  const classes = labelNames.length
  const texts = labels.length
  if (costs) return { costs, texts, promise: 'least expected cost' }
  if (error !== undefined) {
    const sureness = Float32Array.from(labels, (_, i) =>
      probabilities.subarray(i * classes, (i + 1) * classes).reduce((most, p) => Math.max(most, p)),
    )
    const isRight = (i: number) => probabilities[i * classes + labels[i]!]! >= sureness[i]!
    const promised = (error: number) => promisedThreshold(sureness, isRight, error)
    const found = promised(error)
    if (!found)
      throw unkept(
        texts,
        `${inPercent(error)} wrong at most`,
        promised,
        least => `least is ${inPercent(least)}`,
      )
    return { abstain: found.threshold, texts, promise: `at most ${inPercent(error)} wrong of those answered` }
  }
  const classOf = placesOf(labelNames)
  const thresholds = (precision ?? []).map(({ label, share }) => {
    const c = classOf.get(label)!
    const scores = labels.map((_, i) => i * classes + c)
    const theirs = Float32Array.from(scores, at => probabilities[at]!)
    const promised = (error: number) => promisedThreshold(theirs, i => labels[i] === c, error)
    const found = promised(1 - share)
    if (!found) {
      const what = `a precision of ${inPercent(share)} for '${label}'`
      throw unkept(texts, what, promised, least => `most is ${inPercent(1 - least)}`)
    }
    return { label, probability: found.threshold }
  })
  const promise = (precision ?? [])
    .map(({ label, share }) => `precision of ${label} ${inPercent(share)}`)
    .join(', ')
  return { threshold: thresholds, texts, promise }
}

/**
 * @param promised finds a threshold for a share of wrong answers
 * @param inWords what can be promised, from the smallest such share
 */
function unkept(
  texts: number,
  what: string,
  promised: (error: number) => Promised | undefined,
  inWords: (least: number) => string,
): Unkept {
  const least = leastPromised(error => promised(error) !== undefined)
  const can = least === undefined ? '' : `: the ${inWords(least)}`
  return new Unkept(`${counted(texts, 'text')} cannot promise ${what}, whatever the threshold${can}`)
}

/** The smallest share of wrong answers that can be promised, in thousandths; undefined where it is all of them. */
function leastPromised(can: (error: number) => boolean): number | undefined {
  let [not, yes] = [0, 1000]
  while (yes - not > 1) {
    const middle = (not + yes) >> 1
    if (can(middle / 1000)) yes = middle
    else not = middle
  }
  return yes < 1000 ? yes / 1000 : undefined
}

function inPercent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`
}
