/**
 * Checks that what an engine is given fits the contract, before any kernel trusts it as an address. Each throws
 * ContractError: whoever called the engine is at fault, not the user.
 */

import { ContractError } from '../errors.ts'
import {
  accumulatorNames,
  type EngineState,
  featureCount,
  type LabelledMinibatch,
  type Masks,
  type Minibatch,
  type Optimizer,
  type Parameters,
  parameterNames,
  parameterShapes,
  poolings,
  type Sizes,
} from './engine.ts'

/**
 * The minibatch's T (time steps, padding included) and B (texts), once lengths and ids are known to fit.
 *
 * @throws ContractError when there is no text, the tokens are not [T, B], a length is not 0..T, or an id
 * that is not padding is not 0..V-1.
 */
export function checkMinibatch({ tokens, lengths }: Minibatch, sizes: Sizes): { T: number; B: number } {
  const B = lengths.length
  if (B === 0) fail('a minibatch without texts')
  const T = tokens.length / B
  if (!Number.isInteger(T)) fail(`${tokens.length} tokens are not a whole number of time steps of ${B} texts`)
  for (let b = 0; b < B; b++) {
    const length = lengths[b]!
    if (length < 0 || length > T) fail(`text ${b} has length ${length}, the minibatch ${T} time steps`)
  }
  for (let t = 0, at = 0; t < T; t++) {
    for (let b = 0; b < B; b++, at++) {
      const id = tokens[at]!
      if ((id < 0 || id >= sizes.vocabulary) && t < lengths[b]!) {
        fail(`token ${t} of text ${b} is ${id}, the vocabulary has ${sizes.vocabulary} ids`)
      }
    }
  }
  return { T, B }
}

/** @throws ContractError unless there is one label a text, each 0..classes-1. */
export function checkLabels({ labels, lengths }: LabelledMinibatch, sizes: Sizes): void {
  if (labels.length !== lengths.length) fail(`${labels.length} labels for ${lengths.length} texts`)
  for (const [b, label] of labels.entries()) {
    if (label < 0 || label >= sizes.classes) {
      fail(`text ${b} has label ${label}, the model ${sizes.classes} classes`)
    }
  }
}

/** @throws ContractError unless the masks that are there are [B, F] and [R, D]. */
export function checkMasks({ pooled, embedding }: Masks, { lengths }: Minibatch, sizes: Sizes): void {
  const features = featureCount(sizes)
  if (pooled !== undefined && pooled.length !== lengths.length * features) {
    fail(`a mask of ${pooled.length} for ${lengths.length} texts x ${features} pooled numbers`)
  }
  if (embedding !== undefined && (embedding.length === 0 || embedding.length % sizes.embedding !== 0)) {
    fail(`a mask of ${embedding.length} is not whole rows of ${sizes.embedding} columns of the embedding`)
  }
}

/** @throws ContractError when a size is too small, or a parameter has not the length that the sizes give it. */
export function checkParameters(parameters: Parameters<Float32Array | Float64Array>, sizes: Sizes): void {
  const { pooling, ...numbers } = sizes
  if (!poolings.includes(pooling)) fail(`there is no pooling ${pooling}`)
  for (const [name, size] of Object.entries(numbers)) {
    const least = name === 'classes' ? 2 : 1
    if (!Number.isInteger(size) || size < least) fail(`the size ${name} is ${size}`)
  }
  const shapes = parameterShapes(sizes)
  for (const name of parameterNames) {
    const expected = shapes[name].reduce((product, size) => product * size, 1)
    const length = parameters[name].length
    if (length !== expected) fail(`${name} has ${length} values, not ${shapes[name].join(' x ')}`)
  }
}

/**
 * @throws ContractError unless parameters and accumulators have the lengths that the sizes give them, the
 * accumulators are the optimizer's (or none), and `owed`, where it is there, holds one count a row.
 */
export function checkState(
  { parameters, accumulators, owed }: EngineState<Float32Array | Float64Array>,
  optimizer: Optimizer,
  sizes: Sizes,
): void {
  checkParameters(parameters, sizes)
  const names = Object.keys(accumulators).sort().join(', ')
  const expected = [...accumulatorNames[optimizer.name]].sort().join(', ')
  if (names !== '' && names !== expected)
    fail(`${optimizer.name} keeps ${expected || 'nothing'}, not ${names}`)
  for (const set of Object.values(accumulators)) checkParameters(set, sizes)
  if (owed === undefined) return
  if (owed.length !== sizes.vocabulary) fail(`owed has ${owed.length} rows, not ${sizes.vocabulary}`)
  if (owed.some(count => count < 0)) fail('owed has a negative count')
}

function fail(message: string): never {
  throw new ContractError(`engine: ${message}`)
}
