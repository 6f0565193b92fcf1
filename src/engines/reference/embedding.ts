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
 * embedding[id] *= mask[id % R] for each row, where there is a mask. The function is its own gradient.
 *
 * @param embedding [V, D]
 * @param mask [R, D]
 */
export function applyEmbeddingMask(embedding: FloatArray, mask: Float32Array | undefined): void {
  if (mask) for (let n = 0; n < embedding.length; n++) embedding[n]! *= mask[n % mask.length]!
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
