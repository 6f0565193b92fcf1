/**
 * The `tensorflow` engine: the contract on TensorFlow's own kernels, for those who have @tensorflow/tfjs-node installed. The
 * LSTM is TensorFlow's fused op, all other gradients are TensorFlow.js's: an implementation of its own kind, which
 * keeps the others honest.
 *
 * `threads` changes nothing: one computes, see library.ts. A text's probabilities depend on the texts beside it in their last
 * bits, since TensorFlow's matrix products round differently for another number of texts.
 */

import { LstmError } from '../../errors.ts'
import { Calls } from '../calls.ts'
import {
  accumulatorNames,
  type Engine,
  type EngineName,
  type EngineOptions,
  type EngineState,
  type LabelledMinibatch,
  type Masks,
  type Minibatch,
  type Parameters,
  type Predictor,
  type PredictorOptions,
  type Sizes,
} from '../engine.ts'
import { settle } from '../settle.ts'
import { checkLabels, checkMasks, checkMinibatch, checkParameters, checkState } from '../validate.ts'
import { loadTensorFlow } from './library.ts'
import {
  eachWeight,
  toParameters,
  toWeights,
  type Weights,
  weightNames,
  weightShapes,
} from './tensor-layout.ts'
import { cost, hiddenStates, probabilities, type TensorNetwork } from './tensor-network.ts'
import { type OfficialOptimizer, step } from './tensor-optimizers.ts'
import type { Tensor, TensorFlow, Variable } from './tfjs.ts'

/** @throws LstmError 'usage' when @tensorflow/tfjs-node is not installed or does not load, or for another pooling than the mean */
export async function openPredictor({
  sizes,
  parameters,
  keepProbability,
}: PredictorOptions): Promise<Predictor> {
  checkParameters(parameters, sizes)
  refuseOtherPooling(sizes)
  const tf = loadTensorFlow()
  return new TensorFlowPredictor({ tf, sizes, weights: upload(tf, parameters, sizes), keepProbability })
}

/**
 * @throws LstmError 'usage' when @tensorflow/tfjs-node is not installed, or does not load; and for what only the other
 * engines have: this one trains as the official example does
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { sizes, keepProbability, weightDecay } = options
  const optimizer = officialOptimizer(options)
  checkState(options.state, optimizer, sizes)
  refuseOtherPooling(sizes)
  const { parameters, accumulators } = settle(options.state, optimizer, sizes)
  const tf = loadTensorFlow()
  const network = { tf, sizes, weights: upload(tf, parameters, sizes), keepProbability }
  const uploaded = Object.entries(accumulators).map(([name, set]) => [name, upload(tf, set, sizes)] as const)
  return new TensorFlowEngine(network, optimizer, weightDecay, Object.fromEntries(uploaded))
}

/** The optimizer, which the official example has. @throws LstmError 'usage' for what it has not */
function officialOptimizer({ optimizer, adversarial, maximumNorm }: EngineOptions): OfficialOptimizer {
  const missing = [
    ...(optimizer.name === 'adam' ? ['the optimizer adam'] : []),
    ...(adversarial > 0 ? ['adversarial training'] : []),
    ...(maximumNorm > 0 ? ['a maximum of the gradient norm'] : []),
  ]
  if (optimizer.name !== 'adam' && missing.length === 0) return optimizer
  throw new LstmError('usage', `the engine tensorflow cannot train with ${missing.join(' and ')}`, {
    hint: 'the engine wasm can',
  })
}

/** @throws LstmError 'usage': the official example has none */
export async function openSkipGram(): Promise<never> {
  throw new LstmError('usage', 'the engine tensorflow cannot make word vectors', {
    hint: 'the engine wasm can',
  })
}

/** @throws LstmError 'usage' for features that the official example has not */
function refuseOtherPooling({ pooling }: Sizes): void {
  if (pooling === 'mean') return
  throw new LstmError('usage', `the engine tensorflow has no pooling ${pooling}`, {
    hint: 'the engine wasm has it',
  })
}

interface VariableNetwork extends TensorNetwork {
  readonly weights: Weights<Variable>
}

class TensorFlowPredictor implements Predictor {
  readonly name: EngineName = 'tensorflow'
  protected readonly network: VariableNetwork
  protected readonly calls = new Calls()

  constructor(network: VariableNetwork) {
    this.network = network
  }

  probabilities(batch: Minibatch): Promise<Float32Array> {
    return this.calls.make(() => {
      checkMinibatch(batch, this.network.sizes)
      return probabilities(this.network, batch)
    })
  }

  hiddenStates(batch: Minibatch): Promise<Float32Array> {
    return this.calls.make(() => {
      checkMinibatch(batch, this.network.sizes)
      return hiddenStates(this.network, batch)
    })
  }

  /** Bytes of all that the engine keeps from call to call; work space lives only as long as a call. */
  memoryBytes(): number {
    return this.variables().reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0)
  }

  dispose(): Promise<void> {
    return this.calls.close(() => {
      for (const variable of this.variables()) variable.dispose()
    })
  }

  protected variables(): Variable[] {
    return Object.values(this.network.weights)
  }
}

class TensorFlowEngine extends TensorFlowPredictor implements Engine {
  readonly #optimizer: OfficialOptimizer
  readonly #weightDecay: number
  /** By accumulator name; empty until the first update. */
  #accumulators: Readonly<Record<string, Weights<Variable>>>

  constructor(
    network: VariableNetwork,
    optimizer: OfficialOptimizer,
    weightDecay: number,
    accumulators: Readonly<Record<string, Weights<Variable>>>,
  ) {
    super(network)
    this.#optimizer = optimizer
    this.#weightDecay = weightDecay
    this.#accumulators = accumulators
  }

  gradients(batch: LabelledMinibatch, masks: Masks = {}): Promise<{ cost: number; gradients: Parameters }> {
    return this.calls.make(() => {
      this.#check(batch, masks)
      const { tf, sizes } = this.network
      return tf.tidy(() => {
        const { value, gradients } = this.#differentiate(batch, masks)
        return { cost: value.dataSync()[0]!, gradients: download(gradients, sizes) }
      })
    })
  }

  update(batch: LabelledMinibatch, masks: Masks = {}, rate = 1): Promise<number> {
    return this.calls.make(() => {
      this.#check(batch, masks)
      if (Object.keys(this.#accumulators).length === 0) this.#accumulators = this.#zeroAccumulators()
      return this.network.tf.tidy(() => {
        const { value, gradients } = this.#differentiate(batch, masks)
        for (const name of weightNames) this.#step(name, gradients[name], rate)
        return value.dataSync()[0]!
      })
    })
  }

  state(): Promise<EngineState> {
    const { sizes, weights } = this.network
    return this.calls.make(() => {
      const accumulators = Object.entries(this.#accumulators).map(
        ([name, set]) => [name, download(set, sizes)] as const,
      )
      return { parameters: download(weights, sizes), accumulators: Object.fromEntries(accumulators) }
    })
  }

  protected override variables(): Variable[] {
    return [...super.variables(), ...Object.values(this.#accumulators).flatMap(set => Object.values(set))]
  }

  #check(batch: LabelledMinibatch, masks: Masks): void {
    const { sizes } = this.network
    checkMinibatch(batch, sizes)
    checkLabels(batch, sizes)
    checkMasks(masks, batch, sizes)
  }

  #differentiate(batch: LabelledMinibatch, masks: Masks): { value: Tensor; gradients: Weights<Tensor> } {
    const { tf, weights } = this.network
    const { value, grads } = tf.variableGrads(
      () => cost(this.network, this.#weightDecay, batch, masks),
      Object.values(weights),
    )
    return { value, gradients: eachWeight(name => grads[weights[name].name]!) }
  }

  /** The optimizer's step of one weight and its accumulators. */
  #step(name: keyof Weights<unknown>, gradient: Tensor, rate: number): void {
    const { tf, weights } = this.network
    const kept = Object.entries(this.#accumulators).map(([key, set]) => [key, set[name]] as const)
    const before = { p: weights[name], accumulators: Object.fromEntries(kept) }
    const { p, accumulators } = step(tf, this.#optimizer, before, gradient, rate)
    weights[name].assign(p)
    for (const [key, variable] of kept) variable.assign(accumulators[key]!)
  }

  #zeroAccumulators(): Readonly<Record<string, Weights<Variable>>> {
    const { tf, sizes } = this.network
    const shapes = weightShapes(sizes)
    const zeros = () => eachWeight(name => tf.tidy(() => tf.variable(tf.zeros(shapes[name]))))
    return Object.fromEntries(accumulatorNames[this.#optimizer.name].map(name => [name, zeros()]))
  }
}

/** Variables that hold a copy of the parameters, or of one of their accumulators. */
function upload(tf: TensorFlow, parameters: Parameters, sizes: Sizes): Weights<Variable> {
  const arrays = toWeights(parameters, sizes)
  const shapes = weightShapes(sizes)
  return eachWeight(name => tf.tidy(() => tf.variable(tf.tensor(arrays[name], shapes[name]))))
}

/** The inverse of `upload`. */
function download(weights: Weights<Tensor>, sizes: Sizes): Parameters {
  return toParameters(
    eachWeight(name => weights[name].dataSync()),
    sizes,
  )
}
