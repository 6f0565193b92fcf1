import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { TrainingPart } from './cross-validation.ts'
import { secondsOf, type Work } from './time-plan.ts'

/**
 * How far a training is: its n-grams come first, then its network, each of which has the share of the time that it is thought to take.
 *
 * @returns the share of it that is done, in [0, 1], where `share` of a part is
 */
export function shareDone(
  work: Work,
  hyperparameters: Hyperparameters,
): (part: TrainingPart, share: number) => number {
  const whole = secondsOf(work, hyperparameters)
  const ofNgrams = hyperparameters.ngrams
    ? Math.min(1, secondsOf(work, { ...hyperparameters, network: false }) / whole)
    : 0
  return (part, share) => {
    if (part === 'n-grams') return share * ofNgrams
    // Word vectors are made between the two.
    return ofNgrams + (part === 'network' ? share : 0) * (1 - ofNgrams)
  }
}
