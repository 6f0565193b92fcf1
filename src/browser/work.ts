import { ContractError, LstmError, reason } from '../errors.ts'
import { host } from '../host/index.ts'
import { evaluate } from '../library/evaluate.ts'
import { load } from '../library/load.ts'
import { resume } from '../library/resume.ts'
import { type Training, type TrainOptions, train } from '../library/start-training.ts'
import type { TextModel } from '../library/text-model.ts'
import type { TrainingEvent } from '../training/events.ts'
import { type FileTexts, previewOf, rowsOf } from './file-texts.ts'
import { OriginStore } from './origin-store.ts'
import type { GivenTexts, ModelFacts, ModelSource, TrainingSettings, WorkerCalls } from './worker-calls.ts'

/** The library in a worker: what a page asks for is what the library does. */
export class Work implements WorkerCalls {
  #model: TextModel | undefined
  #training: Training | undefined
  #events: AsyncIterator<TrainingEvent> | undefined
  /** What was said while texts were read, and not told yet. */
  readonly #notices: string[] = []

  async load(source: ModelSource, settings: Parameters<WorkerCalls['load']>[1]): Promise<ModelFacts> {
    return this.#take(await load(await bytesOf(source), settings))
  }

  predict(...given: Parameters<WorkerCalls['predict']>): ReturnType<WorkerCalls['predict']> {
    return this.#loaded().predict(...given)
  }

  probabilities(texts: readonly string[]): Promise<Float32Array> {
    return this.#loaded().probabilities(texts)
  }

  async evaluate(texts: FileTexts, options: Parameters<WorkerCalls['evaluate']>[1]) {
    const notices: string[] = []
    const rows = rowsOf(texts, line => notices.push(line))
    const measured = await evaluate(this.#loaded(), rows, options)
    return { ...measured, notices: [...notices, ...measured.notices] }
  }

  toBytes(): Promise<Uint8Array> {
    return this.#loaded().toBytes()
  }

  preview(texts: FileTexts) {
    return previewOf(texts)
  }

  async train(texts: GivenTexts, settings: TrainingSettings, out: string | undefined): Promise<void> {
    const store = out === undefined ? undefined : await OriginStore.create(out, { texts, settings })
    this.#start(train(this.#rows(texts.train), { ...this.#options(texts), ...settings, out: store }))
  }

  async resume(name: string, settings: TrainingSettings): Promise<void> {
    const { store, beginning, saved } = await OriginStore.open(name)
    const { texts } = beginning
    const options = { ...this.#options(texts), ...settings, out: store }
    const data = this.#rows(texts.train)
    this.#start(
      saved ? resume(saved, { ...options, data }) : train(data, { ...beginning.settings, ...options }),
    )
  }

  async next(): Promise<TrainingEvent | undefined> {
    const message = this.#notices.shift()
    if (message !== undefined) return { event: 'notice', message }
    const step = await this.#underWay().events.next()
    if (!step.done) return step.value
    return this.#notices.length > 0 ? this.next() : undefined
  }

  async finish(): Promise<void> {
    this.#underWay().training.finish()
  }

  async leave(): Promise<void> {
    await this.#underWay().events.return?.()
  }

  async trained(): Promise<ModelFacts> {
    return this.#take(await this.#underWay().training.model)
  }

  #start(training: Training): void {
    this.#training = training
  }

  #options({ test }: GivenTexts): Pick<TrainOptions, 'test'> {
    return { test: test && this.#rows(test) }
  }

  #rows(texts: FileTexts) {
    return rowsOf(texts, line => this.#notices.push(line))
  }

  #take(model: TextModel): ModelFacts {
    this.#model = model
    const { labels, settings, provenance } = model
    return { labels, settings, provenance, threads: host.cores() }
  }

  #loaded(): TextModel {
    if (this.#model) return this.#model
    throw new ContractError('the worker holds no model')
  }

  #underWay() {
    if (this.#training) {
      this.#events ??= this.#training[Symbol.asyncIterator]()
      return { training: this.#training, events: this.#events }
    }
    throw new ContractError('the worker holds no training')
  }
}

async function bytesOf(source: ModelSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer())
  return new Uint8Array(await fetched(source))
}

/** @throws LstmError 'model' that says why it cannot be had */
async function fetched(address: string): Promise<ArrayBuffer> {
  const failure = (why: string, cause?: unknown) =>
    new LstmError('model', `${address} cannot be had: ${why}`, {
      hint: 'it has to be of this origin, or of one that allows it (Access-Control-Allow-Origin)',
      cause,
    })
  const response = await fetch(address).catch(cause => {
    throw failure(reason(cause), cause)
  })
  if (!response.ok) throw failure(`the server answers ${response.status}`)
  return response.arrayBuffer()
}
