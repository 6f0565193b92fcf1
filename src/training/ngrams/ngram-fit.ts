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
import { countNgrams } from '../../text/ngram-counting.ts'
import type { NgramKinds } from '../../text/ngrams.ts'
import type { Sequences } from '../../text/sequences.ts'
import { dealFolds } from '../folds.ts'
import {
  everything,
  type FitData,
  type FitJob,
  type FittedModel,
  ofClasses,
  wordsAlone,
} from './fitting/fit-models.ts'
import { Fitters } from './fitting/fitters.ts'
import { scoresOf } from './logistic-regression.ts'
import { longTexts } from './ngram-plan.ts'

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
  /** Threads that fit models at the same time, at most; undefined: none but this one. */
  readonly threads?: number
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

/** Of how many sets of texts models are fitted at the same time: first of the folds that choose, then of the other ones and of all texts. */
function fitsThatWaitForNobody(scored: number): number {
  const choosing = Math.min(choosingFolds, scored)
  return Math.max(choosing, scored - choosing + 1)
}

/**
 * The n-gram part that is learned from texts: the same bits for any number of threads.
 *
 * @param words what their tokens index, a negative one being an unknown word
 */
export async function fitNgrams(
  texts: Sequences,
  words: readonly string[],
  options: NgramFitOptions,
): Promise<NgramFit> {
  const { classes, folds, salt, weights, threads = 1, breathe } = options
  const counted = await countNgrams(texts, words, { ...options, breathe: () => breathe(0) })
  const { ratios, rarity, gradientShare } = fitsFor(options, texts)
  const data: FitData = {
    ...{ classes, labels: texts.labels, weights, counted, gradientShare, lengths: lengthFactors(texts) },
    rare: rarity?.of === 'words' ? wordsAlone(counted) : everything(counted),
    power: rarity?.power ?? 1,
  }
  const foldOf = options.foldOf ?? dealFolds(texts.labels, textHashes(texts, words), folds.dealt, salt)
  const all = Int32Array.from(texts.labels.keys())
  const judgedIn = Array.from({ length: folds.scored }, (_, fold) =>
    all.filter(text => foldOf[text] === fold),
  )

  let done = 0
  const atOnce = fitsThatWaitForNobody(folds.scored) * (rarity ? 2 : 1)
  const fitters = new Fitters(data, Math.min(threads, atOnce), () => breathe(done / (folds.scored + 1)))
  /** By ratios with each C, by rarity, by counts. */
  const fit = async (
    some: Pick<FitJob, 'learned' | 'judged'>,
    Cs: readonly number[],
    starts: readonly FittedModel[] = [],
  ): Promise<FittedModel[]> => {
    const [byRatios, byRarity] = await Promise.all([
      fitters.fit({ ...some, by: 'ratios', Cs, start: starts[0]?.solution }),
      rarity
        ? fitters.fit({ ...some, by: 'rarity', Cs: [rarity.C], start: starts[Cs.length]?.solution })
        : [],
    ])
    done++
    return byRatios.toSpliced(Cs.length, 0, ...byRarity)
  }
  /** Models that have learned from the other texts. */
  const fitFold = (judged: Int32Array, fold: number, Cs: readonly number[]) =>
    fit({ judged, learned: all.filter(text => foldOf[text] !== fold) }, Cs)

  try {
    const choosing = judgedIn.slice(0, choosingFolds)
    const first = await Promise.all(choosing.map((judged, fold) => fitFold(judged, fold, ratios)))
    const best = bestPenalty(first.map(scoresBy), joinedArrays(Int32Array, choosing), ratios.length, data)
    const Cs = ratios.slice(best, best + 1)
    const chosen = first.map(models => models.toSpliced(0, ratios.length, ...models.slice(best, best + 1)))
    const [models, ...rest] = await Promise.all([
      // From where a fold has come to it is not far.
      fit({ learned: all, judged: new Int32Array(0) }, Cs, chosen.at(-1)),
      ...judgedIn
        .slice(choosing.length)
        .map(async (judged, n) => scoresBy(await fitFold(judged, choosing.length + n, Cs))),
    ])
    const scored = [...chosen.map(scoresBy), ...rest]
    const found = { heldOut: joinedArrays(Int32Array, judgedIn), scored, C: Cs[0] }
    return await mixedFit(data, models, found, () => breathe(1))
  } finally {
    fitters.end()
  }
}

/** By each model. */
function scoresBy(models: readonly FittedModel[]): Float64Array[] {
  return models.map(({ scores }) => scores)
}

/** What came of the folds. */
interface FoldScores {
  /** The texts that were scored, fold by fold. */
  readonly heldOut: Int32Array
  /** By fold and model. */
  readonly scored: readonly (readonly Float64Array[])[]
  readonly C: number | undefined
}

/**
 * The models, added with the factors by which the texts held out are told best.
 *
 * @param breathe as of models: of thousands of classes each of these steps takes seconds
 */
async function mixedFit(
  data: FitData,
  models: readonly FittedModel[],
  { heldOut, scored, C }: FoldScores,
  breathe: () => Promise<void>,
): Promise<NgramFit> {
  const { classes, counted, lengths } = data
  const judged = judgedTexts(data, heldOut)
  const parts = models.map((_, m) => ofFolds(scored, m))
  await breathe()
  const factors = fitMixing(parts, judged.labels, classes, judged.weights)
  await breathe()
  const sum = parts[0]!.map((_, i) => parts.reduce((total, scores, m) => total + factors[m]! * scores[i]!, 0))
  const part = joined(data, models, factors)
  await breathe()
  const kept = { weights: Float64Array.from(part.weights), bias: Float64Array.from(part.bias) }
  const all = Int32Array.from(data.labels.keys())
  return {
    part,
    learned: ofClasses(scoresOf({ rows: counted.rows, lengths }, all, kept), classes),
    heldOut,
    scores: sum,
    accuracy: accuracyOf(sum, judged.labels, classes),
    factors,
    C,
    leftOut: counted.leftOut,
    gradientShare: Math.max(...models.map(({ gradientShare }) => gradientShare)),
  }
}

function judgedTexts({ labels, weights }: FitData, heldOut: Int32Array) {
  return {
    labels: heldOut.map(text => labels[text]!),
    weights: weights && Float64Array.from(heldOut, text => weights[text]!),
  }
}

/** The scores by the m-th model, counted from the last where it is negative, of all folds. */
function ofFolds(scored: readonly (readonly Float64Array[])[], m: number): Float64Array {
  return joinedArrays(
    Float64Array,
    scored.map(scores => scores.at(m)!),
  )
}

/** Which C by ratios, with the models by rarity and by counts beside it, makes the labels of the texts most likely; of equals the smaller. */
function bestPenalty(
  scored: readonly (readonly Float64Array[])[],
  heldOut: Int32Array,
  penalties: number,
  data: FitData,
): number {
  if (penalties < 2) return 0
  const { classes } = data
  const { labels, weights } = judgedTexts(data, heldOut)
  const others = [-2, -1].map(m => ofFolds(scored, m))
  const costs = Array.from({ length: penalties }, (_, c) => {
    const parts = [ofFolds(scored, c), ...others]
    const logs = mixed(parts, fitMixing(parts, labels, classes, weights), classes)
    return labels.reduce((sum, label, i) => sum - (weights ? weights[i]! : 1) * logs[i * classes + label]!, 0)
  })
  return costs.indexOf(Math.min(...costs))
}

/** [n] */
export function lengthFactors({ offsets }: Pick<Sequences, 'offsets'>): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, i) =>
    lengthFactor(offsets[i + 1]! - offsets[i]!),
  )
}

/** The models, added with their factors. Weights are rounded to float16, in which they are kept. */
function joined(
  { counted, classes, rare }: FitData,
  models: readonly FittedModel[],
  factors: Float64Array,
): NgramPart {
  const columns = scoreColumns(classes)
  const weights = new Float32Array(counted.texts.length * columns)
  const bias = new Float64Array(columns)
  for (const [m, model] of models.entries()) {
    const number = model.by === 'rarity' ? (f: number) => rare.numbers[f]! : (f: number) => f
    for (let f = 0; f < model.weights.length / columns; f++) {
      for (let c = 0; c < columns; c++) {
        weights[number(f) * columns + c]! += factors[m]! * model.weights[f * columns + c]!
      }
    }
    for (let c = 0; c < columns; c++) bias[c]! += factors[m]! * model.bias[c]!
  }
  return {
    kinds: counted.kinds,
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
