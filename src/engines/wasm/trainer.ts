import {
  accumulatorNames,
  type Engine,
  type EngineOptions,
  type EngineState,
  type LabelledMinibatch,
  type Masks,
  type ParameterName,
  type Parameters,
} from '../engine.ts'
import { checkLabels, checkMasks, checkMinibatch, checkState } from '../validate.ts'
import { decayTables } from './decays.ts'
import type { Job, ModelFields } from './job.ts'
import { type Build, compile } from './kernels.ts'
import { piecesOf, trainingLayout } from './layouts.ts'
import { byRank, planTexts, TokenPlanner } from './minibatch-plan.ts'
import { copyRows, numbersOf, setLayout, widthsOf } from './parameters.ts'
import { narrow, WasmPredictor } from './predictor.ts'
import type { RuntimeSettings } from './runtime.ts'

/** About the root of the least mean square that float32 holds: with a smaller epsilon a gradient of 0 would be divided by 0. */
const leastEpsilon = 2 ** -74

/** An engine with a copy of the state. */
export async function openWasmEngine(
  options: EngineOptions,
  settings: RuntimeSettings & { readonly build?: Build } = {},
): Promise<WasmEngine> {
  checkState(options.state, options.optimizer, options.sizes)
  const engine = new WasmEngine(await compile(settings.build), options, settings)
  await engine.transpose()
  return engine
}

/**
 * The contract's `Engine`. Rows of the embedding are updated when they have a gradient; what they owe from the updates
 * between is part of the state (see ../settle.ts), so that no state forces a payment that would round differently.
 */
export class WasmEngine extends WasmPredictor implements Engine {
  readonly #options: Omit<EngineOptions, 'state'>
  readonly #planner: TokenPlanner
  readonly #places: { readonly touched: number; readonly decays: number }
  readonly #transposes: { readonly inputTransposed: number; readonly recurrentTransposed: number }
  #completed = 0
  #hasAccumulators: boolean

  constructor(module: WebAssembly.Module, options: EngineOptions, settings: RuntimeSettings) {
    const names = accumulatorNames[options.optimizer.name]
    const { state, ...rest } = options
    super(module, { ...rest, parameters: state.parameters }, settings, names.length)
    const { sizes } = options
    const { embeddingWidth, hiddenWidth } = widthsOf(sizes)
    const { arena } = this.runtime
    this.#options = rest
    this.#planner = new TokenPlanner(sizes.vocabulary)
    const decays = decayTables(this.runtime.kernels.maximumOwed.value + 1)
    this.#places = arena.keep({ touched: 4 * sizes.vocabulary, decays: decays.byteLength })
    this.#transposes = arena.keep({
      inputTransposed: 16 * hiddenWidth * embeddingWidth,
      recurrentTransposed: 16 * hiddenWidth * hiddenWidth,
    })
    arena.floats(this.#places.decays, decays.length).set(decays)
    if (state.owed) this.#touched().set(state.owed.map(count => -count))
    const accumulators: EngineState['accumulators'] = state.accumulators
    this.#hasAccumulators = Object.keys(accumulators).length > 0
    if (this.#hasAccumulators) {
      names.forEach((name, n) => {
        this.sets.write(this.setAddress(n + 1), accumulators[name]!)
      })
    }
  }

  gradients(batch: LabelledMinibatch, masks: Masks = {}): Promise<{ cost: number; gradients: Parameters }> {
    return this.calls.make(() => this.#differentiate(batch, masks))
  }

  update(batch: LabelledMinibatch, masks: Masks = {}, rate = 1): Promise<number> {
    return this.calls.make(() => this.#step(batch, masks, rate))
  }

  state(): Promise<EngineState> {
    return this.calls.make(() => this.#copy())
  }

  /** Makes the transposes of the weights, which updates then keep up. */
  transpose(): Promise<void> {
    return this.runtime.run('transposeAll', 1, { ...this.modelFields(), ...this.#transposes })
  }

  async #differentiate(batch: LabelledMinibatch, masks: Masks) {
    const { sizes } = this
    const { embedding: D } = sizes
    const { embeddingWidth } = widthsOf(sizes)
    const { arena } = this.runtime
    const { cost, uniqueIds, places } = await this.#train(batch, masks, false)
    const rows = narrow(
      arena.floats(places.embeddingGradients, uniqueIds.length * embeddingWidth),
      embeddingWidth,
      D,
    )
    const Wemb = new Float32Array(sizes.vocabulary * D)
    uniqueIds.forEach((id, n) => {
      Wemb.set(rows.subarray(n * D, (n + 1) * D), id * D)
    })
    const { starts } = setLayout(sizes)
    return { cost, gradients: { Wemb, ...this.sets.readDense(places.denseGradients - starts.lstm_W) } }
  }

  async #step(batch: LabelledMinibatch, masks: Masks, rate: number): Promise<number> {
    const { cost } = await this.#train(batch, masks, true, rate)
    this.#completed++
    this.#hasAccumulators = true
    this.forgetTable()
    return cost
  }

  #copy(): EngineState {
    const names = this.#hasAccumulators ? accumulatorNames[this.#options.optimizer.name] : []
    return {
      parameters: this.sets.read(this.setAddress(0)),
      accumulators: Object.fromEntries(
        names.map((name, n) => [name, this.sets.read(this.setAddress(n + 1))]),
      ),
      owed: Int32Array.from(this.#touched(), touched => this.#completed - touched),
    }
  }

  protected override modelFields(): ModelFields {
    return {
      ...super.modelFields(),
      ...this.#places,
      optimizer: this.runtime.kernels[this.#options.optimizer.name].value,
      completed: this.#completed,
    }
  }

  #touched(): Int32Array {
    return this.runtime.arena.ints(this.#places.touched, this.sizes.vocabulary)
  }

  /**
   * One pass over the minibatch, or two in adversarial training; the optimizer's step is part of the last one, where it has
   * not to wait for the norm of all gradients.
   *
   * @param takesStep or gives the gradients only
   */
  #train(batch: LabelledMinibatch, masks: Masks, takesStep: boolean, rate = 1) {
    return this.runtime.made(() => this.#trainOnce(batch, masks, takesStep, rate))
  }

  async #trainOnce(batch: LabelledMinibatch, masks: Masks, takesStep: boolean, rate: number) {
    const { threads, job, uniqueIds, places } = await this.#lay(batch, masks, rate)
    const { adversarial, maximumNorm } = this.#options
    const later = takesStep && maximumNorm > 0
    const last = { ...job, takesStep: takesStep && !later ? 1 : 0 }
    if (adversarial === 0) await this.runtime.run('train', threads, last)
    else {
      await this.runtime.run('train', threads, { ...job, passShare: 0.5 })
      const norm = Math.sqrt(this.#rowSquares(job))
      const perturbation = norm > 0 ? adversarial / norm : 0
      await this.runtime.run('train', threads, { ...last, passShare: 0.5, addsGradients: 1, perturbation })
    }
    if (later) {
      const norm = Math.sqrt(this.#rowSquares(job) + this.#denseSquares(job))
      const gradientScale = norm > maximumNorm ? maximumNorm / norm : 1
      await this.runtime.run('applyGradients', threads, { ...job, takesStep: 1, gradientScale })
    }
    return { cost: this.runtime.arena.doubles(places.cost, 1)[0]!, uniqueIds, places }
  }

  /** Checks the minibatch, plans it, and writes what the kernels read: the job of one pass that takes no step. */
  async #lay(batch: LabelledMinibatch, masks: Masks, rate: number) {
    const { sizes } = this
    checkMinibatch(batch, sizes)
    checkLabels(batch, sizes)
    checkMasks(masks, batch, sizes)
    const { arena } = this.runtime
    const texts = planTexts(batch)
    const operations = texts.tokenCount * 24 * sizes.hidden * (sizes.embedding + sizes.hidden)
    const threads = await this.runtime.threadsFor(operations, piecesOf(texts.order.length))
    const tokens = this.#planner.plan(batch, texts, threads)
    const { tokenCount } = texts
    const { uniqueCount } = tokens
    const shape = {
      ...{ threads, texts: batch.lengths.length, steps: texts.lengths[0]!, tokenCount, uniqueCount },
      maskRows: (masks.embedding?.length ?? 0) / sizes.embedding,
      reductionRows: this.runtime.kernels.reductionRows.value,
    }
    const { fields, regions } = trainingLayout(sizes, shape)
    const places = arena.use(regions)

    const uniqueIds = tokens.uniqueIds.subarray(0, uniqueCount)
    const write = (address: number, values: Int32Array) => arena.ints(address, values.length).set(values)
    write(places.order, texts.order)
    write(places.lengths, texts.lengths)
    write(places.labels, byRank(texts, batch.labels))
    write(places.stepOffsets, tokens.stepOffsets)
    write(places.firstRows, tokens.firstRows)
    write(places.slots, tokens.slots)
    write(places.uniqueIds, uniqueIds)
    write(places.occurrenceStarts, tokens.occurrenceStarts)
    write(places.occurrences, tokens.occurrences)
    this.writeFactors(places.factors, texts, masks.pooled)
    const mask = this.#writeMask(places.embeddingMask, masks.embedding)
    arena.bytes(places.zeros, regions.zeros).fill(0)

    const { optimizer, weightDecay } = this.#options
    const job: Job<'train'> = {
      ...{ ...this.modelFields(), ...this.#transposes, ...fields, ...places, ...mask },
      learningRate: 'learningRate' in optimizer ? optimizer.learningRate * rate : 0,
      epsilon: optimizer.name === 'adam' ? Math.max(optimizer.epsilon, leastEpsilon) : 0,
      weightDecay,
      ...{ takesStep: 0, gradientScale: 1, passShare: 1, addsGradients: 0, perturbation: 0 },
    }
    return { threads, job, uniqueIds, places }
  }

  #writeMask(embeddingMask: number, mask: Float32Array | undefined) {
    if (!mask) return { embeddingMask: 0, maskRows: 1 }
    const { embedding: D } = this.sizes
    const { embeddingWidth } = widthsOf(this.sizes)
    const maskRows = mask.length / D
    const padded = this.runtime.arena.floats(embeddingMask, maskRows * embeddingWidth)
    if (D < embeddingWidth) padded.fill(0)
    copyRows(mask, D, padded, embeddingWidth)
    return { embeddingMask, maskRows }
  }

  /** The sum of the squares of the embedding's gradient. */
  #rowSquares({
    embeddingGradients,
    uniqueCount,
  }: Pick<Job<'train'>, 'embeddingGradients' | 'uniqueCount'>): number {
    const { embeddingWidth } = widthsOf(this.sizes)
    return this.runtime.kernels.sumOfSquares(embeddingGradients, uniqueCount * embeddingWidth)
  }

  /** The same of all other gradients. */
  #denseSquares({ denseGradients }: Pick<Job<'train'>, 'denseGradients'>): number {
    const { starts } = setLayout(this.sizes)
    const { arena, kernels } = this.runtime
    const at = (name: ParameterName) => denseGradients - starts.lstm_W + starts[name]
    const counts = numbersOf(this.sizes)
    const matrices = ['lstm_W', 'lstm_U', 'lstm_b', 'U'] as const
    const squares = matrices.map(name => kernels.sumOfSquares(at(name), counts[name]))
    const b = arena.floats(at('b'), this.sizes.classes)
    return [...squares, ...b.map(value => value * value)].reduce((sum, square) => sum + square, 0)
  }
}
