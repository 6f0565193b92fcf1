import {
  accumulatorNames,
  type Engine,
  type EngineOptions,
  type EngineState,
  type LabelledMinibatch,
  type Optimizer,
  type Parameters,
} from '../engine.ts'
import { checkDropout, checkLabels, checkMinibatch, checkState } from '../validate.ts'
import { decayTables } from './decays.ts'
import type { Job } from './job.ts'
import { piecesOf, trainingLayout } from './layouts.ts'
import { setLayout, widthsOf } from './parameters.ts'
import { byRank, planTexts, TokenPlanner } from './plan.ts'
import { narrow, WasmPredictor } from './predictor.ts'
import type { RuntimeSettings } from './runtime.ts'

/** The kernels' numbers for optimizers; 0 computes gradients only. */
const optimizerNumbers = { sgd: 1, adadelta: 2, rmsprop: 3 } as const satisfies Record<
  Optimizer['name'],
  number
>

/** An engine with a copy of the state. */
export async function openWasmEngine(
  options: EngineOptions,
  settings?: RuntimeSettings,
): Promise<WasmEngine> {
  checkState(options.state, options.optimizer, options.sizes)
  const engine = new WasmEngine(options, settings)
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

  constructor(options: EngineOptions, settings?: RuntimeSettings) {
    const names = accumulatorNames[options.optimizer.name]
    const { state, ...rest } = options
    super({ ...rest, parameters: state.parameters }, settings, names.length)
    const { sizes } = options
    const { embeddingWidth, hiddenWidth } = widthsOf(sizes)
    const { arena } = this.runtime
    this.#options = rest
    this.#planner = new TokenPlanner(sizes.vocabulary)
    const decays = decayTables()
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

  async gradients(
    batch: LabelledMinibatch,
    dropout?: Float32Array,
  ): Promise<{ cost: number; gradients: Parameters }> {
    const { sizes } = this
    const { embedding: D } = sizes
    const { embeddingWidth } = widthsOf(sizes)
    const { arena } = this.runtime
    const { cost, uniqueIds, places } = await this.#train(batch, dropout, 0)
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

  async update(batch: LabelledMinibatch, dropout?: Float32Array): Promise<number> {
    const { cost } = await this.#train(batch, dropout, optimizerNumbers[this.#options.optimizer.name])
    this.#completed++
    this.#hasAccumulators = true
    this.forgetTable()
    return cost
  }

  async state(): Promise<EngineState> {
    const names = this.#hasAccumulators ? accumulatorNames[this.#options.optimizer.name] : []
    return {
      parameters: this.sets.read(this.setAddress(0)),
      accumulators: Object.fromEntries(
        names.map((name, n) => [name, this.sets.read(this.setAddress(n + 1))]),
      ),
      owed: Int32Array.from(this.#touched(), touched => this.#completed - touched),
    }
  }

  /** Makes the transposes of the weights, which updates then keep up. */
  transpose(): Promise<void> {
    return this.runtime.run('transposeAll', 1, this.modelFields())
  }

  protected override modelFields(): Partial<Job> {
    const { optimizer } = this.#options
    return {
      ...super.modelFields(),
      ...this.#places,
      ...this.#transposes,
      optimizer: optimizerNumbers[optimizer.name],
      learningRate: optimizer.name === 'sgd' ? optimizer.learningRate : 0,
      weightDecay: this.#options.weightDecay,
      completed: this.#completed,
    }
  }

  #touched(): Int32Array {
    return this.runtime.arena.ints(this.#places.touched, this.sizes.vocabulary)
  }

  /** @param optimizer one of `optimizerNumbers`, or 0 for the gradients only */
  async #train(batch: LabelledMinibatch, dropout: Float32Array | undefined, optimizer: number) {
    const { sizes } = this
    checkMinibatch(batch, sizes)
    checkLabels(batch, sizes)
    checkDropout(dropout, batch, sizes)
    const { arena } = this.runtime
    const texts = planTexts(batch)
    const operations = texts.tokenCount * 24 * sizes.hidden * (sizes.embedding + sizes.hidden)
    const threads = this.runtime.threadsFor(operations, piecesOf(texts.order.length))
    const tokens = this.#planner.plan(batch, texts, threads)
    const { tokenCount } = texts
    const { uniqueCount } = tokens
    const shape = { threads, texts: batch.lengths.length, steps: texts.lengths[0]!, tokenCount, uniqueCount }
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
    this.writeFactors(places.factors, texts, dropout)
    arena.bytes(places.zeros, regions.zeros).fill(0)

    await this.runtime.run('train', threads, this.modelFields(), fields, places, { optimizer })
    return { cost: arena.doubles(places.cost, 1)[0]!, uniqueIds, places }
  }
}
