import { ContractError, LstmError, reason } from '../errors.ts'
import { type LoadOptions, load } from '../library/load.ts'
import { TextModel } from '../library/text-model.ts'
import type { Classifier } from '../model/classifier.ts'
import { answersTo, type TextAnswer, type TextWanted } from './answers.ts'
import { Batcher } from './batcher.ts'
import { Drift } from './drift.ts'
import type { ServiceLimits } from './limits.ts'
import type { Metrics } from './service-metrics.ts'

/** Where a model comes from: a file or folder, the bytes of one, or undefined for the pretrained one. */
export type HostedSource = string | URL | Uint8Array | undefined

/** A text's answer, and the model that gave it, by the number of its loading. */
interface Served {
  readonly answer: TextAnswer
  readonly version: number
}

interface HostedModelOptions {
  readonly name: string
  readonly source: HostedSource
  readonly settings: LoadOptions
  readonly limits: ServiceLimits
  readonly metrics: Metrics
}

/** Characters that are computed together: about a tenth of a second of two cores. */
const charactersTogether = 1 << 17

/** One version of a model at work, which is disposed of when it was replaced and nobody uses it any more. */
class Version {
  readonly number: number
  readonly model: TextModel
  readonly classifier: Classifier
  readonly since = new Date()
  #users = 0
  #replaced = false
  #leave!: (disposed: Promise<void>) => void
  readonly #left = new Promise<void>(resolve => {
    this.#leave = resolve
  })

  constructor(number: number, model: TextModel) {
    this.number = number
    this.model = model
    this.classifier = TextModel.classifierOf(model)
  }

  async use<R>(work: (classifier: Classifier) => Promise<R>): Promise<R> {
    this.#users++
    try {
      return await work(this.classifier)
    } finally {
      this.#users--
      this.#leaveUnused()
    }
  }

  /** Resolves when it is disposed of: as soon as nobody uses it. */
  replaced(): Promise<void> {
    this.#replaced = true
    this.#leaveUnused()
    return this.#left
  }

  #leaveUnused(): void {
    if (this.#replaced && this.#users === 0) this.#leave(this.model.dispose())
  }
}

/** What came of loading a model anew. */
export interface Reloaded {
  /** Why the new one cannot be used, and the one before goes on; left out where the new one answers. */
  readonly failure?: string
  /** The labels of the new one where they are others: who asked before does not expect them. */
  readonly otherLabels?: readonly string[]
}

/** A model by its name. It can be loaded anew while it answers; where that fails, the one before goes on. */
export class HostedModel {
  readonly name: string
  readonly source: HostedSource
  readonly drift: Drift
  readonly #options: HostedModelOptions
  readonly #batcher: Batcher<TextWanted, Served>
  #version!: Version
  #failure: string | undefined
  #loading: Promise<Reloaded> | undefined
  /** The loading after that. */
  #next: Promise<Reloaded> | undefined
  #closed = false

  private constructor(options: HostedModelOptions) {
    const { name, source, limits } = options
    this.name = name
    this.source = source
    this.#options = options
    this.drift = new Drift()
    this.#batcher = new Batcher({
      compute: texts => this.#compute(texts),
      ...{ queue: limits.maxQueue, batch: limits.maxBatch, concurrency: limits.concurrency },
      ...{ weight: charactersTogether, weigh: ({ text }: TextWanted) => text.length },
    })
  }

  /** @throws LstmError 'model' */
  static async open(options: HostedModelOptions): Promise<HostedModel> {
    const hosted = new HostedModel(options)
    await hosted.#load()
    return hosted
  }

  /** Texts that wait. */
  get waiting(): number {
    return this.#batcher.waiting
  }

  get model(): TextModel {
    return this.#version.model
  }

  /** The column of the texts that it was trained on, where these were a table. */
  get textColumn(): string | undefined {
    return this.#version.classifier.model.provenance.columns?.text
  }

  /** Counted from 1 with each loading. */
  get version(): number {
    return this.#version.number
  }

  get since(): Date {
    return this.#version.since
  }

  /** Why the newest file is not the one that answers, where it is not. */
  get failure(): string | undefined {
    return this.#failure
  }

  /**
   * The answers to texts, in their order, all of one version: where another model took over in their midst, they are asked anew.
   *
   * @throws Problem 413 for more texts than may wait, 503 where they find no room; what `signal` was aborted with
   */
  async answers(
    texts: readonly TextWanted[],
    signal: AbortSignal,
    patient = false,
  ): Promise<readonly Served[]> {
    for (;;) {
      const served = await (patient
        ? this.#batcher.submitPatiently(texts, signal)
        : this.#batcher.submit(texts, signal))
      if (served.every(({ version }) => version === served[0]!.version)) return served
    }
  }

  /**
   * Loads it anew. While it is loaded, what has been read of it may be of before the change that a call is about: it is then loaded
   * once more, for all who call meanwhile.
   */
  reload(): Promise<Reloaded> {
    if (this.#loading) {
      this.#next ??= this.#loading.then(() => {
        this.#next = undefined
        return this.reload()
      })
      return this.#next
    }
    this.#loading = this.#reload().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  /** Resolves when what it has taken is answered, and its model disposed of. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#loading
    await this.#version.replaced()
  }

  async #reload(): Promise<Reloaded> {
    const { metrics } = this.#options
    const { labels: before } = this.model
    try {
      await this.#load()
    } catch (error) {
      this.#failure = reason(error)
      metrics.loads.inc({ model: this.name, outcome: 'failed' })
      return { failure: this.#failure }
    }
    this.#failure = undefined
    metrics.loads.inc({ model: this.name, outcome: 'loaded' })
    const { labels } = this.model
    const isSame = labels.length === before.length && labels.every((label, c) => label === before[c])
    return isSame ? {} : { otherLabels: labels }
  }

  async #load(): Promise<void> {
    if (this.#closed) throw closed()
    const before = this.#version as Version | undefined
    const model = await load(this.source, this.#options.settings)
    if (this.#closed) {
      await model.dispose()
      throw closed()
    }
    this.#version = new Version((before?.number ?? 0) + 1, model)
    this.drift.begin(this.#version.classifier.model)
    void before?.replaced()
  }

  async #compute(texts: readonly TextWanted[]): Promise<readonly (Served | Error)[]> {
    const version = this.#version
    const { metrics } = this.#options
    const { answers, encoded, probabilities } = await version.use(classifier => answersTo(classifier, texts))
    if (answers.length !== texts.length) throw new ContractError('a batch lost texts')
    metrics.texts.inc({ model: this.name }, texts.length)
    metrics.batches.observe({ model: this.name }, texts.length)
    if (version === this.#version) this.drift.add(encoded, probabilities)
    return answers.map(answer => (answer instanceof Error ? answer : { answer, version: version.number }))
  }
}

function closed(): LstmError {
  return new LstmError('usage', 'the service was closed')
}
