import { classSizes } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import type { Random } from '../random.ts'

/**
 * The weight of each class, [classes], from what `--class-weights` says: `none` for 1 each; `balanced` for n / (classes * n_c), with
 * which all classes weigh as much as each other; or `NAME=W,…`, 1 for a class that is not named.
 *
 * @param sizes [classes] training texts of each class
 * @throws LstmError 'usage' for a name that is no label of the data
 */
export function classWeights(given: string, labels: readonly string[], sizes: Int32Array): Float64Array {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (given === 'none') return new Float64Array(labels.length).fill(1)
  if (given === 'balanced')
    return Float64Array.from(sizes, size => total / (labels.length * Math.max(1, size)))
  const weights = new Float64Array(labels.length).fill(1)
  for (const [, name, weight] of given.matchAll(/(.+?)=([\d.]+)(?:,|$)/g)) {
    const label = labels.indexOf(name!)
    if (label < 0) {
      throw new LstmError('usage', `--class-weights names '${name}', which is no label of the data`, {
        hint: `the labels are ${labels.slice(0, 20).join(', ')}`,
      })
    }
    weights[label] = Number(weight)
  }
  return weights
}

/**
 * How much each text counts, [n]: the weight of its class times its own; undefined where each counts 1.
 *
 * @param given what `--class-weights` says
 * @param labels [n] class indices
 * @param own [n]; undefined: each 1
 */
export function textWeights(
  given: string,
  labelNames: readonly string[],
  labels: Int32Array,
  own: Float64Array | undefined,
): Float64Array | undefined {
  if (given === 'none') return own
  const ofClasses = classWeights(given, labelNames, classSizes(labels))
  return Float64Array.from(labels, (label, n) => ofClasses[label]! * (own ? own[n]! : 1))
}

/**
 * The order of an epoch in which each text comes as often, on average, as its weight says: as many draws as there are texts, with
 * replacement. So a weight does to the gradient, in expectation, what a factor on the text's cost would.
 *
 * @param weights [n] of the texts
 */
export function weightedOrder(weights: Float64Array, random: Random): Int32Array {
  const reached = new Float64Array(weights.length)
  let total = 0
  for (const [i, weight] of weights.entries()) {
    total += weight
    reached[i] = total
  }
  return Int32Array.from(weights, () => firstAbove(reached, random.uniform() * total))
}

/** The first index whose value is larger. @param ascending not empty; its last value is larger */
function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}
