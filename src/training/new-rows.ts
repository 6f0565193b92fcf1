/**
 * Where words that a model did not know start in its embedding, when they have vectors from elsewhere. Without any they start as the
 * unknown word: the mean of words that are written alike was tried for them, and the pretrained network alone was then right about 55.9
 * instead of 66.7 % of those texts of mpqa that hold such words (72.3 instead of 71.5 % of cr's). By vectors it was 78.4 % (and 69.4 %).
 * After a training on 256 texts a class where they start makes no difference to what is right (bench/own-texts.md).
 */
import type { KnownVectors } from '../text/known-vectors.ts'
import type { Vocabulary } from '../text/vocabulary.ts'

/** An embedding, [V, D] row-major, and the words that its rows are of. */
interface Embedding {
  readonly vocabulary: Vocabulary
  readonly rows: Float32Array
  /** D */
  readonly dimension: number
}

/** Gives the row that a word starts with, [D]; undefined where nothing is known of it. */
type NewRow = (word: string) => Float32Array | undefined

/** With fewer words on both sides a map would be made of chance. */
const leastWords = 1000
/** What is added to the diagonal of the normal equations, as a share of its mean: it keeps a map of few words from large numbers. */
const ridge = 0.01

/**
 * Rows from vectors that were made elsewhere, of whatever dimension E: what a linear map makes of a word's vector that was fitted, by
 * least squares, to the words that both know,
 *
 *     minimise over A [E, D] and b:  sum of |v[w] A + b - row[w]|^2 + ridge |A|^2
 *
 * Undefined where too few words are on both sides, or all their vectors are 0. Source: T. Mikolov, Q. Le and I. Sutskever, "Exploiting Similarities among Languages
 * for Machine Translation", arXiv:1309.4168, section 4.
 */
export function rowsByVectors(
  { vocabulary, rows, dimension: D }: Embedding,
  known: KnownVectors,
): NewRow | undefined {
  const E = known.dimension + 1
  const withOne = (number: number) => Float64Array.from([...known.vector(number), 1])
  const both = vocabulary.words
    .map(word => ({ id: vocabulary.id(word), number: known.number(word) }))
    .filter(({ number }) => number >= 0)
  if (both.length < leastWords) return undefined
  const squares = new Float64Array(E * E)
  const products = new Float64Array(E * D)
  for (const { id, number } of both) {
    const x = withOne(number)
    for (let i = 0; i < E; i++) {
      for (let j = 0; j <= i; j++) squares[i * E + j]! += x[i]! * x[j]!
      for (let d = 0; d < D; d++) products[i * D + d]! += x[i]! * rows[id * D + d]!
    }
  }
  let trace = 0
  for (let i = 0; i + 1 < E; i++) trace += squares[i * E + i]!
  if (trace === 0) return undefined
  for (let i = 0; i + 1 < E; i++) squares[i * E + i]! += (ridge * trace) / (E - 1)
  const map = solved(squares, products, E, D)
  return word => {
    const number = known.number(word)
    if (number < 0) return undefined
    const row = new Float64Array(D)
    for (const [i, value] of withOne(number).entries()) {
      for (let d = 0; d < D; d++) row[d]! += value * map[i * D + d]!
    }
    return Float32Array.from(row)
  }
}

/** X of S X = P, S [n, n] symmetric and positive definite, of which the lower half is read; P [n, m]. Both are overwritten. */
function solved(S: Float64Array, P: Float64Array, n: number, m: number): Float64Array {
  // Cholesky: S = L L', L in the place of the lower half.
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = S[i * n + j]!
      for (let k = 0; k < j; k++) sum -= S[i * n + k]! * S[j * n + k]!
      S[i * n + j] = i === j ? Math.sqrt(sum) : sum / S[j * n + j]!
    }
  }
  const eliminate = (i: number, k: number, factor: number) => {
    for (let c = 0; c < m; c++) P[i * m + c]! -= factor * P[k * m + c]!
  }
  const divide = (i: number) => {
    for (let c = 0; c < m; c++) P[i * m + c]! /= S[i * n + i]!
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) eliminate(i, k, S[i * n + k]!)
    divide(i)
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) eliminate(i, k, S[k * n + i]!)
    divide(i)
  }
  return P
}
