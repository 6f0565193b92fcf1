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
import { roundUp, type SetLayout, setLayout, widthsOf } from './parameters.ts'
import { byRank, planTexts, TokenPlanner } from './plan.ts'
import { narrow, WasmPredictor } from './predictor.ts'
import type { RuntimeSettings } from './runtime.ts'

/** The kernels' numbers for optimizers; 0 computes gradients only. */
const optimizerNumbers = { sgd: 1, adadelta: 2, rmsprop: 3 } as const satisfies Record<
  Optimizer['name'],
  number
>

/** Rows of x that a thread projects at once; small, so that the last threads to take some do not take long. */
const chunkRows = 64
/** Words whose gradients are summed and multiplied at once, as in assembly/training.ts. */
const reductionRows = 32

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
  readonly #layout: SetLayout
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
    this.#layout = setLayout(sizes)
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
    const { starts } = this.#layout
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

  async #train(batch: LabelledMinibatch, dropout: Float32Array | undefined, updates: number) {
    const { sizes } = this
    checkMinibatch(batch, sizes)
    checkLabels(batch, sizes)
    checkDropout(dropout, batch, sizes)
    const { arena } = this.runtime
    const { embedding: D, hidden: H, classes } = sizes
    const { embeddingWidth, hiddenWidth } = widthsOf(sizes)
    const texts = planTexts(batch)
    const threads = this.runtime.threadsFor(texts.tokenCount * 24 * H * (D + H))
    const tokens = this.#planner.plan(batch, texts, threads)
    const { tokenCount: N } = texts
    const { uniqueCount } = tokens
    const B = texts.order.length
    const steps = texts.lengths[0]!

    const rowsPerThread = Math.ceil(B / threads)
    const blocksSize =
      4 *
      Math.max(
        chunkRows * embeddingWidth,
        roundUp(Math.max(rowsPerThread, reductionRows), 4) * 4 * hiddenWidth,
      )
    const strides = {
      zRow: 16 * hiddenWidth,
      inputColumn: 16 * (uniqueCount | 1),
      historyBlock: 16 * ((N + 1) | 1),
      // An odd number of 32 bytes, so that the panels of one token do not meet in the same places of the cache.
      gatePanel: 32 * (N | 1),
      uniquePanel: 32 * (uniqueCount | 1),
    }
    const { starts, length } = this.#layout
    const places = arena.use({
      zeros: 32 + 4 * hiddenWidth,
      order: 4 * B,
      lengths: 4 * B,
      labels: 4 * B,
      factors: 4 * B * hiddenWidth,
      pooled: 4 * B * hiddenWidth,
      dPooled: 4 * B * hiddenWidth,
      probabilities: 8 * B * classes,
      dScores: 4 * B * classes,
      costs: 8 * B,
      cost: 8,
      stepOffsets: 4 * (steps + 1),
      firstRows: 4 * (threads + 1),
      slots: 4 * N,
      uniqueIds: 4 * uniqueCount,
      occurrenceStarts: 4 * (uniqueCount + 1),
      occurrences: 4 * N,
      hidden: 4 * threads * rowsPerThread * hiddenWidth,
      dHidden: 4 * threads * rowsPerThread * hiddenWidth,
      dCells: 4 * threads * rowsPerThread * hiddenWidth,
      inputRows: 4 * threads * chunkRows * embeddingWidth,
      blocks: threads * blocksSize,
      projected: uniqueCount * strides.zRow,
      inputColumns: (embeddingWidth / 4) * strides.inputColumn,
      uniquePanels: (hiddenWidth / 2) * strides.uniquePanel,
      embeddingGradients: 4 * uniqueCount * embeddingWidth,
      denseGradients: length - starts.lstm_W,
      z: N * strides.zRow,
      cells: 4 * N * hiddenWidth,
      tanhCells: 4 * N * hiddenWidth,
      history: (hiddenWidth / 4) * strides.historyBlock,
      gatePanels: (hiddenWidth / 2) * strides.gatePanel,
    })
    const write = (address: number, values: Int32Array) => arena.ints(address, values.length).set(values)
    arena.bytes(places.zeros, 32 + 4 * hiddenWidth).fill(0)
    write(places.order, texts.order)
    write(places.lengths, texts.lengths)
    write(places.labels, byRank(texts, batch.labels))
    write(places.stepOffsets, tokens.stepOffsets)
    write(places.firstRows, tokens.firstRows)
    write(places.slots, tokens.slots)
    const uniqueIds = tokens.uniqueIds.subarray(0, uniqueCount)
    write(places.uniqueIds, uniqueIds)
    write(places.occurrenceStarts, tokens.occurrenceStarts)
    write(places.occurrences, tokens.occurrences)
    this.writeFactors(places.factors, texts, dropout)

    const sizesOfBatch = { texts: B, steps, rowsPerThread, chunkRows, blocksSize, tokenCount: N, uniqueCount }
    await this.runtime.run('train', threads, this.modelFields(), strides, places, sizesOfBatch, {
      optimizer: updates,
    })
    return { cost: arena.doubles(places.cost, 1)[0]!, uniqueIds, places }
  }
}
