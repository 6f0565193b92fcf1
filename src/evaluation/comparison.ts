/**
 * Which of several models is better on the same texts, and whether these texts can tell.
 *
 * What is compared is paired: each text is answered by all models, so that what is hard for all of them says nothing. Accuracies are
 * judged by McNemar's test in its exact form (Q. McNemar, Psychometrika 12, 1947), of several pairs with Holm's correction (S. Holm,
 * Scand. J. Statistics 6, 1979); intervals of differences are those of the paired bootstrap (B. Efron, Annals of Statistics 7, 1979).
 */
import { Random } from '../random.ts'
import { exp, log } from '../transcendental.ts'
import type { LabelAnswers } from './evaluation.ts'
import { classMetrics, macroF1Of, wilsonInterval } from './metrics.ts'

/** The answers of one model, by its name. */
interface Contender {
  readonly name: string
  /** [n] */
  readonly predicted: Int32Array
}

/** A figure with the interval that holds 95 % of the bootstrap's figures. */
export interface Estimate {
  /** Of the texts as they are. */
  readonly value: number
  /** From the 2.5th to the 97.5th percentile of the resamples. */
  readonly interval: readonly [number, number]
}

/** One of the models compared. */
export interface ComparedModel {
  /** As it was given. */
  readonly name: string
  /** Share of the texts that are answered right, in [0, 1]. */
  readonly accuracy: number
  /** 95 % Wilson interval. */
  readonly interval: readonly [number, number]
  /** Mean of F1 over the classes, in [0, 1]. */
  readonly macroF1: Estimate
}

/** Two models side by side. Differences are those of the second less the first. */
export interface ComparedPair {
  /** Name of the first model. */
  readonly first: string
  /** Name of the second model. */
  readonly second: string
  /** Texts that both answer right. */
  readonly bothRight: number
  /** Texts that the first alone answers right. */
  readonly onlyFirstRight: number
  /** Texts that the second alone answers right. */
  readonly onlySecondRight: number
  /** Texts that both answer wrong. */
  readonly bothWrong: number
  /** Texts with different answers, right or wrong. */
  readonly disagreements: number
  /** In [-1, 1]. */
  readonly accuracyDifference: Estimate
  /** In [-1, 1]. */
  readonly macroF1Difference: Estimate
  /** The chance of so large a difference of accuracy, or a larger one, between equally good models: exact McNemar, two-sided. */
  readonly p: number
  /** The same, corrected for the number of pairs by Holm's method. */
  readonly adjustedP: number
  /** The difference of accuracy from which on these disagreements would tell the two apart (p < 0.05); null where none would. */
  readonly smallestTold: number | null
  /** The name of the better one; null where these texts cannot tell. */
  readonly better: string | null
}

/** The figures of all models, and of all pairs of them. */
export interface Compared {
  /** Number of texts that all models answered. */
  readonly examples: number
  /** Resamples of the bootstrap, and the seed that they were drawn by. */
  readonly resamples: number
  readonly seed: number
  /** In the order in which they were given. */
  readonly models: readonly ComparedModel[]
  /** Each pair once, in the order of the models. */
  readonly pairs: readonly ComparedPair[]
}

interface CompareSettings {
  readonly seed: number
  /** At most; fewer where texts are many. */
  readonly resamples: number
}

/** Draws of the bootstrap at most, some seconds of them; and resamples at least. */
const mostDraws = 1e8
const fewestResamples = 200

/** From which p on a difference is taken for chance. */
const level = 0.05

/** @param contenders two at least, with different names */
export function compareAnswers(
  contenders: readonly Contender[],
  { labels, labelNames }: Pick<LabelAnswers, 'labels' | 'labelNames'>,
  settings: CompareSettings,
): Compared {
  const n = labels.length
  const resamples = Math.min(settings.resamples, Math.max(fewestResamples, Math.floor(mostDraws / n)))
  const drawn = resampled(contenders, labels, labelNames.length, { ...settings, resamples })
  const whole = contenders.map(({ predicted }) => figuresOf(predicted, labels, labelNames.length))
  const models = contenders.map(({ name }, m) => ({
    name,
    accuracy: whole[m]!.accuracy,
    interval: wilsonInterval(Math.round(whole[m]!.accuracy * n), n),
    macroF1: { value: whole[m]!.macroF1, interval: middle(drawn[m]!.macroF1) },
  }))
  const pairs: Omit<ComparedPair, 'adjustedP' | 'better'>[] = []
  for (const [a, first] of contenders.entries()) {
    for (let b = a + 1; b < contenders.length; b++) {
      const second = contenders[b]!
      const counts = pairCounts(first.predicted, second.predicted, labels)
      const estimate = (figure: 'accuracy' | 'macroF1') => ({
        value: whole[b]![figure] - whole[a]![figure],
        interval: middle(drawn[b]![figure].map((value, r) => value - drawn[a]![figure][r]!)),
      })
      const told = smallestTold(counts.onlyFirstRight + counts.onlySecondRight)
      pairs.push({
        ...{ first: first.name, second: second.name, ...counts },
        accuracyDifference: estimate('accuracy'),
        macroF1Difference: estimate('macroF1'),
        p: mcNemar(counts.onlyFirstRight, counts.onlySecondRight),
        smallestTold: told === undefined ? null : told / n,
      })
    }
  }
  const adjusted = holm(pairs.map(({ p }) => p))
  return {
    ...{ examples: n, resamples, seed: settings.seed, models },
    pairs: pairs.map((pair, i) => ({
      ...pair,
      adjustedP: adjusted[i]!,
      better:
        adjusted[i]! >= level ? null : pair.onlySecondRight > pair.onlyFirstRight ? pair.second : pair.first,
    })),
  }
}

/**
 * McNemar's exact test, two-sided: of the texts that only one of two models is right about, each is the first one's by a fair coin
 * if they are equally good. p = min(1, 2 P(X <= min(b, c))), X binomial of b + c and 1/2.
 */
export function mcNemar(onlyFirst: number, onlySecond: number): number {
  const total = onlyFirst + onlySecond
  const fewer = Math.min(onlyFirst, onlySecond)
  // log C(total, fewer), and from there down: each term by the one above it.
  let logTerm = -total * Math.LN2
  for (let i = 1; i <= fewer; i++) logTerm += log((total - fewer + i) / i)
  let sum = 0
  let ratio = 1
  for (let i = fewer; i >= 0 && ratio > 1e-18; i--) {
    sum += ratio
    ratio *= i / (total - i + 1)
  }
  return Math.min(1, 2 * exp(logTerm) * sum)
}

/** The smallest difference of the two counts that `total` texts can be told apart by; undefined where they are too few. */
function smallestTold(total: number): number | undefined {
  const tells = (difference: number) => mcNemar((total - difference) / 2, (total + difference) / 2) < level
  if (!tells(total)) return undefined
  // p falls as the difference grows in steps of two.
  let [no, yes] = [(total % 2) - 2, total]
  while (yes - no > 2) {
    const between = no + 2 * Math.floor((yes - no) / 4)
    if (between >= 0 && tells(between)) yes = between
    else no = between
  }
  return yes
}

/** Each p times the number of those that are not smaller, none below a smaller one's. */
function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => ps[a]! - ps[b]!)
  const adjusted = new Array<number>(ps.length)
  let most = 0
  order.forEach((index, rank) => {
    most = Math.max(most, Math.min(1, ps[index]! * (ps.length - rank)))
    adjusted[index] = most
  })
  return adjusted
}

function pairCounts(first: Int32Array, second: Int32Array, labels: Int32Array) {
  const counts = { bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0, disagreements: 0 }
  for (const [i, label] of labels.entries()) {
    const [one, other] = [first[i] === label, second[i] === label]
    counts[one ? (other ? 'bothRight' : 'onlyFirstRight') : other ? 'onlySecondRight' : 'bothWrong']++
    if (first[i] !== second[i]) counts.disagreements++
  }
  return counts
}

interface Figures {
  readonly accuracy: number
  readonly macroF1: number
}

function figuresOf(predicted: Int32Array, labels: Int32Array, classes: number): Figures {
  const right = labels.reduce((sum, label, i) => (predicted[i] === label ? sum + 1 : sum), 0)
  return {
    accuracy: right / labels.length,
    macroF1: macroF1Of(classMetrics(labels, predicted, classes)),
  }
}

/** The figures of each model in each resample: as many texts as there are, drawn with replacement, the same for all models. */
function resampled(
  contenders: readonly Contender[],
  labels: Int32Array,
  classes: number,
  { seed, resamples }: CompareSettings,
): { readonly accuracy: Float64Array; readonly macroF1: Float64Array }[] {
  const random = new Random(seed)
  const n = labels.length
  const result = contenders.map(() => ({
    accuracy: new Float64Array(resamples),
    macroF1: new Float64Array(resamples),
  }))
  const { cells, cellOf } = cellsOf(contenders, labels)
  const counts = new Int32Array(cells.length)
  for (let r = 0; r < resamples; r++) {
    counts.fill(0)
    for (let i = 0; i < n; i++) counts[cellOf[random.integer(n - 1)]!]!++
    for (const [m, { predicted }] of contenders.entries()) {
      const [support, given, hits] = [
        new Int32Array(classes),
        new Int32Array(classes),
        new Int32Array(classes),
      ]
      let right = 0
      for (const [cell, text] of cells.entries()) {
        const [label, answer, count] = [labels[text]!, predicted[text]!, counts[cell]!]
        support[label]! += count
        given[answer]! += count
        if (label !== answer) continue
        hits[label]! += count
        right += count
      }
      let [sum, occurring] = [0, 0]
      for (let c = 0; c < classes; c++) {
        if (support[c]! + given[c]! === 0) continue
        sum += (2 * hits[c]!) / (support[c]! + given[c]!)
        occurring++
      }
      result[m]!.accuracy[r] = right / n
      result[m]!.macroF1[r] = sum / occurring
    }
  }
  return result
}

/** Texts with the same label and the same answers count alike: a text of each such cell, and the cell of each text. */
function cellsOf(contenders: readonly Contender[], labels: Int32Array) {
  const cells: number[] = []
  const numbers = new Map<string, number>()
  const cellOf = Int32Array.from(labels, (label, i) => {
    const key = [label, ...contenders.map(({ predicted }) => predicted[i])].join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, cells.length)
    return cells.push(i) - 1
  })
  return { cells, cellOf }
}

/** The interval that holds the middle 95 % of values: the quantiles 0.025 and 0.975, linear between two values. */
function middle(values: Float64Array): [lower: number, upper: number] {
  const sorted = values.toSorted()
  const quantile = (share: number) => {
    const at = share * (sorted.length - 1)
    const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
    return below + (at - Math.floor(at)) * (above - below)
  }
  return [quantile(0.025), quantile(0.975)]
}
