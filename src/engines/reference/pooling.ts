import type { FloatArray } from './arrays.ts'

/** The sum of h_t over a text's time steps becomes their mean, in place; a text without a time step keeps 0. */
export function meanOverTime(sum: FloatArray, length: number): void {
  if (length === 0) return
  for (let j = 0; j < sum.length; j++) sum[j]! /= length
}

/**
 * The gradient of each h_t from that of the mean: dHidden_t = dPooled / T, the same for each time step.
 *
 * @param dHidden [T, H] out
 * @param dPooled [H]
 */
export function meanOverTimeBackward(dHidden: FloatArray, dPooled: FloatArray, T: number, H: number): void {
  for (let t = 0; t < T; t++) {
    for (let j = 0; j < H; j++) dHidden[t * H + j] = dPooled[j]! / T
  }
}

/**
 * The largest value of each hidden unit over a text's time steps; 0 for a text without a time step.
 *
 * @param largest [H] out
 * @param hidden [T, H]
 */
export function maximumOverTime(largest: FloatArray, hidden: FloatArray, T: number): void {
  const H = largest.length
  for (let j = 0; j < H; j++) largest[j] = T === 0 ? 0 : hidden[argmaxOverTime(hidden, j, T, H) * H + j]!
}

/**
 * The gradient of `maximumOverTime`: all of it goes to the time step of the largest value, of equal ones the first.
 *
 * @param dHidden [T, H] out: += the gradient of each h_t
 * @param dLargest [H]
 * @param hidden [T, H]
 */
export function maximumOverTimeBackward(
  dHidden: FloatArray,
  dLargest: FloatArray,
  hidden: FloatArray,
  T: number,
): void {
  const H = dLargest.length
  if (T === 0) return
  for (let j = 0; j < H; j++) dHidden[argmaxOverTime(hidden, j, T, H) * H + j]! += dLargest[j]!
}

function argmaxOverTime(hidden: FloatArray, j: number, T: number, H: number): number {
  let best = 0
  for (let t = 1; t < T; t++) if (hidden[t * H + j]! > hidden[best * H + j]!) best = t
  return best
}

/**
 * values *= the dropout mask, or the probability of keeping a unit where no mask is given. The function is
 * its own gradient: the same factors apply to dPooled.
 *
 * Official: dropout is not inverted. Training multiplies by 0 or 1, evaluation by 0.5 (`dropout_layer`).
 *
 * @param values [B, F]
 * @param mask [B, F]
 */
export function applyDropout(
  values: FloatArray,
  mask: Float32Array | undefined,
  keepProbability: number,
): void {
  for (let n = 0; n < values.length; n++) values[n]! *= mask === undefined ? keepProbability : mask[n]!
}
