/**
 * Other coordinates for a linear model on texts as vectors, in which its cost is about equally curved in every direction: a solver then
 * takes some ten steps where values that go together (as those of word vectors do) make it take hundreds.
 *
 * Of W and b, one after the other, the second derivatives of a logistic regression are about
 *
 *     M = curvature * sum over i of weight[i] * (x[i], 1) (x[i], 1)'  +  ridge * I  =  L L'
 *
 * and with W = L'^-1 V they are about I by V. Source of the factors: A.-L. Cholesky's method, G. Golub and C. Van Loan, "Matrix
 * Computations", 4.2.
 */
export class Whitening {
  /** D + 1 */
  readonly #size: number
  /** L, [size, size] row-major; nothing above the diagonal is read. */
  readonly #factor: Float64Array

  constructor({ values, dimension, rows, weights, curvature, ridge }: WhiteningOptions) {
    this.#size = dimension + 1
    this.#factor = new Float64Array(this.#size * this.#size)
    const some = evenly(rows, rowsForEach * this.#size)
    const scale = (curvature * rows.length) / Math.max(1, some.length)
    const x = new Float64Array(this.#size).fill(1)
    for (const row of some) {
      for (let d = 0; d < dimension; d++) x[d] = values[row * dimension + d]!
      this.#addSquare(x, scale * (weights ? weights[row]! : 1))
    }
    // Without any, values that are always the same would have no factor.
    for (let d = 0; d < this.#size; d++) this.#factor[d * (this.#size + 1)]! += ridge
    this.#decompose()
  }

  /** W and b, [D + 1, columns] row-major, of V. */
  weightsOf(V: Float64Array, weights: Float64Array): void {
    const size = this.#size
    const columns = V.length / size
    weights.set(V)
    for (let d = size - 1; d >= 0; d--) {
      for (let c = 0; c < columns; c++) weights[d * columns + c]! /= this.#factor[d * size + d]!
      for (let e = 0; e < d; e++) {
        const l = this.#factor[d * size + e]!
        for (let c = 0; c < columns; c++) weights[e * columns + c]! -= l * weights[d * columns + c]!
      }
    }
  }

  /** Makes slopes by W and b those by V, in place. */
  whiten(slopes: Float64Array): void {
    const size = this.#size
    const columns = slopes.length / size
    for (let d = 0; d < size; d++) {
      for (let e = 0; e < d; e++) {
        const l = this.#factor[d * size + e]!
        for (let c = 0; c < columns; c++) slopes[d * columns + c]! -= l * slopes[e * columns + c]!
      }
      for (let c = 0; c < columns; c++) slopes[d * columns + c]! /= this.#factor[d * size + d]!
    }
  }

  #addSquare(x: Float64Array, factor: number): void {
    const size = this.#size
    for (let d = 0; d < size; d++) {
      const scaled = factor * x[d]!
      for (let e = 0; e <= d; e++) this.#factor[d * size + e]! += scaled * x[e]!
    }
  }

  #decompose(): void {
    const size = this.#size
    const L = this.#factor
    for (let d = 0; d < size; d++) {
      for (let e = 0; e <= d; e++) {
        let rest = L[d * size + e]!
        for (let k = 0; k < e; k++) rest -= L[d * size + k]! * L[e * size + k]!
        L[d * size + e] = d === e ? Math.sqrt(rest) : rest / L[e * size + e]!
      }
    }
  }
}

interface WhiteningOptions {
  /** x, [n, D] row-major. */
  readonly values: Float32Array
  readonly dimension: number
  /** Which rows there are to learn from. */
  readonly rows: Int32Array
  /** [n] By row: how much it counts; undefined: each 1. */
  readonly weights: Float64Array | undefined
  readonly curvature: number
  /** Above 0. */
  readonly ridge: number
}

/** Rows looked at for each value: more say little that is new, and take longer than the steps that they spare. */
const rowsForEach = 20

/** So many of them at most, evenly. */
function evenly(rows: Int32Array, most: number): Int32Array {
  const step = Math.ceil(rows.length / most)
  return rows.filter((_, i) => i % step === 0)
}
