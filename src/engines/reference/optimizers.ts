import { type Optimizer, type Parameters, parameterNames } from '../engine.ts'
import type { FloatArray } from './arrays.ts'

/**
 * p -= learningRate * g
 *
 * All arrays of this file have one parameter's length; all but `g` are changed in place.
 */
export function sgd(p: FloatArray, g: FloatArray, learningRate: number): void {
  for (let n = 0; n < p.length; n++) p[n]! -= learningRate * g[n]!
}

/**
 *     rg2 = 0.95 rg2 + 0.05 g^2
 *     step = -sqrt(ru2 + 1e-6) / sqrt(rg2 + 1e-6) * g
 *     ru2 = 0.95 ru2 + 0.05 step^2
 *     p += step
 *
 * Official: the step divides by the updated rg2 and multiplies by the old ru2; there is no learning rate.
 * Source: Zeiler, "ADADELTA: An Adaptive Learning Rate Method", arXiv 1212.5701, algorithm 1.
 */
export function adadelta(p: FloatArray, g: FloatArray, rg2: FloatArray, ru2: FloatArray): void {
  for (let n = 0; n < p.length; n++) {
    rg2[n] = 0.95 * rg2[n]! + 0.05 * (g[n]! * g[n]!)
    const step = (-Math.sqrt(ru2[n]! + 1e-6) / Math.sqrt(rg2[n]! + 1e-6)) * g[n]!
    ru2[n] = 0.95 * ru2[n]! + 0.05 * (step * step)
    p[n]! += step
  }
}

/**
 *     rg = 0.95 rg + 0.05 g
 *     rg2 = 0.95 rg2 + 0.05 g^2
 *     ud = 0.9 ud - 1e-4 g / sqrt(rg2 - rg^2 + 1e-4)
 *     p += ud
 *
 * Official: the root is of the gradient's variance (centred), and the rate of 1e-4 is fixed.
 * Source: Graves, "Generating Sequences With Recurrent Neural Networks", arXiv 1308.0850, equations 38 to 41.
 */
export function rmsprop(p: FloatArray, g: FloatArray, rg: FloatArray, rg2: FloatArray, ud: FloatArray): void {
  for (let n = 0; n < p.length; n++) {
    rg[n] = 0.95 * rg[n]! + 0.05 * g[n]!
    rg2[n] = 0.95 * rg2[n]! + 0.05 * (g[n]! * g[n]!)
    ud[n] = 0.9 * ud[n]! - (1e-4 * g[n]!) / Math.sqrt(rg2[n]! - rg[n]! * rg[n]! + 1e-4)
    p[n]! += ud[n]!
  }
}

/**
 *     m = 0.9 m + 0.1 g
 *     v = 0.999 v + 0.001 g^2
 *     p -= learningRate * m / (sqrt(v) + epsilon)
 *
 * The correction for m and v having started at 0 is a factor on the learning rate, and the caller's.
 * Source: Kingma and Ba, "Adam", arXiv 1412.6980, algorithm 1 in the order of the end of its section 2.
 */
export function adam(
  p: FloatArray,
  g: FloatArray,
  m: FloatArray,
  v: FloatArray,
  learningRate: number,
  epsilon: number,
): void {
  for (let n = 0; n < p.length; n++) {
    m[n] = 0.9 * m[n]! + 0.1 * g[n]!
    v[n] = 0.999 * v[n]! + 0.001 * (g[n]! * g[n]!)
    p[n]! -= (learningRate * m[n]!) / (Math.sqrt(v[n]!) + epsilon)
  }
}

/**
 * One update of all parameters and accumulators, in place.
 *
 * Official: the update is dense. A row of the embedding whose gradient is 0 has its accumulators decayed
 * all the same, and RMSprop's momentum moves it on. Adam, which is not the official script's, leaves it alone.
 *
 * @param accumulators one set for each of the optimizer's names
 * @param ids of the minibatch, each once
 * @param rate a factor on the learning rate
 */
export function updateParameters(
  optimizer: Optimizer,
  parameters: Parameters<FloatArray>,
  gradients: Parameters<FloatArray>,
  accumulators: Readonly<Record<string, Parameters<FloatArray>>>,
  ids: Iterable<number>,
  rate = 1,
): void {
  for (const name of parameterNames) {
    const p = parameters[name]
    const g = gradients[name]
    const of = (accumulator: string) => accumulators[accumulator]![name]
    if (optimizer.name === 'sgd') sgd(p, g, optimizer.learningRate * rate)
    else if (optimizer.name === 'adadelta') adadelta(p, g, of('rg2'), of('ru2'))
    else if (optimizer.name === 'rmsprop') rmsprop(p, g, of('rg'), of('rg2'), of('ud'))
    else {
      const [m, v] = [of('m'), of('v')]
      const D = gradients.lstm_W.length / gradients.lstm_b.length
      const parts = name === 'Wemb' ? [...ids].map(id => [id * D, (id + 1) * D]) : [[0, p.length]]
      for (const [from, to] of parts) {
        const [pPart, gPart, mPart, vPart] = [p, g, m, v].map(array => array.subarray(from, to))
        adam(pPart!, gPart!, mPart!, vPart!, optimizer.learningRate * rate, optimizer.epsilon)
      }
    }
  }
}
