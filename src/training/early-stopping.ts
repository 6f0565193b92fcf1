/** One validation; its errors are shares in [0, 1]. */
export interface Validation {
  /** Updates done. */
  readonly update: number
  /** The epoch under way, from 1. */
  readonly epoch: number
  /** Share of the training texts that are answered wrong, in [0, 1]. */
  readonly trainError: number
  /** The same of the validation texts. */
  readonly validationError: number
  /** The same of the test texts; 0 where there are none. */
  readonly testError: number
  /** What the validation texts are judged by where it is not their error (evaluation/metric.ts); less is better. */
  readonly badness?: number
  /** The mean cost of the updates since the validation before; not known where an older version trained. */
  readonly cost?: number
  /** By what the last step was multiplied. */
  readonly learningRate?: number
}

interface Verdict {
  /** The validation error is the smallest so far, or equal to it: these parameters are the best. */
  readonly best: boolean
  /** Validations without progress, after this one. */
  readonly badCounter: number
}

/**
 * The official example's early stopping, judged on the validation just appended to the history.
 *
 * Official: once the history is longer than `patience`, a validation counts as bad when its error is not below the
 * smallest among all but the last `patience` entries; the counter is reset by a new best, and a best validation that
 * only equals the old ones can still count as bad. Past `patience` bad ones (`isOver`) training stops: patience counts validations.
 *
 * @param errors the validation errors so far, or what stands for them; the newest last; not empty
 */
export function judge(errors: readonly number[], badCounter: number, patience: number): Verdict {
  const newest = errors.at(-1)!
  const best = newest <= least(errors)
  const counter = best ? 0 : badCounter
  const bad = errors.length > patience && newest >= least(errors.slice(0, -patience))
  return { best, badCounter: counter + (bad ? 1 : 0) }
}

function least(errors: readonly number[]): number {
  return errors.reduce((a, b) => Math.min(a, b))
}

/** Whether training ends after so many validations without progress. */
export function isOver(badCounter: number, patience: number): boolean {
  return badCounter > patience
}
