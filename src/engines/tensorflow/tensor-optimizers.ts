/**
 * The official example's optimizers in TensorFlow's ops, formula by formula those of ../reference/optimizers.ts, where
 * their sources are. TensorFlow.js's own cannot stand in: its adadelta divides by the accumulator before its update,
 * and its rmsprop is another method.
 *
 * Every function returns new tensors, all of one weight's shape.
 */

import type { Optimizer } from '../engine.ts'
import type { Tensor, TensorFlow } from './tfjs.ts'

/** A weight and its accumulators, by the official names. */
interface Step {
  readonly p: Tensor
  readonly accumulators: Readonly<Record<string, Tensor>>
}

/** The optimizers of the official example. */
export type OfficialOptimizer = Exclude<Optimizer, { readonly name: 'adam' }>

/**
 * One update with gradient g.
 *
 * @param rate a factor on the learning rate
 */
export function step(
  tf: TensorFlow,
  optimizer: OfficialOptimizer,
  { p, accumulators }: Step,
  g: Tensor,
  rate: number,
): Step {
  const { rg, rg2, ru2, ud } = accumulators
  if (optimizer.name === 'sgd') return sgd(tf, p, g, optimizer.learningRate * rate)
  if (optimizer.name === 'adadelta') return adadelta(tf, p, g, rg2!, ru2!)
  return rmsprop(tf, p, g, rg!, rg2!, ud!)
}

/** p -= learningRate * g */
function sgd(tf: TensorFlow, p: Tensor, g: Tensor, learningRate: number): Step {
  return { p: tf.sub(p, tf.mul(learningRate, g)), accumulators: {} }
}

/**
 *     rg2 = 0.95 rg2 + 0.05 g^2
 *     step = sqrt(ru2 + 1e-6) / sqrt(rg2 + 1e-6) * g
 *     ru2 = 0.95 ru2 + 0.05 step^2
 *     p -= step
 */
function adadelta(tf: TensorFlow, p: Tensor, g: Tensor, oldRg2: Tensor, oldRu2: Tensor): Step {
  const rg2 = runningMean(tf, oldRg2, tf.square(g))
  const factor = tf.div(tf.sqrt(tf.add(oldRu2, 1e-6)), tf.sqrt(tf.add(rg2, 1e-6)))
  const step = tf.mul(factor, g)
  const ru2 = runningMean(tf, oldRu2, tf.square(step))
  return { p: tf.sub(p, step), accumulators: { rg2, ru2 } }
}

/**
 *     rg = 0.95 rg + 0.05 g
 *     rg2 = 0.95 rg2 + 0.05 g^2
 *     ud = 0.9 ud - 1e-4 g / sqrt(rg2 - rg^2 + 1e-4)
 *     p += ud
 */
function rmsprop(tf: TensorFlow, p: Tensor, g: Tensor, oldRg: Tensor, oldRg2: Tensor, oldUd: Tensor): Step {
  const rg = runningMean(tf, oldRg, g)
  const rg2 = runningMean(tf, oldRg2, tf.square(g))
  const variance = tf.sub(rg2, tf.square(rg))
  const ud = tf.sub(tf.mul(0.9, oldUd), tf.div(tf.mul(1e-4, g), tf.sqrt(tf.add(variance, 1e-4))))
  return { p: tf.add(p, ud), accumulators: { rg, rg2, ud } }
}

/** 0.95 mean + 0.05 value */
function runningMean(tf: TensorFlow, mean: Tensor, value: Tensor): Tensor {
  return tf.add(tf.mul(0.95, mean), tf.mul(0.05, value))
}
