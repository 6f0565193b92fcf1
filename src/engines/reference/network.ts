import {
  type EngineOptions,
  featureCount,
  type LabelledMinibatch,
  type Masks,
  type Minibatch,
  type Parameters,
  type Sizes,
} from '../engine.ts'
import { eachParameter, type FloatArray, type Precision, row, zerosLike } from './arrays.ts'
import { addDecayGradient, decayCost, meanCost, meanCostBackward, softmax } from './cost.ts'
import { applyEmbeddingMask } from './embedding.ts'
import { lstmBackward, lstmForward, lstmStep } from './lstm.ts'
import {
  applyDropout,
  maximumOverTime,
  maximumOverTimeBackward,
  meanOverTime,
  meanOverTimeBackward,
} from './pooling.ts'
import { addProduct, addProductLeftTransposed, addProductRightTransposed, addRows } from './products.ts'

/** What a pass over a minibatch needs beside the minibatch. */
export interface ReferenceNetwork<A extends FloatArray> {
  readonly sizes: Sizes
  readonly parameters: Parameters<A>
  readonly keepProbability: number
  readonly precision: Precision<A>
}

/** tokens -> LSTM -> pooling over time -> dropout's factor -> softmax: [B, classes]. Time steps leave nothing behind. */
export function probabilities<A extends FloatArray>(network: ReferenceNetwork<A>, batch: Minibatch): A {
  const { sizes, parameters, keepProbability, precision } = network
  const B = batch.lengths.length
  const H = sizes.hidden
  const F = featureCount(sizes)
  const pooled = new precision(B * F)
  for (let b = 0; b < B; b++) {
    const tokens = textTokens(batch, b)
    const sum = row(pooled, b, F).subarray(0, H)
    const largest = row(pooled, b, F)
      .subarray(H)
      .fill(tokens.length > 0 ? Number.NEGATIVE_INFINITY : 0)
    const gates = new precision(4 * H)
    const c = new precision(H)
    const h = new precision(H)
    for (const token of tokens) {
      lstmStep(parameters, sizes, token, c, h, gates, c, h)
      addRows(sum, h, 1, H)
      for (let j = 0; j < largest.length; j++) largest[j] = Math.max(largest[j]!, h[j]!)
    }
    meanOverTime(sum, tokens.length)
  }
  applyDropout(pooled, undefined, keepProbability)
  return classify(network, pooled, B)
}

/** h_t, [T, B, H]; 0 where t >= lengths[b]. */
export function hiddenStates<A extends FloatArray>(network: ReferenceNetwork<A>, batch: Minibatch): A {
  const { sizes, parameters, precision } = network
  const B = batch.lengths.length
  const H = sizes.hidden
  const states = new precision(batch.tokens.length * H)
  for (let b = 0; b < B; b++) {
    const { tokens, hidden } = lstmForward(parameters, sizes, textTokens(batch, b), precision)
    for (const t of tokens.keys()) states.set(row(hidden, t + 1, H), (t * B + b) * H)
  }
  return states
}

/** What is minimized; see `EngineOptions`. */
export type Objective = Pick<EngineOptions, 'weightDecay' | 'adversarial'>

interface Differentiated<A extends FloatArray> {
  readonly cost: number
  readonly gradients: Parameters<A>
}

/** The cost of a minibatch, weight decay and adversarial cost included, and its gradients by every parameter. */
export function costAndGradients<A extends FloatArray>(
  network: ReferenceNetwork<A>,
  { weightDecay, adversarial }: Objective,
  batch: LabelledMinibatch,
  masks: Masks = {},
): Differentiated<A> {
  const plain = differentiate(network, weightDecay, batch, masks)
  if (adversarial === 0) return plain
  const { parameters, precision } = network
  const moved = new precision(parameters.Wemb)
  const direction = plain.gradients.Wemb
  const norm = Math.sqrt(sumOfSquares(direction))
  // A gradient of 0 has no direction.
  if (norm > 0) for (let n = 0; n < moved.length; n++) moved[n]! += (adversarial / norm) * direction[n]!
  const other = differentiate(
    { ...network, parameters: { ...parameters, Wemb: moved } },
    weightDecay,
    batch,
    masks,
  )
  return {
    cost: (plain.cost + other.cost) / 2,
    gradients: eachParameter(name => {
      const [one, two] = [plain.gradients[name], other.gradients[name]]
      return new precision(one.length).map((_, n) => (one[n]! + two[n]!) / 2) as A
    }),
  }
}

/** Scales gradients down, in place, to the norm that they may have together; 0 for any. */
export function clip(gradients: Parameters<FloatArray>, maximumNorm: number): void {
  const arrays = Object.values(gradients)
  const norm = Math.sqrt(arrays.reduce((sum, array) => sum + sumOfSquares(array), 0))
  if (maximumNorm === 0 || !(norm > maximumNorm)) return
  for (const array of arrays) for (let n = 0; n < array.length; n++) array[n]! *= maximumNorm / norm
}

function sumOfSquares(values: FloatArray): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum
}

/** The cost of a minibatch, weight decay included, and its gradients by every parameter. */
function differentiate<A extends FloatArray>(
  network: ReferenceNetwork<A>,
  weightDecay: number,
  batch: LabelledMinibatch,
  masks: Masks,
): Differentiated<A> {
  const { sizes, keepProbability, precision } = network
  const B = batch.lengths.length
  const { hidden: H, classes } = sizes
  const F = featureCount(sizes)
  const Wemb = new precision(network.parameters.Wemb)
  applyEmbeddingMask(Wemb, masks.embedding)
  const parameters = { ...network.parameters, Wemb }

  const pooled = new precision(B * F)
  const traces = Array.from({ length: B }, (_, b) => {
    const trace = lstmForward(parameters, sizes, textTokens(batch, b), precision)
    const T = trace.tokens.length
    const sum = row(pooled, b, F).subarray(0, H)
    addRows(sum, trace.hidden.subarray(H), T, H)
    meanOverTime(sum, T)
    if (F > H) maximumOverTime(row(pooled, b, F).subarray(H), trace.hidden.subarray(H), T)
    return trace
  })
  applyDropout(pooled, masks.pooled, keepProbability)
  const predicted = classify(network, pooled, B)
  const cost = meanCost(predicted, batch.labels, classes) + decayCost(parameters.U, weightDecay)

  const gradients = zerosLike(parameters, precision)
  const dScores = new precision(B * classes)
  meanCostBackward(dScores, predicted, batch.labels, classes)
  addProductLeftTransposed(gradients.U, pooled, dScores, F, B, classes)
  addRows(gradients.b, dScores, B, classes)
  addDecayGradient(gradients.U, parameters.U, weightDecay)
  const dPooled = new precision(B * F)
  addProductRightTransposed(dPooled, dScores, parameters.U, B, classes, F)
  applyDropout(dPooled, masks.pooled, keepProbability)
  for (const [b, trace] of traces.entries()) {
    const T = trace.tokens.length
    const dHidden = new precision(T * H)
    const dFeatures = row(dPooled, b, F)
    meanOverTimeBackward(dHidden, dFeatures, T, H)
    if (F > H) maximumOverTimeBackward(dHidden, dFeatures.subarray(H), trace.hidden.subarray(H), T)
    lstmBackward(gradients, parameters, sizes, trace, dHidden, precision)
  }
  applyEmbeddingMask(gradients.Wemb, masks.embedding)
  return { cost, gradients }
}

/** softmax(pooled U + b), [B, classes]. */
function classify<A extends FloatArray>(network: ReferenceNetwork<A>, pooled: FloatArray, B: number): A {
  const { sizes, parameters, precision } = network
  const { classes } = sizes
  const scores = new precision(B * classes)
  for (let b = 0; b < B; b++) scores.set(parameters.b, b * classes)
  addProduct(scores, pooled, parameters.U, B, featureCount(sizes), classes)
  softmax(scores, B, classes)
  return scores
}

/** The ids of text b, without the padding. */
function textTokens({ tokens, lengths }: Minibatch, b: number): Int32Array {
  return Int32Array.from({ length: lengths[b]! }, (_, t) => tokens[t * lengths.length + b]!)
}
