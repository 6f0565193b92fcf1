import * as job from './job-globals'
import { multiplyAdd, splat, sumLanes } from './simd'
import { exp, log } from './transcendental-kernels'

/** Bytes of a row of features: of the pooled vector, of the transpose of U. */
@inline
export function featureSize(): usize {
  return <usize>(job.poolings * job.hiddenWidth) << 2
}

/** Official: 1e-8 is added to the probability before its logarithm. */
const offset: f64 = 1e-8

/** What the feature at `u` bytes is of the sum or the largest value that the time steps have left there; of no step, 0. */
@inline
function scaleOf(length: i32, u: usize): v128 {
  if (length == 0) return splat(0)
  return u < <usize>job.hiddenWidth << 2 ? splat(<f32>1 / <f32>length) : splat(1)
}

/**
 * The text's sum of h becomes the mean over its time steps, and all features are multiplied by the factors of dropout; its
 * probabilities are softmax of that times U + b, computed in float64 from float32 products.
 */
export function classify(rank: i32): void {
  const size = featureSize()
  const vector = job.pooled + <usize>rank * size
  const factor = job.factors + <usize>rank * size
  const length = load<i32>(job.lengths + (<usize>rank << 2))
  for (let u: usize = 0; u < size; u += 16) {
    v128.store(vector + u, f32x4.mul(f32x4.mul(v128.load(vector + u), scaleOf(length, u)), v128.load(factor + u)))
  }
  const text = load<i32>(job.order + (<usize>rank << 2))
  const scores = job.probabilities + ((<usize>text * job.classes) << 3)
  let largest = -Infinity
  for (let k = 0; k < job.classes; k++) {
    const weights = job.classifierWeights + <usize>k * size
    let sum = splat(0)
    for (let u: usize = 0; u < size; u += 16) {
      sum = multiplyAdd(v128.load(vector + u), v128.load(weights + u), sum)
    }
    const score = <f64>sumLanes(sum) + <f64>load<f32>(job.classifierBiases + (<usize>k << 2))
    store<f64>(scores + (<usize>k << 3), score)
    if (score > largest) largest = score
  }
  let sum: f64 = 0
  for (let k = 0; k < job.classes; k++) {
    const at = scores + (<usize>k << 3)
    const e = exp(load<f64>(at) - largest)
    store<f64>(at, e)
    sum += e
  }
  for (let k = 0; k < job.classes; k++) {
    const at = scores + (<usize>k << 3)
    store<f64>(at, load<f64>(at) / sum)
  }
}

/** The text's cost, and the gradients of its scores and of its h, for every time step or for that of the largest value. */
export function classifyBackward(rank: i32): void {
  const size = featureSize()
  const text = load<i32>(job.order + (<usize>rank << 2))
  const label = load<i32>(job.labels + (<usize>rank << 2))
  const p = job.probabilities + ((<usize>text * job.classes) << 3)
  const right = load<f64>(p + (<usize>label << 3))
  store<f64>(job.costs + (<usize>rank << 3), -log(right + offset))

  const gradients = job.dScores + ((<usize>rank * job.classes) << 2)
  const slope = job.passShare * right / (right + offset) / <f64>job.texts
  for (let k = 0; k < job.classes; k++) {
    const difference = load<f64>(p + (<usize>k << 3)) - f64(k == label)
    store<f32>(gradients + (<usize>k << 2), <f32>(difference * slope))
  }

  const length = load<i32>(job.lengths + (<usize>rank << 2))
  const factor = job.factors + <usize>rank * size
  const out = job.dPooled + <usize>rank * size
  for (let u: usize = 0; u < size; u += 16) {
    let sum = splat(0)
    for (let k = 0; k < job.classes; k++) {
      const gradient = v128.load32_splat(gradients + (<usize>k << 2))
      sum = multiplyAdd(gradient, v128.load(job.classifierWeights + <usize>k * size + u), sum)
    }
    v128.store(out + u, f32x4.mul(f32x4.mul(sum, scaleOf(length, u)), v128.load(factor + u)))
  }
}

/** Where the gradient of a parameter stands that is not the embedding's. */
@inline
export function gradientOf(parameter: usize): usize {
  return job.denseGradients + (parameter - job.inputWeights)
}

/** The minibatch's cost, and the gradients of the classifier's U and b: sums over the texts by rank. */
export function classifierGradients(): void {
  const size = featureSize()
  let total: f64 = 0
  for (let rank = 0; rank < job.texts; rank++) total += load<f64>(job.costs + (<usize>rank << 3))
  let squares: f64 = 0
  for (let k = 0; k < job.classes; k++) {
    const weights = job.classifierWeights + <usize>k * size
    const out = gradientOf(weights)
    const decay = splat(<f32>(2 * job.weightDecay * job.passShare))
    let square = splat(0)
    for (let u: usize = 0; u < size; u += 16) {
      const w = v128.load(weights + u)
      square = multiplyAdd(w, w, square)
      v128.store(out + u, job.addsGradients ? multiplyAdd(decay, w, v128.load(out + u)) : f32x4.mul(decay, w))
    }
    squares += <f64>sumLanes(square)
    const biasOut = gradientOf(job.classifierBiases) + (<usize>k << 2)
    let bias: f32 = job.addsGradients ? load<f32>(biasOut) : 0
    for (let rank = 0; rank < job.texts; rank++) {
      const gradient = load<f32>(job.dScores + ((<usize>rank * job.classes + k) << 2))
      const vector = job.pooled + <usize>rank * size
      bias += gradient
      for (let u: usize = 0; u < size; u += 16) {
        v128.store(out + u, multiplyAdd(splat(gradient), v128.load(vector + u), v128.load(out + u)))
      }
    }
    store<f32>(biasOut, bias)
  }
  const before = job.addsGradients ? load<f64>(job.cost) : 0
  store<f64>(job.cost, before + job.passShare * (total / <f64>job.texts + job.weightDecay * squares))
}
