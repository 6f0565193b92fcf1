import type { LabelledMinibatch, Masks, Minibatch, Sizes } from '../engine.ts'
import { type Carry, lstm, lstmStretch, zeroCarry } from './block-lstm.ts'
import type { Weights } from './tensor-layout.ts'
import type { Operand, Tensor, TensorFlow } from './tfjs.ts'

/** What a pass over a minibatch needs beside the minibatch. */
export interface TensorNetwork {
  readonly tf: TensorFlow
  readonly sizes: Sizes
  readonly weights: Weights<Tensor>
  readonly keepProbability: number
}

/** The LSTM runs over so many time steps at once where no gradient is wanted, so that memory does not grow with T. */
const stretch = 64

/** tokens -> LSTM -> mean over time -> dropout's factor -> softmax: [B, classes]. */
export function probabilities(network: TensorNetwork, batch: Minibatch): Float32Array {
  const { tf, sizes, keepProbability } = network
  const pooled = new Float32Array(batch.lengths.length * sizes.hidden)
  eachStretch(network, batch, (h, from) => {
    const share = pool(tf, h, batch.lengths, from).dataSync()
    for (let n = 0; n < pooled.length; n++) pooled[n]! += share[n]!
  })
  return tf.tidy(() => {
    const shape = [batch.lengths.length, sizes.hidden]
    return classify(network, tf.mul(keepProbability, tf.tensor(pooled, shape)))
      .dataSync()
      .slice()
  })
}

/** h_t, [T, B, H]; 0 where t >= lengths[b]. */
export function hiddenStates(network: TensorNetwork, batch: Minibatch): Float32Array {
  const { tf, sizes } = network
  const B = batch.lengths.length
  const states = new Float32Array(batch.tokens.length * sizes.hidden)
  eachStretch(network, batch, (h, from) => {
    const mask = stepFactors(tf, batch.lengths, from, h.shape[0]!, () => 1)
    states.set(tf.mul(h, mask).dataSync(), from * B * sizes.hidden)
  })
  return states
}

/** The cost of a minibatch, weight decay included: a scalar that TensorFlow.js can differentiate by the weights. */
export function cost(
  network: TensorNetwork,
  weightDecay: number,
  batch: LabelledMinibatch,
  masks: Masks,
): Tensor {
  const { tf, sizes, weights, keepProbability } = network
  const B = batch.lengths.length
  // A minibatch of empty texts gets one time step, all padding: so every weight has a gradient, which is 0.
  const steps = Math.max(1, batch.tokens.length / B)
  const h = lstm(tf, embed(network, batch, 0, steps, masks.embedding), weights.kernel, weights.bias)
  const factor: Operand = masks.pooled ? tf.tensor(masks.pooled.slice(), [B, sizes.hidden]) : keepProbability
  const predicted = classify(network, tf.mul(factor, pool(tf, h, batch.lengths, 0)))
  const labels = tf.oneHot(tf.tensor(batch.labels.slice(), [B], 'int32'), sizes.classes, 1, 0, 'float32')
  // Official: 1e-8 is added to the probability before its logarithm.
  const logarithms = tf.log(tf.add(tf.sum(tf.mul(predicted, labels), 1), 1e-8))
  // Official: only the classifier's U decays.
  return tf.sub(tf.mul(weightDecay, tf.sum(tf.square(weights.U))), tf.mean(logarithms))
}

/**
 * Runs the LSTM over the minibatch, stretch by stretch.
 *
 * @param visit gets h [steps, B, H] of the stretch that begins at time step `from`; its tensors are disposed of
 */
function eachStretch(
  network: TensorNetwork,
  batch: Minibatch,
  visit: (h: Tensor, from: number) => void,
): void {
  const { tf, weights } = network
  const T = batch.tokens.length / batch.lengths.length
  tf.tidy(() => {
    let carry: Carry | undefined
    for (let from = 0; from < T; from += stretch) {
      const before = carry
      carry = tf.tidy(() => {
        const x = embed(network, batch, from, Math.min(stretch, T - from))
        const start = before ?? zeroCarry(tf, x, weights.kernel)
        const { h, next } = lstmStretch(tf, x, start, weights.kernel, weights.bias)
        visit(h, from)
        return next
      })
    }
  })
}

/** The rows of the embedding for a stretch of time steps, masked, [steps, B, D]; padding is the id 0, whatever stands there. */
function embed(
  { tf, sizes, weights }: TensorNetwork,
  { tokens, lengths }: Minibatch,
  from: number,
  steps: number,
  mask?: Float32Array,
): Tensor {
  const B = lengths.length
  const ids = Int32Array.from({ length: steps * B }, (_, n) =>
    from + Math.floor(n / B) < lengths[n % B]! ? tokens[from * B + n]! : 0,
  )
  const x = tf.gather(weights.Wemb, tf.tensor(ids, [steps, B], 'int32'))
  if (!mask) return x
  const rows = mask.length / sizes.embedding
  const masks = tf.tensor(mask.slice(), [rows, sizes.embedding])
  const rowOf = ids.map(id => id % rows)
  return tf.mul(x, tf.gather(masks, tf.tensor(rowOf, [steps, B], 'int32')))
}

/** A stretch's share of the mean of h over each text's time steps, [B, H] of h [steps, B, H]; 0 for an empty text. */
function pool(tf: TensorFlow, h: Tensor, lengths: Int32Array, from: number): Tensor {
  return tf.sum(
    tf.mul(
      h,
      stepFactors(tf, lengths, from, h.shape[0]!, length => 1 / length),
    ),
    0,
  )
}

/** [steps, B, 1]: a factor for each time step of a text, 0 for the padding. */
function stepFactors(
  tf: TensorFlow,
  lengths: Int32Array,
  from: number,
  steps: number,
  factor: (length: number) => number,
): Tensor {
  const B = lengths.length
  const factors = Float32Array.from({ length: steps * B }, (_, n) => {
    const length = lengths[n % B]!
    return from + Math.floor(n / B) < length ? factor(length) : 0
  })
  return tf.tensor(factors, [steps, B, 1])
}

/** softmax(pooled U + b), [B, classes]. */
function classify({ tf, weights }: TensorNetwork, pooled: Tensor): Tensor {
  return tf.softmax(tf.add(tf.matMul(pooled, weights.U), weights.b))
}
