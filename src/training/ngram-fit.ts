/**
 * The fit of the n-gram part: two linear models over the same n-grams, which know different things, mixed into one.
 *
 * - by class ratios: an n-gram is the cheaper to use, the more its share of one class's texts differs from that of the
 *   others (S. Wang and C. Manning, "Baselines and Bigrams", ACL 2012), over words and characters;
 * - by rarity: an n-gram of words is the cheaper to use, the fewer texts hold it (inverse document frequency).
 *
 * Both score the texts of each fold after learning from the other folds. By these scores the factors are fitted with which
 * the two are added (mixing.ts), and by the same scores it is known how good their sum is on texts it has not seen. Since
 * the two are linear in the same things, so is their sum: the part has one weight for an n-gram and class.
 */

import { textHashes } from '../data/fingerprint.ts'
import { fromFloat16, toFloat16 } from '../formats/float16.ts'
import { fitMixing } from '../model/mixing.ts'
import { lengthFactor, type NgramPart, scoreColumns } from '../model/ngram-part.ts'
import { type CountedNgrams, countNgrams, type NgramRows } from '../text/ngram-counting.ts'
import { isOfCharacters, type NgramKinds } from '../text/ngrams.ts'
import type { Sequences } from '../text/sequences.ts'
import { log } from '../transcendental.ts'
import { dealFolds } from './folds.ts'
import { fitRegression, type Regression, type RegressionProblem, scoresOf } from './logistic-regression.ts'

export interface NgramFitOptions {
  readonly classes: number
  readonly kinds: NgramKinds
  /** N-grams in fewer texts are left out. */
  readonly minimum: number
  /** N-grams at most. */
  readonly maximum: number
  /** Into how many folds the texts are dealt, and how many of them are scored by models that have not seen them. */
  readonly folds: { readonly dealt: number; readonly scored: number }
  /** How the folds are dealt, 0..2^32-1. */
  readonly salt: number
  /** [n] how much each text counts; undefined: each 1. */
  readonly weights?: Float64Array
  /** Called between two steps with the share of the work that is done, in [0, 1]; may throw to end it all. */
  readonly breathe: (share: number) => Promise<void>
}

export interface NgramFit {
  readonly part: NgramPart
  /** The texts that were scored by models that had not seen them, ascending. */
  readonly heldOut: Int32Array
  /** Their scores, [heldOut.length, classes] row-major. */
  readonly scores: Float64Array
  /** The share of them, in [0, 1], whose highest score is their label's; a text of weight 2 counts twice. */
  readonly accuracy: number
  /** The factors of the two models. */
  readonly factors: { readonly ratios: number; readonly rarity: number }
  /** N-grams left out since there are more than the maximum. */
  readonly leftOut: number
  /** What share of its first norm the gradient still has at most, of the two models that make the part. */
  readonly gradientShare: number
}

/** C of the two models, and when they are done. By five folds of the standard sets 3 and 30 are worse. */
const penalties = { ratios: Number(process.env.CR ?? 10), rarity: Number(process.env.CI ?? 2) }
const solver = { gradientShare: Number(process.env.GS ?? 3e-3), maximumSteps: 200 }

/** About how many n-grams of words, and of characters, a token brings: the two kinds are scaled to weigh alike. */
const perToken = { words: 2.4, characters: 10 }

/** The n-gram part that is learned from texts. @param words what their tokens index, a negative one being an unknown word */
export async function fitNgrams(
  texts: Sequences,
  words: readonly string[],
  options: NgramFitOptions,
): Promise<NgramFit> {
  const { classes, folds, salt, weights, breathe } = options
  const counted = countNgrams(texts, words, options)
  const data: FitData = {
    ...options,
    counted,
    texts,
    ofWords: wordsAlone(counted),
    lengths: lengthFactors(texts),
  }
  const foldOf = dealFolds(texts.labels, textHashes(texts, words), folds.dealt, salt)
  const all = Int32Array.from(texts.labels.keys())
  const heldOut = all.filter(text => foldOf[text]! < folds.scored)
  const placeOf = new Int32Array(all.length).fill(-1)
  for (const [place, text] of heldOut.entries()) placeOf[text] = place

  const scores = [new Float64Array(heldOut.length * classes), new Float64Array(heldOut.length * classes)]
  for (let fold = 0; fold < folds.scored; fold++) {
    const share = (fold + 0.2) / (folds.scored + 1)
    const models = await fitModels(
      data,
      all.filter(text => foldOf[text] !== fold),
      () => breathe(share),
    )
    const judged = all.filter(text => foldOf[text] === fold)
    for (const [m, { problem, model }] of models.entries()) {
      const columns = scoresOf(problem, judged, model)
      for (const [i, text] of judged.entries()) {
        scores[m]!.set(ofClasses(columns, i, classes), placeOf[text]! * classes)
      }
    }
  }
  const labels = heldOut.map(text => texts.labels[text]!)
  const theirWeights = weights && Float64Array.from(heldOut, text => weights[text]!)
  const [ratios, rarity] = fitMixing(scores, labels, classes, theirWeights) as unknown as [number, number]
  const sum = scores[0]!.map((score, i) => ratios * score + rarity * scores[1]![i]!)

  const models = await fitModels(data, all, () => breathe(folds.scored / (folds.scored + 1)))
  return {
    part: joined(data, models, [ratios, rarity]),
    heldOut,
    scores: sum,
    accuracy: accuracyOf(sum, labels, classes, theirWeights),
    factors: { ratios, rarity },
    leftOut: counted.leftOut,
    gradientShare: Math.max(...models.map(({ model }) => model.gradientShare)),
  }
}

interface FitData extends NgramFitOptions {
  readonly counted: CountedNgrams
  readonly texts: Sequences
  readonly ofWords: NgramSubset
  readonly lengths: Float64Array
}

interface FittedModel {
  readonly problem: RegressionProblem
  readonly model: Regression
  /** The numbers of its n-grams among all. */
  readonly numbers: Int32Array
}

/** Both models, learned from some of the texts. */
async function fitModels(
  data: FitData,
  texts: Int32Array,
  breathe: () => Promise<void>,
): Promise<readonly [ratios: FittedModel, rarity: FittedModel]> {
  const { counted, classes, ofWords, lengths, weights } = data
  const { labels } = data.texts
  const columns = scoreColumns(classes)
  const common = { texts, labels, weights, lengths, classes }
  const counts = classCounts(data, texts)
  const byRatios: RegressionProblem = {
    ...common,
    rows: counted.rows,
    features: counted.texts.length,
    scales: ratioScales(counted, counts, classes, columns),
    C: penalties.ratios,
  }
  const byRarity: RegressionProblem = {
    ...common,
    rows: ofWords.rows,
    features: ofWords.numbers.length,
    scales: rarityScales(ofWords.numbers, totalsOf(counts, classes), totalWeight(texts, weights), columns),
    C: penalties.rarity,
  }
  const every = Int32Array.from(counted.texts.keys())
  return [
    { problem: byRatios, model: await fitRegression(byRatios, { ...solver, breathe }), numbers: every },
    {
      problem: byRarity,
      model: await fitRegression(byRarity, { ...solver, breathe }),
      numbers: ofWords.numbers,
    },
  ]
}

/** In how many of the texts, by their weights, of each class each n-gram is: [F, classes]. */
function classCounts({ counted, texts, classes, weights }: FitData, indices: Int32Array): Float64Array {
  const { offsets, features } = counted.rows
  const counts = new Float64Array(counted.texts.length * classes)
  for (const text of indices) {
    const label = texts.labels[text]!
    const weight = weights ? weights[text]! : 1
    for (let k = offsets[text]!; k < offsets[text + 1]!; k++)
      counts[features[k]! * classes + label]! += weight
  }
  return counts
}

/**
 * log of (n-gram's share of what a class holds / its share of what the others hold), each count one more than it is; 0 for
 * an n-gram that is in none of the texts. Words and characters by themselves.
 */
function ratioScales(
  { keys }: CountedNgrams,
  counts: Float64Array,
  classes: number,
  columns: number,
): Float64Array {
  const features = keys.low.length
  const scales = new Float64Array(features * columns)
  const totals = totalsOf(counts, classes)
  for (let c = 0; c < columns; c++) {
    const label = columns === 1 ? 1 : c
    const own = [0, 0]
    const others = [0, 0]
    for (let f = 0; f < features; f++) {
      const kind = Number(isOfCharacters(keys.high[f]!))
      own[kind]! += counts[f * classes + label]! + 1
      others[kind]! += totals[f]! - counts[f * classes + label]! + 1
    }
    for (let f = 0; f < features; f++) {
      if (totals[f] === 0) continue
      const kind = Number(isOfCharacters(keys.high[f]!))
      const count = counts[f * classes + label]!
      const ratio = ((count + 1) / own[kind]!) * (others[kind]! / (totals[f]! - count + 1))
      scales[f * columns + c] = log(ratio) / Math.sqrt(kind ? perToken.characters : perToken.words)
    }
  }
  return scales
}

/** log of (one more than all texts / one more than the texts with the n-gram) + 1; 0 for an n-gram that is in none. */
function rarityScales(
  numbers: Int32Array,
  totals: Float64Array,
  texts: number,
  columns: number,
): Float64Array {
  const scales = new Float64Array(numbers.length * columns)
  for (const [f, number] of numbers.entries()) {
    const total = totals[number]!
    if (total === 0) continue
    const scale = (log((texts + 1) / (total + 1)) + 1) / Math.sqrt(perToken.words)
    scales.fill(scale, f * columns, (f + 1) * columns)
  }
  return scales
}

function totalWeight(texts: Int32Array, weights: Float64Array | undefined): number {
  return weights ? texts.reduce((sum, text) => sum + weights[text]!, 0) : texts.length
}

function totalsOf(counts: Float64Array, classes: number): Float64Array {
  const totals = new Float64Array(counts.length / classes)
  for (let at = 0; at < counts.length; at++) totals[Math.floor(at / classes)]! += counts[at]!
  return totals
}

/** Some of the n-grams, numbered anew from 0. */
interface NgramSubset {
  readonly rows: NgramRows
  /** The numbers that they had. */
  readonly numbers: Int32Array
}

function wordsAlone({ keys, rows }: CountedNgrams): NgramSubset {
  const numbers = Int32Array.from(keys.high.keys()).filter(feature => !isOfCharacters(keys.high[feature]!))
  const newNumbers = new Int32Array(keys.high.length).fill(-1)
  for (const [number, old] of numbers.entries()) newNumbers[old] = number
  const offsets = new Int32Array(rows.offsets.length)
  const features = new Int32Array(rows.features.length)
  let length = 0
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const number = newNumbers[rows.features[k]!]!
      if (number >= 0) features[length++] = number
    }
    offsets[i + 1] = length
  }
  return { rows: { offsets, features: features.slice(0, length) }, numbers }
}

function lengthFactors({ offsets }: Sequences): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, i) =>
    lengthFactor(offsets[i + 1]! - offsets[i]!),
  )
}

/** The scores of all classes for text i: of two classes the first one's is 0. */
function ofClasses(columns: Float64Array, i: number, classes: number): Float64Array {
  return classes === 2 ? Float64Array.of(0, columns[i]!) : columns.subarray(i * classes, (i + 1) * classes)
}

/** The two models, added with their factors. Weights are rounded to float16, in which they are kept. */
function joined(
  { counted, classes, kinds }: FitData,
  models: readonly FittedModel[],
  factors: readonly number[],
): NgramPart {
  const columns = scoreColumns(classes)
  const weights = new Float32Array(counted.texts.length * columns)
  const bias = new Float64Array(columns)
  for (const [m, { model, numbers }] of models.entries()) {
    for (let f = 0; f < numbers.length; f++) {
      for (let c = 0; c < columns; c++) {
        weights[numbers[f]! * columns + c]! += factors[m]! * model.weights[f * columns + c]!
      }
    }
    for (let c = 0; c < columns; c++) bias[c]! += factors[m]! * model.bias[c]!
  }
  return {
    kinds,
    classes,
    keys: counted.keys,
    weights: fromFloat16(toFloat16(weights)),
    bias: Float32Array.from(bias),
  }
}

function accuracyOf(
  scores: Float64Array,
  labels: Int32Array,
  classes: number,
  weights: Float64Array | undefined,
): number {
  let right = 0
  let total = 0
  for (const [i, label] of labels.entries()) {
    const row = scores.subarray(i * classes, (i + 1) * classes)
    const weight = weights ? weights[i]! : 1
    total += weight
    if (row.every((score, c) => score < row[label]! || c === label || (score === row[label] && c > label)))
      right += weight
  }
  return total === 0 ? 0 : right / total
}
