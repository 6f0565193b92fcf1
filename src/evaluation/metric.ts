import { meanCost } from '../engines/reference/cost.ts'
import { LstmError } from '../errors.ts'
import { mostProbable } from '../model/probabilities.ts'
import { classMetrics } from './metrics.ts'

/** The mean of -log(p of the true label + 1e-8); 0 where that, for what is added, comes out at less. */
export function costOf(probabilities: Float32Array, labels: Int32Array, classes: number): number {
  return Math.max(0, meanCost(probabilities, labels, classes))
}

/** What validation judges a model by. */
export interface Metric {
  /** As `--metric` has it. */
  readonly name: string
  /**
   * How far the answers are from the best there is, 0 or more; less is better: the error, 1 - F1, or the cost.
   *
   * @param probabilities [n, classes] row-major
   * @param labels [n]
   */
  badness(probabilities: Float32Array, labels: Int32Array): number
}

/**
 * The metric of this name: `accuracy`, `macro-f1`, `cost`, or `f1:LABEL`. F1 of a class that occurs nowhere does not count.
 *
 * @throws LstmError 'usage' for `f1:` and no label of the data
 */
export function metricNamed(name: string, labels: readonly string[]): Metric {
  const classes = labels.length
  if (name === 'cost') {
    return { name, badness: (probabilities, of) => costOf(probabilities, of, classes) }
  }
  if (name === 'accuracy') {
    return {
      name,
      badness: (probabilities, of) =>
        mostProbable(probabilities, classes).filter((label, i) => label !== of[i]).length / of.length,
    }
  }
  const f1s = (probabilities: Float32Array, of: Int32Array) =>
    classMetrics(of, mostProbable(probabilities, classes), classes).map(({ f1 }) => f1)
  if (name === 'macro-f1') {
    return {
      name,
      badness(probabilities, of) {
        const occurring = f1s(probabilities, of).filter(f1 => f1 !== null)
        return 1 - occurring.reduce((sum, f1) => sum + f1, 0) / occurring.length
      },
    }
  }
  const label = labels.indexOf(name.slice('f1:'.length))
  if (label < 0) {
    throw new LstmError('usage', `--metric ${name} names no label of the data`, {
      hint: `the labels are ${labels.slice(0, 20).join(', ')}`,
    })
  }
  return { name, badness: (probabilities, of) => 1 - (f1s(probabilities, of)[label] ?? 0) }
}
