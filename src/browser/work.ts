import { ContractError, LstmError, reason } from '../errors.ts'
import { host } from '../host/index.ts'
import { checkedTraining } from '../library/checked-training.ts'
import { compare } from '../library/comparison/compare-models.ts'
import { evaluate } from '../library/evaluate.ts'
import { load, loadNamed } from '../library/load.ts'
import { measuredReport } from '../library/measured-report.ts'
import { resumeHere } from '../library/resume.ts'
import { type Training, trainHere } from '../library/start-training.ts'
import type { TextModel } from '../library/text-model.ts'
import type { TrainingEvent } from '../training/events.ts'
import { type FileTexts, previewOf, rowsOf } from './file-texts.ts'
import { OriginStore } from './origin-store.ts'
import type { GivenTexts, ModelFacts, ModelSource, WorkerCalls } from './worker-calls.ts'

/** The library in a worker: what a page asks for is what the library does. */
export function openWork(): WorkerCalls {
  let model: TextModel | undefined
  let underWay: { readonly training: Training; events: AsyncIterator<TrainingEvent> | undefined } | undefined
  const interrupting = new AbortController()
  const { signal } = interrupting
  /** What was said while texts were read, and not told yet. */
  const notices: string[] = []

  const loaded = () => model ?? missing('model')
  const training = () => underWay ?? missing('training')
  const events = () => {
    const present = training()
    present.events ??= present.training[Symbol.asyncIterator]()
    return present.events
  }
  const rows = (texts: FileTexts) => rowsOf(texts, line => notices.push(line))
  const testRows = ({ test }: GivenTexts) => ({ test: test && rows(test) })

  const next = async (): Promise<TrainingEvent | undefined> => {
    const message = notices.shift()
    if (message !== undefined) return { event: 'notice', message }
    const step = await events().next()
    if (!step.done) return step.value
    return notices.length > 0 ? next() : undefined
  }

  return {
    async load(source, settings) {
      const name = source instanceof File ? source.name : typeof source === 'string' ? source : undefined
      model = await loadNamed(await bytesOf(source), settings, name)
      return factsOf(model)
    },

    predict: (texts, options) => loaded().predict(texts, options),
    probabilities: texts => loaded().probabilities(texts),
    toBytes: () => loaded().toBytes(),
    preview: previewOf,

    async evaluate(texts, options) {
      const { rows, said } = told(texts)
      return said(await evaluate(loaded(), rows, options))
    },

    async report(texts, name) {
      const { rows, said } = told(texts)
      const { measured, page } = await measuredReport(loaded(), rows, {}, { model: name, data: texts.name })
      return { measured: said(measured), page }
    },

    async compare(files, texts) {
      const { rows, said } = told(texts)
      const models = new Map<string, TextModel>()
      for (const [name, bytes] of files) models.set(name, await load(bytes))
      return said(await compare(models, rows))
    },

    async train(texts, settings, out) {
      // A wrong setting is told before anything is kept: what was would stand in the way of the next try.
      checkedTraining(rows(texts.train), { ...testRows(texts), ...settings })
      const store = out === undefined ? undefined : await OriginStore.create(out, { texts, settings })
      const options = { ...testRows(texts), ...settings, out: store, signal }
      underWay = { training: trainHere(rows(texts.train), options), events: undefined }
    },

    async resume(name, settings) {
      const { store, beginning, saved } = await OriginStore.open(name)
      const { texts } = beginning
      const options = { ...testRows(texts), ...settings, out: store, signal }
      const data = rows(texts.train)
      const training = saved
        ? resumeHere(saved, { ...options, data })
        : trainHere(data, { ...beginning.settings, ...options })
      underWay = { training, events: undefined }
    },

    next,
    finish: async () => training().training.finish(),
    interrupt: async () => interrupting.abort(),
    async leave() {
      await events().return?.()
    },
    async trained() {
      model = await training().training.model
      return factsOf(model)
    },
  }
}

/** The rows of a file; and adds what was said of them to what came of them. */
function told(texts: FileTexts) {
  const lines: string[] = []
  return {
    rows: rowsOf(texts, line => lines.push(line)),
    said: <Result extends { readonly notices: readonly string[] }>(result: Result): Result => ({
      ...result,
      notices: [...lines, ...result.notices],
    }),
  }
}

function factsOf({ labels, settings, provenance }: TextModel): ModelFacts {
  return { labels, settings, provenance, threads: host.cores() }
}

function missing(what: string): never {
  throw new ContractError(`the worker holds no ${what}`)
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
