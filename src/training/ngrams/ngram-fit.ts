/**
 * The fit of the n-gram part: three linear models over the same n-grams, which know different things, mixed into one.
 *
 * - by class ratios: an n-gram is the cheaper to use, the more its share of one class's texts differs from that of the
 *   others (S. Wang and C. Manning, "Baselines and Bigrams", ACL 2012), over words and characters;
 * - by rarity: an n-gram of words is the cheaper to use, the fewer texts hold it (inverse document frequency);
 * - by counts: the class ratios themselves are the weights, which no fit has sharpened (multinomial Naive Bayes).
 *
 * They score the texts of each fold after learning from the other folds. By these scores the factors are fitted with which
 * they are added (model/mixing.ts), and by the same scores it is known how good their sum is on texts it has not seen. Since all
 * are linear in the same things, so is their sum: the part has one weight for an n-gram and class.
 */

import { textHashes } from '../../data/fingerprint.ts'
import { fromFloat16, toFloat16 } from '../../formats/float16.ts'
import { joinedArrays } from '../../joined-arrays.ts'
import { fitMixing, mixed } from '../../model/mixing.ts'
import { lengthFactor, type NgramPart, scoreColumns } from '../../model/ngram-part.ts'
import type { NgramModels } from '../../settings/ngram-settings.ts'
import { type CountedNgrams, countNgrams, type NgramRows } from '../../text/ngram-counting.ts'
import { isOfCharacters, type NgramKinds } from '../../text/ngrams.ts'
import type { Sequences } from '../../text/sequences.ts'
import { dealFolds } from '../folds.ts'
import { fitRegression, type Regression, type RegressionProblem, scoresOf } from './logistic-regression.ts'
import { longTexts } from './ngram-plan.ts'
import { rarityScales, ratioScales, totalsOf } from './ngram-scales.ts'

export interface NgramFitOptions {
  readonly classes: number
  readonly kinds: NgramKinds
  /** N-grams in fewer texts are left out. */
  readonly minimum: number
  /** N-grams at most. */
  readonly maximum: number
  /** Which models are fitted and added. */
  readonly models: NgramModels
  /** Into how many folds the texts are dealt, and how many of them are scored by models that have not seen them. */
  readonly folds: { readonly dealt: number; readonly scored: number }
  /** [n] The fold of each text; undefined: they are dealt out by the texts. */
  readonly foldOf?: Int32Array | undefined
  /** How the folds are dealt, 0..2^32-1. */
  readonly salt: number
  /** [n] how much each text counts; undefined: each 1. */
  readonly weights?: Float64Array
  /** Called between two steps with the share of the work that is done, in [0, 1]; may throw to end it all. */
  readonly breathe: (share: number) => Promise<void>
}

export interface NgramFit {
  readonly part: NgramPart
  /** The texts that were scored by models that had not seen them, fold by fold. */
  readonly heldOut: Int32Array
  /** Their scores, [heldOut.length, classes] row-major. */
  readonly scores: Float64Array
  /** The scores of all texts by the part itself, which has learned from them, [n, classes] row-major. */
  readonly learned: Float64Array
  /** The share of those held out, in [0, 1], whose highest score is their label's; whatever they weigh, each counts once. */
  readonly accuracy: number
  /** The factors of the models: of ratios, of rarity, of counts; of those that there are. */
  readonly factors: Float64Array
  /** What was chosen of the penalty by ratios: the larger, the less are large weights held back. Undefined without that model. */
  readonly C: number | undefined
  /** N-grams left out since there are more than the maximum. */
  readonly leftOut: number
  /** What share of its first norm the gradient still has at most, of the models that make the part. */
  readonly gradientShare: number
}

/**
 * What is fitted, and by which C. What is best by ratios depends on the texts: by five folds 10 for cr, 3 for mpqa, 1 for sst5, where
 * it is worth 1.6 points; it is chosen by the first folds. By rarity little depends on it. Where one penalty has to do, as with dozens
 * of classes, rarity of characters as well is worth 0.7 points of 77 classes and 1.3 of 150; beside a chosen penalty, 0.1.
 *
 * A model is done at a share of the first gradient. Of all: by five folds a smaller share makes no difference, twice as large a one
 * does (trec). Where time is what counts it is done earlier: 89.7 instead of 89.8 % of reviews of other films, in two thirds of the
 * time.
 */
const fits: Record<NgramModels, Fits> = {
  counts: { ratios: [], gradientShare: 1 },
  ratios: { ratios: [10], gradientShare: 3e-2 },
  both: { ratios: [10], rarity: { of: 'all', C: 1 }, gradientShare: 1e-2 },
  all: { ratios: [1, 3, 10], rarity: { of: 'words', C: 2 }, gradientShare: 5e-3 },
}
interface Fits {
  /** The penalties of which one is chosen. */
  readonly ratios: readonly number[]
  readonly rarity?: { readonly of: 'all' | 'words'; readonly C: number; readonly power?: 1 | 1.5 }
  readonly gradientShare: number
}

/**
 * Of long texts with pieces of words: rarity of the pieces as well, and more of it, beside a weaker penalty. Of reviews of other films it
 * is worth 0.2 points for 200 to learn from, 0.4 for 1,000 (bench/own-texts.md). Of short texts rarity of pieces takes 0.2 of cr and subj.
 */
const ofLongTexts: Fits = {
  ratios: [1, 3, 10, 30],
  rarity: { of: 'all', C: 1, power: 1.5 },
  gradientShare: 5e-3,
}

/** What is fitted by these options to these texts. */
function fitsFor({ models, kinds }: NgramFitOptions, { tokens, labels }: Sequences): Fits {
  const areLong = tokens.length >= longTexts * labels.length
  return models === 'all' && kinds.characters && areLong ? ofLongTexts : fits[models]
}

/** Folds that choose. */
const choosingFolds = 2
const maximumSteps = 200

/** The n-gram part that is learned from texts. @param words what their tokens index, a negative one being an unknown word */
export async function fitNgrams(
  texts: Sequences,
  words: readonly string[],
  options: NgramFitOptions,
): Promise<NgramFit> {
  const { classes, folds, salt, weights, breathe } = options
  const counted = await countNgrams(texts, words, { ...options, breathe: () => breathe(0) })
  const data: FitData = {
    ...options,
    fits: fitsFor(options, texts),
    counted,
    texts,
    ofWords: wordsAlone(counted),
    lengths: lengthFactors(texts),
  }
  const foldOf = options.foldOf ?? dealFolds(texts.labels, textHashes(texts, words), folds.dealt, salt)
  const all = Int32Array.from(texts.labels.keys())
  const choosing = Math.min(choosingFolds, folds.scored)
  const breatheIn = (fold: number) => () => breathe(fold / (folds.scored + 1))

  /** Scores of the texts of a fold by models that have learned from the others: by ratios for each C, by rarity, by counts. */
  const scoreFold = async (fold: number, Cs: readonly number[]): Promise<Float64Array[]> => {
    const judged = all.filter(text => foldOf[text] === fold)
    const others = all.filter(text => foldOf[text] !== fold)
    fitted = await fitModels(data, others, Cs, breatheIn(fold))
    return fitted.map(({ rows, model }) =>
      ofClasses(scoresOf({ rows, lengths: data.lengths }, judged, model), classes),
    )
  }
  let fitted: readonly FittedModel[] = []
  const order: number[] = []
  const scored: Float64Array[][] = []
  let Cs = data.fits.ratios
  for (let fold = 0; fold < folds.scored; fold++) {
    for (const text of all) if (foldOf[text] === fold) order.push(text)
    scored.push(await scoreFold(fold, Cs))
    if (fold + 1 === choosing && Cs.length > 1) {
      const best = bestPenalty(scored, order, Cs.length, data)
      fitted = fitted.toSpliced(0, Cs.length, fitted[best]!)
      for (const scores of scored) scores.splice(0, Cs.length, scores[best]!)
      Cs = [Cs[best]!]
    }
  }
  const heldOut = Int32Array.from(order)
  const parts = fitted.map((_, m) =>
    joinedArrays(
      Float64Array,
      scored.map(scores => scores[m]!),
    ),
  )
  const judged = {
    labels: heldOut.map(text => texts.labels[text]!),
    weights: weights && pick(weights, heldOut),
  }
  const factors = fitMixing(parts, judged.labels, classes, judged.weights)
  const sum = parts[0]!.map((_, i) => parts.reduce((total, scores, m) => total + factors[m]! * scores[i]!, 0))

  // From where the last fold has come to it is not far.
  const models = await fitModels(data, all, Cs, breatheIn(folds.scored), fitted)
  const part = joined(data, models, factors)
  const { rows } = counted
  const kept = { weights: Float64Array.from(part.weights), bias: Float64Array.from(part.bias) }
  return {
    part,
    learned: ofClasses(scoresOf({ rows, lengths: data.lengths }, all, kept), classes),
    heldOut,
    scores: sum,
    accuracy: accuracyOf(sum, judged.labels, classes),
    factors,
    C: Cs[0],
    leftOut: counted.leftOut,
    gradientShare: Math.max(...models.map(({ model }) => model.gradientShare)),
  }
}

/** Which C by ratios, with the other models beside it, makes the labels of the texts most likely; of equals the smaller. */
function bestPenalty(
  scored: readonly (readonly Float64Array[])[],
  order: readonly number[],
  penalties: number,
  { texts, classes, weights }: FitData,
): number {
  const heldOut = Int32Array.from(order)
  const labels = heldOut.map(text => texts.labels[text]!)
  const theirWeights = weights && pick(weights, heldOut)
  const others = [-2, -1].map(m =>
    joinedArrays(
      Float64Array,
      scored.map(scores => scores.at(m)!),
    ),
  )
  const costs = Array.from({ length: penalties }, (_, c) => {
    const parts = [
      joinedArrays(
        Float64Array,
        scored.map(scores => scores[c]!),
      ),
      ...others,
    ]
    const logs = mixed(parts, fitMixing(parts, labels, classes, theirWeights), classes)
    return labels.reduce(
      (sum, label, i) => sum - (theirWeights ? theirWeights[i]! : 1) * logs[i * classes + label]!,
      0,
    )
  })
  return costs.indexOf(Math.min(...costs))
}

interface FitData extends NgramFitOptions {
  readonly fits: Fits
  readonly counted: CountedNgrams
  readonly texts: Sequences
  readonly ofWords: NgramSubset
  readonly lengths: Float64Array
}

interface FittedModel {
  readonly rows: NgramRows
  readonly model: Pick<Regression, 'weights' | 'bias' | 'gradientShare'> & Partial<Regression>
  /** The numbers of its n-grams among all. */
  readonly numbers: Int32Array
}

/**
 * Models learned from some of the texts: by ratios with each C, ascending, each from the one before on; by rarity; by counts.
 *
 * @param starts models of other texts, as many and in this order, from which the first by ratios and the one by rarity start
 */
async function fitModels(
  data: FitData,
  texts: Int32Array,
  Cs: readonly number[],
  breathe: () => Promise<void>,
  starts: readonly FittedModel[] = [],
): Promise<FittedModel[]> {
  const { counted, classes, ofWords, lengths, weights } = data
  const { rows } = counted
  const columns = scoreColumns(classes)
  const common = { texts, labels: data.texts.labels, weights, lengths, classes }
  const counts = classCounts(data, texts)
  const ratios = ratioScales(counted, counts, classes, columns)
  const numbers = Int32Array.from(counted.texts.keys())

  const solver = { gradientShare: data.fits.gradientShare, maximumSteps }
  const fit = async (
    problem: Pick<RegressionProblem, 'rows' | 'features' | 'scales' | 'C'>,
    start: Float64Array | undefined,
  ) => fitRegression({ ...common, ...problem }, { ...solver, breathe, ...(start && { start }) })

  const models: FittedModel[] = []
  for (const [c, C] of Cs.entries()) {
    const start = models.at(-1) ?? starts[c]
    const model = await fit({ rows, features: numbers.length, scales: ratios, C }, start?.model.solution)
    models.push({ rows, model, numbers })
  }
  const { rarity } = data.fits
  if (rarity) {
    const some = rarity.of === 'words' ? ofWords : { rows, numbers }
    const totals = totalsOf(counts, classes)
    const scales = rarityScales(
      counted,
      some.numbers,
      totals,
      totalWeight(texts, weights),
      columns,
      rarity.power,
    )
    const problem = { rows: some.rows, features: some.numbers.length, scales, C: rarity.C }
    const model = await fit(problem, starts[Cs.length]?.model.solution)
    models.push({ ...some, model })
  }
  const byCounts = { weights: ratios, bias: new Float64Array(columns), gradientShare: 0 }
  return [...models, { rows, model: byCounts, numbers }]
}

/** In how many of the texts, by their weights, of each class each n-gram is: [F, classes]. */
export function classCounts(
  { counted, texts, classes, weights }: Pick<FitData, 'counted' | 'texts' | 'classes' | 'weights'>,
  indices: Int32Array,
): Float64Array {
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

function totalWeight(texts: Int32Array, weights: Float64Array | undefined): number {
  return weights ? texts.reduce((sum, text) => sum + weights[text]!, 0) : texts.length
}

/** Some of the n-grams, numbered anew from 0. */
interface NgramSubset {
  readonly rows: NgramRows
  /** The numbers that they had. */
  readonly numbers: Int32Array
}

function wordsAlone({ keys, rows, kinds }: CountedNgrams): NgramSubset {
  const all = Int32Array.from(keys.high.keys())
  if (!kinds.characters) return { rows, numbers: all }
  const numbers = all.filter(feature => !isOfCharacters(keys.high[feature]!))
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

/** [n] */
export function lengthFactors({ offsets }: Pick<Sequences, 'offsets'>): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, i) =>
    lengthFactor(offsets[i + 1]! - offsets[i]!),
  )
}

/** Scores of all classes, [n, classes]: of two classes the first one's is 0. */
export function ofClasses(columns: Float64Array, classes: number): Float64Array {
  if (classes !== 2) return columns
  return Float64Array.from({ length: 2 * columns.length }, (_, i) =>
    i % 2 === 0 ? 0 : columns[(i - 1) / 2]!,
  )
}

function pick(values: Float64Array, indices: Int32Array): Float64Array {
  return Float64Array.from(indices, index => values[index]!)
}

/** The models, added with their factors. Weights are rounded to float16, in which they are kept. */
function joined(
  { counted, classes, kinds }: FitData,
  models: readonly FittedModel[],
  factors: Float64Array,
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

/** The share of texts, in [0, 1], whose highest score is their label's; of equal ones the first. */
export function accuracyOf(scores: Float64Array, labels: Int32Array, classes: number): number {
  let right = 0
  for (const [i, label] of labels.entries()) {
    const row = scores.subarray(i * classes, (i + 1) * classes)
    if (row.every((score, c) => score < row[label]! || c === label || (score === row[label] && c > label)))
      right++
  }
  return labels.length === 0 ? 0 : right / labels.length
}
