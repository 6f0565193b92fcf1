import type { LabelledRow, LabelledRows } from '../../data/labelled-rows.ts'
import type { Callable, RemoteCalls } from '../../host/remote-calls.ts'
import { type ParentLine, serveCalls } from '../../host/remote-thread.ts'
import { readAhead } from '../../model/read-ahead.ts'
import { trainingRun } from '../../training/run.ts'
import type { Store } from '../../training/store.ts'
import { CorpusFiles } from '../read-corpus.ts'
import { resumedOpening } from '../resume.ts'
import { freshOpening } from '../start-training.ts'
import {
  type Inside,
  type Outside,
  type RowsName,
  receivedTraining,
  type SentFiles,
  type SentRequest,
  type SentRows,
  type SentStore,
  sent,
  sentTraining,
} from './crossing.ts'

/** Runs the training that the other thread asks for, event by event, as it asks. */
export function serveTraining(request: SentRequest, parent: ParentLine): void {
  const interrupting = new AbortController()
  const finishing = new AbortController()
  const ours: Inside = {
    next: () => events.next(),
    leave: async () => void (await events.return()),
    interrupt: () => interrupting.abort(),
    finish: () => finishing.abort(),
  }
  const remote = serveCalls<Outside>(ours satisfies Callable, parent)
  const { open, settings } = openingOf(request, interrupting.signal, remote)
  const events = trainingRun(
    open,
    { settings, signal: interrupting.signal },
    {
      finishing: finishing.signal,
      leaving: interrupting.signal,
      finished: model => void remote.call('finished', sent(model)),
    },
  )
}

function openingOf(
  { saved, data, test, out, options }: SentRequest,
  signal: AbortSignal,
  remote: RemoteCalls<Outside>,
) {
  const given = {
    ...options,
    signal,
    test: test && rowsOf(test, 'test row', remote),
    out: out && !('path' in out) ? storeThere(out, remote) : undefined,
  }
  const source = data && ('request' in data ? filesOf(data) : rowsOf(data, 'row', remote))
  if (saved === undefined) {
    return freshOpening(source!, { ...given, ...(out && 'path' in out && { out: out.path }) })
  }
  const training = typeof saved === 'string' ? saved : receivedTraining(saved)
  return resumedOpening(training, { ...given, data: source })
}

function filesOf({ request, cache }: SentFiles): CorpusFiles {
  return new CorpusFiles(request, { cache })
}

/** The rows of the other thread; while some are worked on here, the next ones are read there. */
function rowsOf(
  { count }: SentRows,
  name: RowsName,
  remote: RemoteCalls<Outside>,
): LabelledRows & { readonly length: number | undefined } {
  async function* batches(): AsyncGenerator<readonly LabelledRow[]> {
    try {
      for (let ended = false; !ended; ) {
        const { rows, done } = await remote.call('rows', name)
        ended = done
        yield rows
      }
    } finally {
      await remote.call('leaveRows', name)
    }
  }
  return {
    length: count,
    async *[Symbol.asyncIterator]() {
      for await (const batch of readAhead(batches())) yield* batch
    },
  }
}

/** The store of the other thread. */
function storeThere(known: SentStore, remote: RemoteCalls<Outside>): Store {
  return {
    ...known,
    begin: history => remote.call('begin', history),
    save: training => remote.call('save', sentTraining(training)),
    saveBest: model => remote.call('saveBest', sent(model)),
    append: validation => remote.call('append', validation),
    close: () => remote.call('close'),
  }
}
