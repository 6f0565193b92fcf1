import { exp, log } from '../../transcendental.ts'
import type { FloatArray } from './arrays.ts'

/** Official: 1e-8 is added to the probability before its logarithm (1e-6 only in float16). */
const offset = 1e-8

/**
 * p_j = e^(s_j - max s) / sum_k e^(s_k - max s), in place.
 *
 * @param scores [rows, classes] out: probabilities
 */
export function softmax(scores: FloatArray, rows: number, classes: number): void {
  for (let n = 0; n < rows; n++) {
    const one = scores.subarray(n * classes, (n + 1) * classes)
    let largest = Number.NEGATIVE_INFINITY
    for (const score of one) largest = Math.max(largest, score)
    let sum = 0
    for (const score of one) sum += exp(score - largest)
    for (let j = 0; j < classes; j++) one[j] = exp(one[j]! - largest) / sum
  }
}

/**
 * The mean of -log(p[label] + 1e-8).
 *
 * @param probabilities [B, classes]
 * @param labels [B]
 */
export function meanCost(probabilities: FloatArray, labels: Int32Array, classes: number): number {
  let sum = 0
  for (const [n, label] of labels.entries()) sum -= log(probabilities[n * classes + label]! + offset)
  return sum / labels.length
}

/**
 * The gradient of `meanCost` by the scores that went into the softmax, with y the label's class:
 *
 *     dScores_j = (p_j - [j = y]) * p_y / (p_y + 1e-8) / B
 *
 * @param dScores [B, classes] out
 * @param probabilities [B, classes]
 * @param labels [B]
 */
export function meanCostBackward(
  dScores: FloatArray,
  probabilities: FloatArray,
  labels: Int32Array,
  classes: number,
): void {
  for (const [n, label] of labels.entries()) {
    const p = probabilities[n * classes + label]!
    const factor = p / (p + offset) / labels.length
    for (let j = 0; j < classes; j++) {
      const at = n * classes + j
      dScores[at] = (probabilities[at]! - (j === label ? 1 : 0)) * factor
    }
  }
}

/** decay * sum(U^2). Official: only the classifier's U decays, not the LSTM's weights and not the embedding. */
export function decayCost(U: FloatArray, decay: number): number {
  let sum = 0
  for (const weight of U) sum += weight * weight
  return decay * sum
}

/** dU += 2 * decay * U */
export function addDecayGradient(dU: FloatArray, U: FloatArray, decay: number): void {
  for (let n = 0; n < U.length; n++) dU[n]! += 2 * decay * U[n]!
}
