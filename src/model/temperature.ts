/** Makes a model as sure as it is right: temperature scaling, which moves probabilities and no verdict. */

import type { Parameters } from '../engines/engine.ts'
import { exp } from '../transcendental.ts'
import { logProbability } from './parts-together.ts'

/** Temperatures that are looked at; a model outside of them has worse troubles. */
const [lowest, highest] = [0.05, 20]

/**
 * The temperature T for which softmax(scores / T) gives the labels the highest likelihood.
 *
 * The mean of -log p is convex in 1 / T. Its slope there, the mean over texts of E_p[score] - score[label], grows with
 * 1 / T, and is 0 at what is looked for: bisection, to 1e-9 relative. Scores are taken from the probabilities at T = 1, since
 * log p differs from them by a constant of each text.
 *
 * Source: C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 4.2.
 *
 * @param probabilities [n, classes] at T = 1, of texts that the model has not been trained on
 * @param labels [n]
 */
export function fitTemperature(probabilities: Float32Array, labels: Int32Array, classes: number): number {
  const scores = Float64Array.from(probabilities, logProbability)
  let [low, high] = [1 / highest, 1 / lowest]
  while (high / low > 1 + 1e-9) {
    const middle = Math.sqrt(low * high)
    if (slope(scores, labels, classes, middle) < 0) low = middle
    else high = middle
  }
  return 1 / Math.sqrt(low * high)
}

/** Parameters whose scores are divided by the temperature: U and b are. So is every share in an explanation. */
export function withTemperature(parameters: Parameters, temperature: number): Parameters {
  const { U, b } = parameters
  return { ...parameters, U: U.map(value => value / temperature), b: b.map(value => value / temperature) }
}

/** The derivative of the sum of -log softmax(inverse * scores)[label] by `inverse`. */
function slope(scores: Float64Array, labels: Int32Array, classes: number, inverse: number): number {
  let total = 0
  for (const [n, label] of labels.entries()) {
    const text = scores.subarray(n * classes, (n + 1) * classes)
    const largest = text.reduce((most, score) => Math.max(most, score))
    const weights = text.map(score => exp(inverse * (score - largest)))
    const sum = weights.reduce((a, b) => a + b, 0)
    total += text.reduce((mean, score, c) => mean + (score * weights[c]!) / sum, 0) - text[label]!
  }
  return total
}
