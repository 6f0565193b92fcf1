/**
 * One model out of several that score the same texts:
 *
 *     log p(c | text) = sum over parts m of factor[m] * score[m, c] - log Z,     factor[m] >= 0
 *
 * The factors are those of highest likelihood on texts that no part was trained on. So the fit is the calibration as well:
 * of one part its factor is the inverse of a temperature (temperature.ts), and a part that does only harm gets 0.
 */

import { exp, log } from '../transcendental.ts'

/** What holding each factor near where it starts weighs, beside the likelihood of a text, where nothing else is said: for few texts. */
const usualRidge = 1

/** What the factors add up to where the texts speak against all parts: these answer still, and are hardly sure. */
const quiet = 0.1

/** No fit has taken more than some twenty. */
const maximumSteps = 100

/**
 * The factors, [parts], each at least 0: the minimum of the sum of weight * -log p[label] + ridge / 2 * (factor - 1 / parts)^2.
 * The sum being convex, Newton's steps in the factors that are not held at 0 find it, to a gradient of 1e-8 of the weights.
 *
 * @param parts the scores by each part, [n, classes] row-major
 * @param labels [n]
 * @param weights [n] how much each text counts; undefined: each 1
 * @param ridge at least 0
 */
export function fitMixing(
  parts: readonly Float64Array[],
  labels: Int32Array,
  classes: number,
  weights?: Float64Array,
  ridge = usualRidge,
): Float64Array {
  const start = 1 / parts.length
  let factors = new Float64Array(parts.length).fill(start)
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : labels.length
  const costAt = (at: Float64Array) => costOf(parts, labels, classes, weights, at, { start, ridge })
  let { cost, gradient, second } = costAt(factors)
  for (let steps = 0; steps < maximumSteps; steps++) {
    const free = [...factors.keys()].filter(m => factors[m]! > 0 || gradient[m]! < 0)
    if (free.every(m => Math.abs(gradient[m]!) <= 1e-8 * total)) break
    const step = solved(
      free.map(m => free.map(other => second[m * parts.length + other]!)),
      free.map(m => -gradient[m]!),
    )
    let next = factors
    let found = { cost, gradient, second }
    let length = 1
    do {
      next = factors.slice()
      for (const [at, m] of free.entries()) next[m] = Math.max(0, factors[m]! + length * step[at]!)
      found = costAt(next)
      length /= 2
    } while (found.cost > cost && length > 1e-10)
    if (found.cost >= cost) break
    factors = next
    ;({ cost, gradient, second } = found)
  }
  // Of a handful of texts all factors may come out at 0, and then every text would have the same answer.
  return factors.every(factor => factor === 0) ? factors.fill(quiet / parts.length) : factors
}

/** The mixed log-probabilities, [n, classes] row-major. */
export function mixed(parts: readonly Float64Array[], factors: Float64Array, classes: number): Float64Array {
  const result = new Float64Array(parts[0]!.length)
  for (const [m, scores] of parts.entries()) {
    for (let i = 0; i < result.length; i++) result[i]! += factors[m]! * scores[i]!
  }
  for (let at = 0; at < result.length; at += classes) {
    const row = result.subarray(at, at + classes)
    const logSum = logSumExp(row)
    for (let c = 0; c < classes; c++) row[c]! -= logSum
  }
  return result
}

/** log of the sum of e^score, without overflow. */
function logSumExp(scores: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const score of scores) largest = Math.max(largest, score)
  let sum = 0
  for (const score of scores) sum += exp(score - largest)
  return largest + log(sum)
}

/** The cost at some factors, its gradient [parts] and its second derivatives [parts, parts]. */
function costOf(
  parts: readonly Float64Array[],
  labels: Int32Array,
  classes: number,
  weights: Float64Array | undefined,
  factors: Float64Array,
  { start, ridge }: { readonly start: number; readonly ridge: number },
) {
  const M = parts.length
  const logs = mixed(parts, factors, classes)
  let cost = 0
  const gradient = new Float64Array(M)
  const second = new Float64Array(M * M)
  const means = new Float64Array(M)
  for (const [n, label] of labels.entries()) {
    const weight = weights ? weights[n]! : 1
    const first = n * classes
    cost -= weight * logs[first + label]!
    // The derivatives are the means of the scores, less the label's, and their covariances.
    means.fill(0)
    for (let c = 0; c < classes; c++) {
      const p = exp(logs[first + c]!)
      for (let m = 0; m < M; m++) means[m]! += p * parts[m]![first + c]!
    }
    for (let c = 0; c < classes; c++) {
      const p = weight * exp(logs[first + c]!)
      for (let m = 0; m < M; m++) {
        const off = p * (parts[m]![first + c]! - means[m]!)
        for (let k = 0; k < M; k++) second[m * M + k]! += off * (parts[k]![first + c]! - means[k]!)
      }
    }
    for (let m = 0; m < M; m++) gradient[m]! += weight * (means[m]! - parts[m]![first + label]!)
  }
  for (let m = 0; m < M; m++) {
    const off = factors[m]! - start
    cost += (ridge * off * off) / 2
    gradient[m]! += ridge * off
    second[m * M + m]! += ridge
  }
  return { cost, gradient, second }
}

/** The x with A x = b. @param A symmetric and positive definite; overwritten, as is b */
function solved(A: number[][], b: number[]): number[] {
  const n = b.length
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = A[j]![i]! / A[i]![i]!
      for (let k = i; k < n; k++) A[j]![k]! -= factor * A[i]![k]!
      b[j]! -= factor * b[i]!
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i]! -= A[i]![k]! * b[k]!
    b[i]! /= A[i]![i]!
  }
  return b
}
