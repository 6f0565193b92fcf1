/*
 * The products of the reference engine (engines/reference/products.ts), five rows at a time: a study trains some hundred networks,
 * and most of its time is here.
 */

/** C += A B, with A [m, k], B [k, n], C [m, n], all row-major. */
export function accumulateProduct(
  C: Float64Array,
  A: Float64Array,
  B: Float64Array,
  [m, k, n]: readonly [number, number, number],
): void {
  for (let i = 0; i < m; i++) addRows(C, i * n, A, i * k, 1, B, k, n)
}

/** C += A^T B, with A [k, m], B [k, n], C [m, n], all row-major. */
export function accumulateTransposedProduct(
  C: Float64Array,
  A: Float64Array,
  B: Float64Array,
  [m, k, n]: readonly [number, number, number],
): void {
  for (let i = 0; i < m; i++) addRows(C, i * n, A, i, m, B, k, n)
}

/** Writes the transpose of A [m, n], row-major, over `out` [n, m]. */
export function transpose(out: Float64Array, A: Float64Array, m: number, n: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[j * m + i] = A[i * n + j]!
  }
}

/**
 * Adds to n numbers of C, from cStart, the rows of B, each times its factor: a[aStart + r * aStride] for row r of k.
 * Five rows at a time, because most of the time would go into loading and storing C.
 */
function addRows(
  C: Float64Array,
  cStart: number,
  a: Float64Array,
  aStart: number,
  aStride: number,
  B: Float64Array,
  k: number,
  n: number,
): void {
  let r = 0
  for (; r + 5 <= k; r += 5) {
    const at = aStart + r * aStride
    const a0 = a[at]!
    const a1 = a[at + aStride]!
    const a2 = a[at + 2 * aStride]!
    const a3 = a[at + 3 * aStride]!
    const a4 = a[at + 4 * aStride]!
    const row = r * n
    for (let j = 0; j < n; j++) {
      const b = row + j
      C[cStart + j]! +=
        a0 * B[b]! + a1 * B[b + n]! + a2 * B[b + 2 * n]! + a3 * B[b + 3 * n]! + a4 * B[b + 4 * n]!
    }
  }
  for (; r < k; r++) {
    const factor = a[aStart + r * aStride]!
    for (let j = 0; j < n; j++) C[cStart + j]! += factor * B[r * n + j]!
  }
}
