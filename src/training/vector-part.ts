/**
 * A linear model on the vectors of a text's words, as a part of one weight a word:
 *
 *     x = 1 / sqrt(T) * sum over the distinct words w of the text of s[w] v[w],     score[c] = b[c] + x . W[:, c]
 *
 * is the n-gram part whose weight of w is s[w] v[w] . W[:, c]. So what is learned of a word holds for words like it, also for those
 * that no text has. Frequent words say little: s falls with them. Source of such weights: S. Arora, Y. Liang and T. Ma, "A Simple
 * but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017.
 */

import { lengthFactor, type NgramPart, scoreColumns } from '../model/ngram-part.ts'
import type { KnownVectors } from '../text/known-vectors.ts'
import { wordKeys } from '../text/ngrams.ts'
import type { Sequences } from '../text/sequences.ts'
import { type DenseRegression, denseScores, fitDenseRegression } from './ngrams/dense-regression.ts'

interface VectorFitOptions {
  readonly classes: number
  /** [n] The fold of each text. */
  readonly foldOf: Int32Array
  /** Texts that are scored by models that have not seen them, fold by fold. */
  readonly heldOut: Int32Array
  /** [n] how much each text counts; undefined: each 1. */
  readonly weights: Float64Array | undefined
  readonly breathe: () => Promise<void>
}

interface JudgedPart {
  readonly part: NgramPart
  /** Scores of the texts held out by models that had not seen them, [heldOut.length, classes] row-major. */
  readonly scores: Float64Array
}

/** By folds of cr, mpqa, trec and subj, 16 to 7,000 texts: 0.01 and 1 are up to two points worse somewhere. */
const C = 0.1

/** s: a/(a + p) for a of 1/1,000 and the share p that a word of this rank has of running text, about 1 / (10 (rank + 10)). */
const share = (rank: number) => (rank + 10) / (rank + 110)

/** @param words what the tokens of `texts` index */
export async function fitVectorPart(
  texts: Sequences,
  words: readonly string[],
  known: KnownVectors,
  options: VectorFitOptions,
): Promise<JudgedPart> {
  const vectors = weighted(known)
  const values = textVectors(texts, words, known, vectors)
  const { model, scale, scores } = await fitOnValues(values, known.dimension, texts.labels, options)
  return { part: partOf(known, vectors, scale, model, options.classes), scores }
}

/**
 * A linear model on what the n-grams of a part, made for other labels, say of a text; it is one weight an n-gram as well.
 *
 * @param values [n, columns] the part's scores
 */
export async function fitScorePart(
  part: NgramPart,
  values: Float32Array,
  labels: Int32Array,
  options: VectorFitOptions,
): Promise<JudgedPart> {
  const before = scoreColumns(part.classes)
  const columns = scoreColumns(options.classes)
  const { model, scale, scores } = await fitOnValues(values, before, labels, options)
  const rows = (from: Float32Array, start: (c: number) => number) =>
    Float32Array.from({ length: (from.length / before) * columns }, (_, at) => {
      const [f, c] = [Math.floor(at / columns), at % columns]
      let sum = start(c)
      for (let k = 0; k < before; k++) sum += scale * from[f * before + k]! * model.weights[k * columns + c]!
      return sum
    })
  return {
    part: {
      kinds: part.kinds,
      classes: options.classes,
      keys: part.keys,
      weights: rows(part.weights, () => 0),
      bias: rows(part.bias, c => model.bias[c]!),
    },
    scores,
  }
}

/** A model on values [n, D], which are scaled to a mean square of 1, and scores of the texts held out by models that have not seen them. */
async function fitOnValues(
  values: Float32Array,
  dimension: number,
  labels: Int32Array,
  { classes, foldOf, heldOut, weights, breathe }: VectorFitOptions,
): Promise<{ readonly model: DenseRegression; readonly scale: number; readonly scores: Float64Array }> {
  const scale = 1 / rootMeanSquare(values)
  const problem = { values: values.map(value => scale * value), dimension, labels, weights, classes, C }
  const all = Int32Array.from(labels.keys())
  const scores = new Float64Array(heldOut.length * classes)
  for (let at = 0; at < heldOut.length; ) {
    const fold = foldOf[heldOut[at]!]!
    let end = at
    while (end < heldOut.length && foldOf[heldOut[end]!] === fold) end++
    const others = all.filter(text => foldOf[text] !== fold)
    const model = await fitDenseRegression({ ...problem, texts: others }, breathe)
    const columns = denseScores(problem, heldOut.subarray(at, end), model)
    for (let i = 0; i < columns.length; i++) {
      if (classes === 2) scores[2 * (at + i) + 1] = columns[i]!
      else scores[at * classes + i] = columns[i]!
    }
    at = end
  }
  return { model: await fitDenseRegression({ ...problem, texts: all }, breathe), scale, scores }
}

/** s[w] v[w] of every word, [words, D]. */
function weighted(known: KnownVectors): Float32Array {
  const { dimension, words, ranks } = known
  const vectors = new Float32Array(words.length * dimension)
  for (let n = 0; n < words.length; n++) {
    vectors.set(
      known.vector(n).map(value => share(ranks[n]!) * value),
      n * dimension,
    )
  }
  return vectors
}

/** x of every text, [n, D]. */
function textVectors(
  { tokens, offsets }: Sequences,
  words: readonly string[],
  known: KnownVectors,
  vectors: Float32Array,
): Float32Array {
  const { dimension: D } = known
  const numbers = Int32Array.from(words, word => known.number(word))
  const n = offsets.length - 1
  const values = new Float32Array(n * D)
  const sum = new Float64Array(D)
  for (let i = 0; i < n; i++) {
    const text = tokens.subarray(offsets[i], offsets[i + 1])
    sum.fill(0)
    for (const token of new Set(text)) {
      const number = token < 0 ? -1 : numbers[token]!
      if (number >= 0) for (let d = 0; d < D; d++) sum[d]! += vectors[number * D + d]!
    }
    const factor = lengthFactor(text.length)
    for (let d = 0; d < D; d++) values[i * D + d] = factor * sum[d]!
  }
  return values
}

function rootMeanSquare(values: Float32Array): number {
  let squares = 0
  for (const value of values) squares += value * value
  return squares === 0 ? 1 : Math.sqrt(squares / values.length)
}

function partOf(
  known: KnownVectors,
  vectors: Float32Array,
  scale: number,
  { weights, bias }: DenseRegression,
  classes: number,
): NgramPart {
  const { words, dimension: D } = known
  const columns = scoreColumns(classes)
  const ofWords = new Float32Array(words.length * columns)
  for (let n = 0; n < words.length; n++) {
    for (let c = 0; c < columns; c++) {
      let weight = 0
      for (let d = 0; d < D; d++) weight += vectors[n * D + d]! * weights[d * columns + c]!
      ofWords[n * columns + c] = scale * weight
    }
  }
  return {
    kinds: { words: 1, characters: undefined },
    classes,
    keys: wordKeys(words),
    weights: ofWords,
    bias: Float32Array.from(bias),
  }
}
