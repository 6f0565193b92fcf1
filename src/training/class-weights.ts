import { classSizes } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { placesOf } from '../model/label-places.ts'
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
  const named = new Set<number>()
  const places = placesOf(labels)
  for (const [, name, weight] of given.matchAll(/(.+?)=(\d+(?:\.\d+)?)(?:,|$)/g)) {
    const label = places.get(name!)
    if (label === undefined) {
      throw new LstmError('usage', `--class-weights names '${name}', which is no label of the data`, {
        hint: `the labels are ${labels.slice(0, 20).join(', ')}`,
      })
    }
    if (named.has(label)) throw namedTwice(name!)
    named.add(label)
    weights[label] = Number(weight)
  }
  if (weights.every(weight => weight === 0)) {
    throw new LstmError(
      'usage',
      '--class-weights gives no label a weight above 0: nothing would be learned',
      {
        hint: 'give at least one of them a weight above 0',
      },
    )
  }
  return weights
}

function namedTwice(name: string): LstmError {
  return new LstmError('usage', `--class-weights names '${name}' twice`, {
    hint: 'give each label one weight',
  })
}

/**
 * How much each text counts, [n]: the weight of its class times its own; undefined where each counts 1. Weights of less than 1 on average
 * are shares, of which the texts hold more or less: they are scaled to 1 on average. As they are, 1,000 texts of a thousandth each would
 * count as one text, of which nothing is learned.
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
  if (given === 'none') return own && notBelowOne(own)
  const ofClasses = classWeights(given, labelNames, classSizes(labels))
  return notBelowOne(Float64Array.from(labels, (label, n) => ofClasses[label]! * (own ? own[n]! : 1)))
}

/** Balanced ones are 1 on average but for the rounding of their sum: they stay as they are. */
const rounding = 1e-9

/** The weights, scaled to 1 on average where they are less. */
function notBelowOne(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return total === 0 || total >= weights.length * (1 - rounding)
    ? weights
    : weights.map(weight => (weight * weights.length) / total)
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
