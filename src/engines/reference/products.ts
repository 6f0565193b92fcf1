import type { FloatArray } from './arrays.ts'

/**
 * out += a b
 *
 * @param out [m, n]
 * @param a [m, k]
 * @param b [k, n]
 */
export function addProduct(
  out: FloatArray,
  a: FloatArray,
  b: FloatArray,
  m: number,
  k: number,
  n: number,
): void {
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const factor = a[i * k + l]!
      for (let j = 0; j < n; j++) out[i * n + j]! += factor * b[l * n + j]!
    }
  }
}

/**
 * out += aᵀ b: the gradient of a weight matrix from its input `a` and the gradient `b` of its output.
 *
 * @param out [m, n]
 * @param a [k, m]
 * @param b [k, n]
 */
export function addProductLeftTransposed(
  out: FloatArray,
  a: FloatArray,
  b: FloatArray,
  m: number,
  k: number,
  n: number,
): void {
  for (let l = 0; l < k; l++) {
    for (let i = 0; i < m; i++) {
      const factor = a[l * m + i]!
      for (let j = 0; j < n; j++) out[i * n + j]! += factor * b[l * n + j]!
    }
  }
}

/**
 * out += a bᵀ: the gradient of a product's input from the gradient `a` of its output and the weights `b`.
 *
 * @param out [m, n]
 * @param a [m, k]
 * @param b [n, k]
 */
export function addProductRightTransposed(
  out: FloatArray,
  a: FloatArray,
  b: FloatArray,
  m: number,
  k: number,
  n: number,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let l = 0; l < k; l++) sum += a[i * k + l]! * b[j * k + l]!
      out[i * n + j]! += sum
    }
  }
}

/**
 * out += the sum of the rows of `a`: the gradient of a bias.
 *
 * @param out [n]
 * @param a [m, n]
 */
export function addRows(out: FloatArray, a: FloatArray, m: number, n: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[j]! += a[i * n + j]!
  }
}
