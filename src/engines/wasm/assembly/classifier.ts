import {
  addsGradients, classes, classifierBiases, classifierWeights, cost, costs, dPooled, dScores, denseGradients, factors,
  hiddenWidth, inputWeights, labels, lengths, order, passShare, pooled, poolings, probabilities, texts, weightDecay
} from './job'
import { multiplyAdd, splat, sumLanes } from './simd'

@external('math', 'exp')
declare function exp(x: f64): f64
@external('math', 'log')
declare function log(x: f64): f64

/** Bytes of a row of features: of the pooled vector, of the transpose of U. */
@inline
export function featureSize(): usize {
  return <usize>(poolings * hiddenWidth) << 2
}

/** Official: 1e-8 is added to the probability before its logarithm. */
const offset: f64 = 1e-8

/** What the feature at `u` bytes is of the sum or the largest value that the time steps have left there; of no step, 0. */
@inline
function scaleOf(length: i32, u: usize): v128 {
  if (length == 0) return splat(0)
  return u < <usize>hiddenWidth << 2 ? splat(<f32>1 / <f32>length) : splat(1)
}

/**
 * The text's sum of h becomes the mean over its time steps, and all features are multiplied by the factors of dropout; its
 * probabilities are softmax of that times U + b, computed in float64 from float32 products.
 */
export function classify(rank: i32): void {
  const size = featureSize()
  const vector = pooled + <usize>rank * size
  const factor = factors + <usize>rank * size
  const length = load<i32>(lengths + (<usize>rank << 2))
  for (let u: usize = 0; u < size; u += 16) {
    v128.store(vector + u, f32x4.mul(f32x4.mul(v128.load(vector + u), scaleOf(length, u)), v128.load(factor + u)))
  }
  const text = load<i32>(order + (<usize>rank << 2))
  const scores = probabilities + ((<usize>text * classes) << 3)
  let largest = -Infinity
  for (let k = 0; k < classes; k++) {
    const weights = classifierWeights + <usize>k * size
    let sum = splat(0)
    for (let u: usize = 0; u < size; u += 16) {
      sum = multiplyAdd(v128.load(vector + u), v128.load(weights + u), sum)
    }
    const score = <f64>sumLanes(sum) + <f64>load<f32>(classifierBiases + (<usize>k << 2))
    store<f64>(scores + (<usize>k << 3), score)
    if (score > largest) largest = score
  }
  let sum: f64 = 0
  for (let k = 0; k < classes; k++) {
    const at = scores + (<usize>k << 3)
    const e = exp(load<f64>(at) - largest)
    store<f64>(at, e)
    sum += e
  }
  for (let k = 0; k < classes; k++) {
    const at = scores + (<usize>k << 3)
    store<f64>(at, load<f64>(at) / sum)
  }
}

/** The text's cost, and the gradients of its scores and of its h, for every time step or for that of the largest value. */
export function classifyBackward(rank: i32): void {
  const size = featureSize()
  const text = load<i32>(order + (<usize>rank << 2))
  const label = load<i32>(labels + (<usize>rank << 2))
  const p = probabilities + ((<usize>text * classes) << 3)
  const right = load<f64>(p + (<usize>label << 3))
  store<f64>(costs + (<usize>rank << 3), -log(right + offset))

  const gradients = dScores + ((<usize>rank * classes) << 2)
  const slope = passShare * right / (right + offset) / <f64>texts
  for (let k = 0; k < classes; k++) {
    const difference = load<f64>(p + (<usize>k << 3)) - f64(k == label)
    store<f32>(gradients + (<usize>k << 2), <f32>(difference * slope))
  }

  const length = load<i32>(lengths + (<usize>rank << 2))
  const factor = factors + <usize>rank * size
  const out = dPooled + <usize>rank * size
  for (let u: usize = 0; u < size; u += 16) {
    let sum = splat(0)
    for (let k = 0; k < classes; k++) {
      const gradient = v128.load32_splat(gradients + (<usize>k << 2))
      sum = multiplyAdd(gradient, v128.load(classifierWeights + <usize>k * size + u), sum)
    }
    v128.store(out + u, f32x4.mul(f32x4.mul(sum, scaleOf(length, u)), v128.load(factor + u)))
  }
}

/** Where the gradient of a parameter stands that is not the embedding's. */
@inline
export function gradientOf(parameter: usize): usize {
  return denseGradients + (parameter - inputWeights)
}

/** The minibatch's cost, and the gradients of the classifier's U and b: sums over the texts by rank. */
export function classifierGradients(): void {
  const size = featureSize()
  let total: f64 = 0
  for (let rank = 0; rank < texts; rank++) total += load<f64>(costs + (<usize>rank << 3))
  let squares: f64 = 0
  for (let k = 0; k < classes; k++) {
    const weights = classifierWeights + <usize>k * size
    const out = gradientOf(weights)
    const decay = splat(<f32>(2 * weightDecay * passShare))
    let square = splat(0)
    for (let u: usize = 0; u < size; u += 16) {
      const w = v128.load(weights + u)
      square = multiplyAdd(w, w, square)
      v128.store(out + u, addsGradients ? multiplyAdd(decay, w, v128.load(out + u)) : f32x4.mul(decay, w))
    }
    squares += <f64>sumLanes(square)
    const biasOut = gradientOf(classifierBiases) + (<usize>k << 2)
    let bias: f32 = addsGradients ? load<f32>(biasOut) : 0
    for (let rank = 0; rank < texts; rank++) {
      const gradient = load<f32>(dScores + ((<usize>rank * classes + k) << 2))
      const vector = pooled + <usize>rank * size
      bias += gradient
      for (let u: usize = 0; u < size; u += 16) {
        v128.store(out + u, multiplyAdd(splat(gradient), v128.load(vector + u), v128.load(out + u)))
      }
    }
    store<f32>(biasOut, bias)
  }
  const before = addsGradients ? load<f64>(cost) : 0
  store<f64>(cost, before + passShare * (total / <f64>texts + weightDecay * squares))
}
