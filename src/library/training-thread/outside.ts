import { checkedRow, countOf, type LabelledRow, type LabelledRows } from '../../data/labelled-rows.ts'
import { LeavableSource } from '../../data/leavable-source.ts'
import { Breath } from '../../host/breath.ts'
import type { Callable } from '../../host/remote-calls.ts'
import { RemoteThread } from '../../host/remote-thread.ts'
import type { Model } from '../../model/model.ts'
import type { TrainingEvent } from '../../training/events.ts'
import type { TrainingCalls } from '../../training/run.ts'
import type { SavedTraining, Store } from '../../training/store.ts'
import { disk } from '../disk-node.ts'
import { CorpusFiles } from '../read-corpus.ts'
import {
  type Inside,
  type Outside,
  type RowsName,
  received,
  receivedTraining,
  type SentRequest,
  type SentStore,
  sentTraining,
} from './crossing.ts'

/** A training as `train` and `resume` are asked for it. */
interface ThreadRequest {
  /** What it goes on with; undefined for a new one. */
  readonly saved?: string | URL | SavedTraining
  readonly data: LabelledRows | CorpusFiles | undefined
  readonly test: LabelledRows | undefined
  readonly out: string | URL | Store | undefined
  readonly signal: AbortSignal | undefined
  /** Settings, checked. */
  readonly options: Readonly<Record<string, unknown>>
}

/** A training in a thread of its own, event by event. Here are read the rows, and here is called the store, that were given. */
export async function* trainingInThread(
  request: ThreadRequest,
  { finishing, leaving, finished }: TrainingCalls,
): AsyncGenerator<TrainingEvent, void> {
  const { data, test, out, signal } = request
  const rows = {
    row: data && !(data instanceof CorpusFiles) ? new RowSource(data, 'row') : undefined,
    'test row': test && new RowSource(test, 'test row'),
  }
  const ours: Outside = {
    rows: name => rows[name]!.next(),
    leaveRows: async name => rows[name]?.leave(),
    ...callsOf(out),
    finished: model => finished(received<Model>(model)),
  }
  const module = new URL('./thread.js', import.meta.url)
  const thread = new RemoteThread<Inside>(module, sentRequest(request), 'trains', {
    ours: ours satisfies Callable,
  })
  const leaveRows = () => {
    for (const source of Object.values(rows)) source?.leave().catch(() => undefined)
  }
  const ask = (what: 'interrupt' | 'finish') => void thread.call(what).catch(() => undefined)
  const interrupt = () => {
    ask('interrupt')
    // Rows that do not come would be waited for.
    leaveRows()
  }
  const stopHearing = [
    whenAborted(signal, interrupt),
    whenAborted(leaving, interrupt),
    whenAborted(finishing, () => ask('finish')),
  ]
  try {
    for (;;) {
      const { done, value } = await thread.call('next')
      if (done) return
      yield value
    }
  } finally {
    for (const stop of stopHearing) stop()
    leaveRows()
    try {
      await thread.call('leave')
    } finally {
      thread.end()
    }
  }
}

function sentRequest({ saved, data, test, out, options }: ThreadRequest): SentRequest {
  const sentRows = (rows: LabelledRows) => ({ count: countOf(rows) })
  return {
    saved:
      typeof saved === 'string' || saved instanceof URL ? disk.pathOf(saved) : saved && sentTraining(saved),
    data:
      data instanceof CorpusFiles
        ? { request: data.request, cache: data.place.cache }
        : data && sentRows(data),
    test: test && sentRows(test),
    out:
      typeof out === 'string' || out instanceof URL
        ? { path: disk.pathOf(out) }
        : out && { secondsBetweenSaves: out.secondsBetweenSaves },
    options,
  }
}

/** Calls of a store of this thread. */
function callsOf(out: ThreadRequest['out']): Pick<Outside, Exclude<keyof Store, keyof SentStore>> {
  const store = out as Store
  return {
    begin: history => store.begin(history),
    save: training => store.save(receivedTraining(training)),
    saveBest: model => store.saveBest(received<Model>(model)),
    append: validation => store.append(validation),
    close: () => store.close(),
  }
}

/** Characters that are sent at a time: about a millisecond of this thread. */
const most = 1 << 17

/** Rows of this thread, some at a time. */
class RowSource {
  readonly #rows: LeavableSource<LabelledRow>
  readonly #name: RowsName
  #read = 0

  constructor(rows: LabelledRows, name: RowsName) {
    this.#rows = new LeavableSource(rows)
    this.#name = name
  }

  /** What has come after a while. @throws LstmError 'data' at what is no row; whatever the rows throw */
  async next(): Promise<{ rows: LabelledRow[]; done: boolean }> {
    const rows: LabelledRow[] = []
    const breath = new Breath()
    for (let characters = 0; characters < most && !breath.isDue(); ) {
      const row = await this.#rows.next()
      if (row.done) return { rows, done: true }
      // Nothing else of it: what cannot be sent to a thread may stand there.
      const { text, label, weight, validation } = checkedRow(row.value, `${this.#name} ${++this.#read}`)
      rows.push({
        ...{ text, label },
        ...(weight !== undefined && { weight }),
        ...(validation && { validation }),
      })
      characters += text.length + label.length
    }
    return { rows, done: false }
  }

  leave(): Promise<void> {
    return this.#rows.leave()
  }
}

/** Calls back once, now where it has been aborted. @returns what stops that */
function whenAborted(signal: AbortSignal | undefined, call: () => void): () => void {
  if (signal?.aborted) call()
  signal?.addEventListener('abort', call, { once: true })
  return () => signal?.removeEventListener('abort', call)
}
