/**
 * A few corrected answers, folded into a model in seconds: what its n-grams say is changed as little as makes the answers right,
 *
 *     score'[c] = score[c] + 1 / sqrt(T) * sum over the n-grams f of the corrected texts that the text holds of scale[f] u[f, c],
 *
 * for the u of least cost, sum of -log p[label] over corrected and kept texts + sum of u^2 / (2 C). N-grams that the model has met often
 * have a small scale: they stand in many texts, which are to be answered as before. The network is left as it is. The sum of the two
 * is one n-gram part, so that explanations stay exact.
 */

import { lengthFactor, type NgramPart, scoreColumns } from '../model/ngram-part.ts'
import { sumOfParts } from '../model/part-sum.ts'
import { logProbability } from '../model/parts-together.ts'
import { countNgrams } from '../text/ngram-counting.ts'
import { NgramReader } from '../text/ngram-reader.ts'
import { NgramTable } from '../text/ngram-table.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { minimise, norm } from './ngrams/l-bfgs.ts'
import { slopesOf } from './ngrams/logistic-regression.ts'

/** Labelled texts, and what a model makes of them. */
export interface JudgedTexts extends TokenSequences {
  /** [n] */
  readonly labels: Int32Array
  /** [n, classes] row-major, of the model as it is. */
  readonly probabilities: Float32Array
}

/** How many of some texts a model is right about, before and after it has learned. */
export interface RightBeforeAndAfter {
  /** Number of texts. */
  readonly texts: number
  /** How many of them were answered right before. */
  readonly before: number
  /** How many of them are answered right now. */
  readonly after: number
}

export interface Learned {
  readonly part: NgramPart
  /** So many corrections more would be right if kept texts could be forgotten. */
  readonly forgone: number
  readonly corrections: RightBeforeAndAfter
  readonly kept: RightBeforeAndAfter
}

/** What is tried for C: where the first forgets too much, gentler ones until one does not; then stronger ones until all corrections are right. */
const [first, gentler, stronger] = [0.3, [0.1, 0.03, 0.01, 0.003, 0.001], [1, 3, 10, 30, 100]] as const
/** The share of kept texts that may be answered worse than before. */
const mayForget = 0.003
/** The rank, as a share of the model's n-grams, at which an n-gram has half of the scale of a new one. */
const half = 0.05

const kinds = { words: 3, characters: undefined } as const

/**
 * The n-gram part of a model that has learned the corrections: of the first C tried with which all are right, or as many as can be, among
 * those with which no more than 0.3 % of the kept texts are answered worse; nothing is learned where there is none.
 *
 * @param words what the texts' tokens index
 */
export async function learnCorrections(
  part: NgramPart | undefined,
  corrections: JudgedTexts,
  kept: JudgedTexts,
  words: readonly string[],
  classes: number,
): Promise<Learned> {
  const counted = await countNgrams(corrections, words, { kinds, minimum: 1, maximum: 1 << 22 })
  const rows = [
    ...rowsOf(corrections, counted.rows.features, counted.rows.offsets),
    ...keptRows(kept, words, NgramTable.of(counted.keys)),
  ]
  const texts = rows.map((features, i): Text => {
    const from = i < corrections.labels.length ? corrections : kept
    const at = from === corrections ? i : i - corrections.labels.length
    return {
      features,
      factor: lengthFactor(from.offsets[at + 1]! - from.offsets[at]!),
      label: from.labels[at]!,
      scores: scoresIn(from.probabilities.subarray(at * classes, (at + 1) * classes)),
    }
  })
  const scales = scalesOf(counted.keys, part)
  const own = texts.slice(0, corrections.labels.length)
  const others = texts.slice(corrections.labels.length)
  const right = (some: readonly Text[], weights: Float64Array | undefined) =>
    some.filter(text => isRight(text, weights)).length
  const before = { own: right(own, undefined), others: right(others, undefined) }
  const learnedWith = async (C: number) => {
    const weights = await fitted(texts, scales, scoreColumns(classes), C)
    return { weights, own: right(own, weights), others: right(others, weights) }
  }
  type Trial = Awaited<ReturnType<typeof learnedWith>>
  const most = (some: readonly Trial[]) =>
    some.reduce<Trial | undefined>((best, trial) => (best && best.own >= trial.own ? best : trial), undefined)
  const forgets = (trial: Trial) => before.others - trial.others > mayForget * others.length
  const trials = [await learnedWith(first)]
  const learn = async (Cs: readonly number[], isEnough: (trial: Trial) => boolean) => {
    for (const C of Cs) {
      if (isEnough(trials.at(-1)!)) break
      trials.push(await learnedWith(C))
    }
  }
  const isAll = (trial: Trial) => trial.own === own.length && !forgets(trial)
  await learn(gentler, trial => !forgets(trial))
  // More change is no more forgetting where it finds the words that only the corrections have.
  if (!trials.some(isAll)) await learn(stronger, isAll)
  const nothing: Trial = { weights: new Float64Array(trials[0]!.weights.length), ...before }
  const best = most(trials.filter(trial => !forgets(trial))) ?? nothing
  const { weights, ...after } = best
  const delta: NgramPart = {
    kinds,
    classes,
    keys: counted.keys,
    weights: Float32Array.from(weights),
    bias: new Float32Array(scoreColumns(classes)),
  }
  const parts = part ? [part, delta] : [delta]
  return {
    part: sumOfParts(
      parts,
      parts.map(() => 1),
    ),
    forgone: Math.max(0, most(trials)!.own - after.own),
    corrections: { texts: own.length, before: before.own, after: after.own },
    kept: { texts: others.length, before: before.others, after: after.others },
  }
}

/** A text by the n-grams of the corrected ones that it holds. */
interface Text {
  readonly features: Int32Array
  readonly factor: number
  readonly label: number
  /** [columns] Of the model as it is. */
  readonly scores: Float64Array
}

function rowsOf({ labels }: JudgedTexts, features: Int32Array, offsets: Int32Array): Int32Array[] {
  return Array.from(labels, (_, i) => features.subarray(offsets[i], offsets[i + 1]))
}

function keptRows(
  { tokens, offsets, labels }: JudgedTexts,
  words: readonly string[],
  table: NgramTable,
): Int32Array[] {
  const reader = new NgramReader(kinds, (keys, numbers) => table.findAll(keys, numbers))
  reader.learn(words)
  return Array.from(labels, (_, i) => reader.read(tokens.subarray(offsets[i], offsets[i + 1])).slice())
}

/** The scores that give these probabilities: of two classes the second one's, the first one's being 0. */
function scoresIn(probabilities: Float32Array): Float64Array {
  const logs = Float64Array.from(probabilities, logProbability)
  return logs.length === 2 ? Float64Array.of(logs[1]! - logs[0]!) : logs
}

/** [F] 1 for an n-gram that the model has not; of others the less, the more texts it stood in. */
function scalesOf(keys: NgramPart['keys'], part: NgramPart | undefined): Float64Array {
  if (!part) return new Float64Array(keys.low.length).fill(1)
  const known = NgramTable.of(part.keys)
  const ranks = half * known.size
  return Float64Array.from(keys.low, (low, f) => {
    const rank = known.find(low | 0, keys.high[f]! | 0)
    return rank < 0 ? 1 : (rank + 1) / (rank + 1 + ranks)
  })
}

/** [columns] */
function scored({ features, factor, scores }: Text, weights: Float64Array, into: Float64Array): void {
  into.fill(0)
  const columns = into.length
  for (const f of features) for (let c = 0; c < columns; c++) into[c]! += weights[f * columns + c]!
  for (let c = 0; c < columns; c++) into[c] = scores[c]! + factor * into[c]!
}

function isRight(text: Text, weights: Float64Array | undefined): boolean {
  const scores = text.scores.slice()
  if (weights) scored(text, weights, scores)
  const all = scores.length === 1 ? Float64Array.of(0, scores[0]!) : scores
  return all.every((score, c) => c === text.label || score < all[text.label]!)
}

/** [F, columns] scale * u. */
async function fitted(
  texts: readonly Text[],
  scales: Float64Array,
  columns: number,
  C: number,
): Promise<Float64Array> {
  const size = scales.length * columns
  const weights = new Float64Array(size)
  const scores = new Float64Array(columns)
  const weigh = (at: Float64Array) => {
    for (let d = 0; d < size; d++) weights[d] = at[d]! * scales[Math.floor(d / columns)]!
  }
  /** Adds what each text gives to its n-grams. */
  const add = (into: Float64Array, { features }: Text) => {
    for (const f of features) for (let c = 0; c < columns; c++) into[f * columns + c]! += scores[c]!
  }
  const cost = (at: Float64Array, gradient: Float64Array): number => {
    weigh(at)
    gradient.fill(0)
    let sum = 0
    for (const text of texts) {
      scored(text, weights, scores)
      sum += slopesOf(scores, text.label)
      for (let c = 0; c < columns; c++) scores[c]! *= text.factor
      add(gradient, text)
    }
    for (let d = 0; d < size; d++) {
      sum += (at[d]! * at[d]!) / (2 * C)
      gradient[d] = gradient[d]! * scales[Math.floor(d / columns)]! + at[d]! / C
    }
    return sum
  }
  const curvature = (at: Float64Array, second: Float64Array): void => {
    weigh(at)
    second.fill(0)
    for (const text of texts) {
      scored(text, weights, scores)
      slopesOf(scores, 0)
      for (let c = 0; c < columns; c++) {
        const slope = Math.abs(scores[c]!)
        scores[c] = slope * (1 - slope) * text.factor * text.factor
      }
      add(second, text)
    }
    for (let d = 0; d < size; d++) {
      const scale = scales[Math.floor(d / columns)]!
      second[d] = second[d]! * scale * scale + 1 / C
    }
  }
  const first = new Float64Array(size)
  cost(new Float64Array(size), first)
  const { at } = await minimise(new Float64Array(size), cost, {
    curvature,
    gradientNorm: 1e-3 * norm(first),
    maximumSteps: 100,
    breathe: async () => {},
  })
  weigh(at)
  return weights
}
