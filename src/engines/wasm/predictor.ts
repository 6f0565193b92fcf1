import { Calls } from '../calls.ts'
import {
  type EngineName,
  featureCount,
  type Minibatch,
  type Predictor,
  type PredictorOptions,
  type Sizes,
} from '../engine.ts'
import { checkMinibatch, checkParameters } from '../validate.ts'
import type { ModelFields } from './job.ts'
import { type Build, compile } from './kernels.ts'
import { inferenceLayout, inferenceRows, piecesOf, tableLayout } from './layouts.ts'
import { planTexts, type TextPlan } from './minibatch-plan.ts'
import { copyRows, SetTransfer, setLayout, widthsOf } from './parameters.ts'
import { Runtime, type RuntimeSettings } from './runtime.ts'

/** A predictor with a copy of the parameters. */
export async function openWasmPredictor(
  options: PredictorOptions,
  settings: RuntimeSettings & { readonly build?: Build } = {},
): Promise<WasmPredictor> {
  checkParameters(options.parameters, options.sizes)
  return new WasmPredictor(await compile(settings.build), options, settings)
}

/** The contract's `Predictor` over kernels in WebAssembly. */
export class WasmPredictor implements Predictor {
  readonly name: EngineName = 'wasm'
  protected readonly calls = new Calls()
  protected readonly sizes: Sizes
  /** What holds the memory; nothing when it was disposed of. */
  #atWork: { readonly runtime: Runtime; readonly sets: SetTransfer } | undefined
  readonly #keepProbability: number
  readonly #parameters: number
  readonly #modelFields: ModelFields
  /** Its address, 0 where there is no room for it, undefined before that is known. */
  #table: number | undefined
  #tableIsValid = false
  /** Tokens whose x W + b was computed since the parameters last changed. */
  #projected = 0

  /** @param accumulators sets to keep beside the parameters, holding 0 */
  constructor(
    module: WebAssembly.Module,
    options: PredictorOptions,
    settings: RuntimeSettings,
    accumulators = 0,
  ) {
    this.sizes = options.sizes
    this.#keepProbability = options.keepProbability
    const runtime = new Runtime(module, options.threads, settings)
    const { arena, kernels } = runtime
    this.#parameters = arena.keep({ sets: setLayout(this.sizes).length * (1 + accumulators) }).sets
    this.#modelFields = modelFields(this.sizes, this.#parameters)
    this.#atWork = { runtime, sets: new SetTransfer(arena, kernels, this.sizes) }
    this.sets.write(this.setAddress(0), options.parameters)
  }

  protected get runtime(): Runtime {
    return this.#atWork!.runtime
  }

  protected get sets(): SetTransfer {
    return this.#atWork!.sets
  }

  probabilities(batch: Minibatch): Promise<Float32Array> {
    return this.calls.make(async () => (await this.#infer(batch, false)).probabilities)
  }

  hiddenStates(batch: Minibatch): Promise<Float32Array> {
    return this.calls.make(async () => (await this.#infer(batch, true)).states)
  }

  memoryBytes(): number {
    return this.#atWork?.runtime.arena.byteLength ?? 0
  }

  get vectorBits(): 128 | 256 {
    return this.#atWork?.runtime.vectorBits ?? 128
  }

  dispose(): Promise<void> {
    return this.calls.close(async () => {
      await this.runtime.close()
      // Whoever disposed of it may hold it for long.
      this.#atWork = undefined
    })
  }

  /** Where the parameters lie (0), or the accumulators in the order of engine.ts, from 1 on. */
  protected setAddress(index: number): number {
    return this.#parameters + setLayout(this.sizes).length * index
  }

  /** To be called when the parameters have changed. */
  protected forgetTable(): void {
    this.#tableIsValid = false
    this.#projected = 0
  }

  /** Fields of every job. */
  protected modelFields(): ModelFields {
    return this.#modelFields
  }

  /** [B, F'] by rank: what the pooled vectors are multiplied by. */
  protected writeFactors(address: number, { order }: TextPlan, dropout?: Float32Array): void {
    const { hidden: H } = this.sizes
    const { hiddenWidth, featureWidth } = widthsOf(this.sizes)
    const factors = this.runtime.arena.floats(address, order.length * featureWidth)
    if (!dropout) factors.fill(this.#keepProbability)
    else {
      const F = featureCount(this.sizes)
      if (F < featureWidth) factors.fill(0)
      order.forEach((text, rank) => {
        const row = factors.subarray(rank * featureWidth, (rank + 1) * featureWidth)
        copyRows(dropout.subarray(text * F, (text + 1) * F), H, row, hiddenWidth)
      })
    }
  }

  #infer(batch: Minibatch, keepsStates: boolean) {
    return this.runtime.made(() => this.#inferOnce(batch, keepsStates))
  }

  async #inferOnce(batch: Minibatch, keepsStates: boolean) {
    const { sizes } = this
    checkMinibatch(batch, sizes)
    const { arena } = this.runtime
    const plan = planTexts(batch)
    const texts = plan.order.length
    const operations = plan.tokenCount * 8 * sizes.hidden * (sizes.embedding + sizes.hidden)
    const threads = await this.runtime.threadsFor(operations, piecesOf(texts))
    const table = await this.#tableFor(plan.tokenCount)
    const shape = { threads, texts, steps: batch.tokens.length / texts }
    const { fields, regions, stretch } = inferenceLayout(sizes, shape, keepsStates)
    const places = arena.use(regions)

    arena.ints(places.order, texts).set(plan.order)
    arena.ints(places.lengths, texts).set(plan.lengths)
    this.writeFactors(places.factors, plan)
    arena.bytes(places.hiddenStates, regions.hiddenStates).fill(0)

    const job = { ...this.modelFields(), ...fields, ...places, table }
    // Texts without a token are told in one call as well.
    let firstStep = 0
    do {
      const tokens = batch.tokens.subarray(firstStep * texts, (firstStep + stretch) * texts)
      arena.ints(places.tokens, tokens.length).set(tokens)
      await this.runtime.run('infer', threads, { ...job, firstStep, steps: tokens.length / texts })
      firstStep += stretch
    } while (firstStep < plan.lengths[0]!)
    const { hiddenWidth } = widthsOf(sizes)
    const states = arena.floats(places.hiddenStates, regions.hiddenStates / 4)
    return {
      probabilities: Float32Array.from(arena.doubles(places.probabilities, texts * sizes.classes)),
      states: narrow(states, hiddenWidth, sizes.hidden),
    }
  }

  /**
   * The address of x W + b for every word, or 0 while it is not worth its V rows: until so many tokens have gone without it.
   * So it never costs more than twice what the better choice would have. Also 0 where it would take room that calls may need.
   */
  async #tableFor(tokens: number): Promise<number> {
    if (this.#tableIsValid) return this.#table!
    this.#projected += tokens
    const { vocabulary: V, embedding: D, hidden: H } = this.sizes
    if (this.#projected <= V) return 0
    const { arena } = this.runtime
    this.#table ??= arena.keepSpare(16 * V * widthsOf(this.sizes).hiddenWidth) ?? 0
    if (this.#table === 0) return 0
    const threads = await this.runtime.threadsFor(V * 8 * H * D, Math.ceil(V / inferenceRows))
    const { fields, regions } = tableLayout(this.sizes, threads)
    const table = this.#table
    const places = arena.use(regions)
    await this.runtime.run('tabulate', threads, { ...this.modelFields(), ...fields, ...places, table })
    this.#tableIsValid = true
    return table
  }
}

/** Of parameters that owe nothing. */
function modelFields(sizes: Sizes, parameters: number): ModelFields {
  const { vocabulary, hidden, classes } = sizes
  const { starts, length } = setLayout(sizes)
  const { embeddingWidth, hiddenWidth } = widthsOf(sizes)
  return {
    ...{ embeddingWidth, hiddenWidth, vocabulary, classes },
    poolings: featureCount(sizes) / hidden,
    accumulatorStride: length,
    embedding: parameters + starts.Wemb,
    inputWeights: parameters + starts.lstm_W,
    recurrentWeights: parameters + starts.lstm_U,
    gateBiases: parameters + starts.lstm_b,
    classifierWeights: parameters + starts.U,
    classifierBiases: parameters + starts.b,
    ...{ touched: 0, decays: 0, optimizer: 0, completed: 0 },
  }
}

/** A copy of a matrix's first `columns` of `width` columns. */
export function narrow(rows: Float32Array, width: number, columns: number): Float32Array {
  const result = new Float32Array((rows.length / width) * columns)
  copyRows(rows, width, result, columns)
  return result
}
