import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { power } from '../transcendental.ts'

type Schedule = Pick<Hyperparameters, 'optimizer' | 'warmUp' | 'learningRateDecay'>

/**
 * The factor on the learning rate at the n-th of N updates:
 *
 *     min(1, n / warmUp)                            while it warms up
 *     1 - (n - 1) / N                               where it decays
 *     sqrt(1 - 0.999^n) / (1 - 0.9^n)               for Adam, whose means start at 0
 *
 * Source: Goyal et al., arXiv 1706.02677, section 2.2 (warm-up); Kingma and Ba, arXiv 1412.6980, end of section 2 (Adam).
 *
 * @param update n, from 1
 * @param updates N; what comes after the N-th, in a training that was made longer, keeps its rate
 */
export function learningRateFactor(update: number, updates: number, schedule: Schedule): number {
  const { optimizer, warmUp, learningRateDecay } = schedule
  const warmth = update < warmUp ? update / warmUp : 1
  const rest = learningRateDecay ? 1 - (Math.min(update, updates) - 1) / updates : 1
  const correction = optimizer === 'adam' ? Math.sqrt(1 - power(0.999, update)) / (1 - power(0.9, update)) : 1
  return warmth * rest * correction
}

/** What the factor is a factor of: the learning rate, or 1 for an optimizer that has none. */
export function baseRate({
  optimizer,
  learningRate,
}: Pick<Hyperparameters, 'optimizer' | 'learningRate'>): number {
  return optimizer === 'sgd' || optimizer === 'adam' ? learningRate : 1
}
