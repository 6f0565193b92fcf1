import { Random } from '../random.ts'
import { createNetwork, type RecurrentNetwork } from './recurrent-network.ts'
import { createDescent, type Momentum, type StudyOptimizer } from './study-optimizers.ts'
import { initialParameters, type StudyParameters, zeroParameters } from './study-parameters.ts'
import { drawSequences, outputs, type Sequence } from './task.ts'
import { architecture, type CellName } from './variants.ts'

export interface StudySettings {
  readonly epochs: number
  /** Sequences to train on, each of `steps` time steps. */
  readonly sequences: number
  readonly steps: number
  readonly hidden: number
  /** Weights start uniform in +-initScale. */
  readonly initScale: number
  /** Where the forget gate's bias starts. */
  readonly forgetBias: number
  readonly optimizer: StudyOptimizer
}

/** Gradient descent as in Graham Taylor's theano-rnn. */
export const originalMomentum: Momentum = {
  name: 'momentum',
  rate: 0.001,
  decay: 0.999,
  initialMomentum: 0.5,
  momentum: 0.9,
  switchAfter: 5,
}

/** The settings of theano-rnn's test_real; the forget bias, which it has not, is 1. */
export const originalSettings: StudySettings = {
  epochs: 400,
  sequences: 100,
  steps: 10,
  hidden: 10,
  initScale: 0.01,
  forgetBias: 1,
  optimizer: originalMomentum,
}

/** A network to train. */
export interface StudyJob {
  readonly cell: CellName
  readonly settings: StudySettings
  /** 0..2^31-1: the training sequences, then the weights, are drawn from it. */
  readonly seed: number
}

/** One trained network. Errors are mean squared errors, NaN or infinite where training diverged. */
export interface StudyRun {
  readonly seed: number
  readonly parameters: number
  /** The error on the training sequences during each epoch. */
  readonly curve: readonly number[]
  /** [outputs] after training. */
  readonly trainingError: readonly number[]
  /** [outputs] on sequences that training has not seen. */
  readonly freshError: readonly number[]
  /** A fresh sequence, [steps, outputs]: what is true and what the network says. */
  readonly example: { readonly target: Float64Array; readonly predicted: Float64Array }
  readonly seconds: number
}

const freshSequences = 1000
/** Fresh sequences come from a generator of their own, so that every cell is measured on the same ones. */
const freshSeed = 0x80000000

/** Trains a network from its first weights: one update for each sequence, in order. */
export function trainNetwork({ cell, settings, seed }: StudyJob): StudyRun {
  const start = performance.now()
  const random = new Random(seed)
  const sequences = drawSequences(random, settings.sequences, settings.steps)
  const chosen = architecture(cell, settings.hidden, settings.forgetBias)
  const parameters = initialParameters(chosen, random, settings.initScale)
  const network = createNetwork(chosen, settings.steps)
  const curve = descend(network, parameters, zeroParameters(chosen), sequences, settings)
  const fresh = drawSequences(new Random(freshSeed + seed), freshSequences, settings.steps)
  const { x, target } = fresh[0]!
  return {
    seed,
    parameters: parameters.all.length,
    curve,
    trainingError: errorByOutput(network, parameters, sequences),
    freshError: errorByOutput(network, parameters, fresh),
    example: { target, predicted: network.predict(parameters, x).slice() },
    seconds: (performance.now() - start) / 1000,
  }
}

function descend(
  network: RecurrentNetwork,
  parameters: StudyParameters,
  gradients: StudyParameters,
  sequences: readonly Sequence[],
  { epochs, optimizer }: StudySettings,
): number[] {
  const step = createDescent(optimizer, parameters.all.length)
  const runEpoch = (epoch: number) => {
    let sum = 0
    for (const sequence of sequences) {
      sum += network.gradients(parameters, sequence, gradients)
      step(parameters.all, gradients.all, epoch)
    }
    return sum / sequences.length
  }
  return Array.from({ length: epochs }, (_, index) => runEpoch(index + 1))
}

function errorByOutput(
  network: RecurrentNetwork,
  parameters: StudyParameters,
  sequences: readonly Sequence[],
): number[] {
  const sums = new Float64Array(outputs)
  let steps = 0
  for (const { x, target } of sequences) {
    const y = network.predict(parameters, x)
    for (let k = 0; k < y.length; k++) sums[k % outputs]! += (y[k]! - target[k]!) ** 2
    steps += y.length / outputs
  }
  return Array.from(sums, sum => sum / steps)
}
