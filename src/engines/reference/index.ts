/**
 * The `reference` engine: the executable specification of engine.ts, in plain TypeScript, one text at a time.
 * It is there to be read and to be compared with; the other engines are there to be fast.
 */

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
} from '../engine.ts'
import { settle } from '../settle.ts'
import { checkLabels, checkMasks, checkMinibatch, checkParameters, checkState } from '../validate.ts'
import { copyParameters, type FloatArray, type Precision, zerosLike } from './arrays.ts'
import {
  clip,
  costAndGradients,
  hiddenStates,
  type Objective,
  probabilities,
  type ReferenceNetwork,
} from './network.ts'
import { updateParameters } from './optimizers.ts'

export { openSkipGram } from './skip-gram.ts'

export async function openPredictor(options: PredictorOptions): Promise<Predictor> {
  return openReferencePredictor(options, Float32Array)
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  return openReferenceEngine(options, Float32Array)
}

/** As in the contract, from parameters of either precision. */
export interface ReferencePredictorOptions extends Omit<PredictorOptions, 'parameters'> {
  readonly parameters: Parameters<FloatArray>
}

/** As in the contract, from a state of either precision. */
export interface ReferenceEngineOptions extends Omit<EngineOptions, 'state'> {
  readonly state: EngineState<FloatArray>
}

/** A predictor that stores every number in the given precision and answers in it. */
export function openReferencePredictor<A extends FloatArray>(
  options: ReferencePredictorOptions,
  precision: Precision<A>,
): ReferencePredictor<A> {
  const { sizes, parameters, keepProbability } = options
  checkParameters(parameters, sizes)
  const copy = copyParameters(parameters, precision)
  return new ReferencePredictor({ sizes, parameters: copy, keepProbability, precision })
}

/** An engine that stores every number in the given precision and answers in it. */
export function openReferenceEngine<A extends FloatArray>(
  options: ReferenceEngineOptions,
  precision: Precision<A>,
): ReferenceEngine<A> {
  const { sizes, optimizer, keepProbability } = options
  checkState(options.state, optimizer, sizes)
  const state = copyState(settle(options.state, optimizer, sizes), precision)
  const network = { sizes, parameters: state.parameters, keepProbability, precision }
  return new ReferenceEngine(network, options, state.accumulators)
}

/** The contract's `Predictor`, for either precision. */
export class ReferencePredictor<A extends FloatArray> {
  readonly name: EngineName = 'reference'
  protected readonly network: ReferenceNetwork<A>
  protected readonly calls = new Calls()

  constructor(network: ReferenceNetwork<A>) {
    this.network = network
  }

  probabilities(batch: Minibatch): Promise<A> {
    return this.calls.make(() => {
      checkMinibatch(batch, this.network.sizes)
      return probabilities(this.network, batch)
    })
  }

  hiddenStates(batch: Minibatch): Promise<A> {
    return this.calls.make(() => {
      checkMinibatch(batch, this.network.sizes)
      return hiddenStates(this.network, batch)
    })
  }

  /** Bytes of the parameters; work space lives only as long as a call. */
  memoryBytes(): number {
    return totalBytes(this.network.parameters)
  }

  /** Nothing to free: the arrays go with the object. */
  dispose(): Promise<void> {
    return this.calls.close(() => {})
  }
}

/** What an engine does with a minibatch. */
type Method = Objective & Pick<EngineOptions, 'optimizer' | 'maximumNorm'>

/** The contract's `Engine`, for either precision. */
export class ReferenceEngine<A extends FloatArray> extends ReferencePredictor<A> {
  readonly #method: Method
  #accumulators: Readonly<Record<string, Parameters<A>>>

  constructor(
    network: ReferenceNetwork<A>,
    method: Method,
    accumulators: Readonly<Record<string, Parameters<A>>>,
  ) {
    super(network)
    this.#method = method
    this.#accumulators = accumulators
  }

  gradients(
    batch: LabelledMinibatch,
    masks: Masks = {},
  ): Promise<{ cost: number; gradients: Parameters<A> }> {
    return this.calls.make(() => this.#differentiate(batch, masks))
  }

  update(batch: LabelledMinibatch, masks: Masks = {}, rate?: number): Promise<number> {
    return this.calls.make(() => this.#step(batch, masks, rate))
  }

  state(): Promise<EngineState<A>> {
    const { parameters, precision } = this.network
    return this.calls.make(() => copyState({ parameters, accumulators: this.#accumulators }, precision))
  }

  /** Bytes of the parameters and the accumulators; work space lives only as long as a call. */
  override memoryBytes(): number {
    return Object.values(this.#accumulators).reduce((sum, set) => sum + totalBytes(set), super.memoryBytes())
  }

  #differentiate(batch: LabelledMinibatch, masks: Masks): { cost: number; gradients: Parameters<A> } {
    const { sizes } = this.network
    checkMinibatch(batch, sizes)
    checkLabels(batch, sizes)
    checkMasks(masks, batch, sizes)
    return costAndGradients(this.network, this.#method, batch, masks)
  }

  #step(batch: LabelledMinibatch, masks: Masks, rate?: number): number {
    const { cost, gradients } = this.#differentiate(batch, masks)
    const { parameters, precision } = this.network
    const { optimizer, maximumNorm } = this.#method
    if (Object.keys(this.#accumulators).length === 0) {
      const names = accumulatorNames[optimizer.name]
      this.#accumulators = Object.fromEntries(names.map(name => [name, zerosLike(parameters, precision)]))
    }
    clip(gradients, maximumNorm)
    updateParameters(optimizer, parameters, gradients, this.#accumulators, idsOf(batch), rate)
    return cost
  }
}

/** The ids of a minibatch, each once. */
function idsOf({ tokens, lengths }: Minibatch): Set<number> {
  const B = lengths.length
  return new Set(tokens.filter((_, at) => Math.floor(at / B) < lengths[at % B]!))
}

function copyState<A extends FloatArray>(
  { parameters, accumulators }: EngineState<FloatArray>,
  precision: Precision<A>,
): EngineState<A> {
  return {
    parameters: copyParameters(parameters, precision),
    accumulators: Object.fromEntries(
      Object.entries(accumulators).map(([name, set]) => [name, copyParameters(set, precision)]),
    ),
  }
}

function totalBytes(set: Parameters<FloatArray>): number {
  return Object.values(set).reduce((sum, array) => sum + array.byteLength, 0)
}
