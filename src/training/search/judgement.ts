/**
 * How good a trial is on texts held out of its training, and how sure it is that it is better than another.
 *
 * How sure: the same figure without each of some blocks of the texts says how much chance there is in it (the jackknife of M. Quenouille
 * and J. Tukey), for any metric; and of two trials judged on the same texts their difference is looked at, in which the texts' own
 * difficulty falls out.
 */
import type { Metric } from '../../evaluation/metric.ts'
import { log } from '../../transcendental.ts'

export interface Judgement {
  readonly texts: number
  /** Less is better. */
  readonly badness: number
  /** [blocks] The same without one block of the texts; empty for fewer than two texts. */
  readonly without: readonly number[]
  /** A hash of the labels in their order: judgements on the same texts have the same. */
  readonly of: number
}

/** Every twentieth text is one of a block. */
const mostBlocks = 20

/** @param probabilities [n, classes] row-major, of texts in an order that is not by label; @param labels [n] */
export function judged(metric: Metric, probabilities: Float32Array, labels: Int32Array): Judgement {
  const classes = probabilities.length / labels.length
  const blocks = labels.length < 2 ? 0 : Math.min(mostBlocks, labels.length)
  const without = Array.from({ length: blocks }, (_, block) =>
    metric.badness(
      probabilities.filter((_, at) => Math.floor(at / classes) % blocks !== block),
      labels.filter((_, text) => text % blocks !== block),
    ),
  )
  return {
    texts: labels.length,
    badness: metric.badness(probabilities, labels),
    without,
    of: labels.reduce((hash, label) => Math.imul(hash ^ label, 0x01000193) >>> 0, 0x811c9dc5),
  }
}

/** By how much one is better than another, and the standard error of that; infinite where nothing can be said. */
export function gainOver(
  first: Judgement,
  other: Judgement,
): { readonly gain: number; readonly error: number } {
  const gain = first.badness - other.badness
  const paired = first.of === other.of && first.texts === other.texts
  if (first.without.length === 0 || other.without.length === 0)
    return { gain, error: Number.POSITIVE_INFINITY }
  const variance = paired
    ? jackknife(first.without.map((badness, block) => badness - other.without[block]!))
    : jackknife(first.without) + jackknife(other.without)
  return { gain, error: Math.sqrt(variance) }
}

/** The variance of a figure, by the same figure without each block. */
function jackknife(without: readonly number[]): number {
  const blocks = without.length
  const mean = without.reduce((sum, value) => sum + value, 0) / blocks
  return ((blocks - 1) / blocks) * without.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
}

/**
 * By how many standard errors a trial has to be better than the first: the best of so many trials without merit would look better by
 * about sqrt(2 log n). So the earlier a trial stands, the less it has to show.
 *
 * @param trial its number, from 1 on
 */
export function standardErrorsWanted(trial: number): number {
  return Math.sqrt(2 * log(trial + 1))
}
