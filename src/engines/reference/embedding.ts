import type { FloatArray } from './arrays.ts'

/**
 * out[n] = embedding[ids[n]]
 *
 * @param out [ids.length, D]
 * @param embedding [V, D]
 */
export function gatherRows(out: FloatArray, embedding: FloatArray, ids: Int32Array, D: number): void {
  for (const [n, id] of ids.entries()) {
    for (let j = 0; j < D; j++) out[n * D + j] = embedding[id * D + j]!
  }
}

/**
 * out[ids[n]] += rows[n], the gradient of `gatherRows`: a repeated id receives the sum of its rows.
 *
 * @param out [V, D]
 * @param rows [ids.length, D]
 */
export function scatterAddRows(out: FloatArray, rows: FloatArray, ids: Int32Array, D: number): void {
  for (const [n, id] of ids.entries()) {
    for (let j = 0; j < D; j++) out[id * D + j]! += rows[n * D + j]!
  }
}
