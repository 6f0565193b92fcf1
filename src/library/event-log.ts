import { LstmError } from '../errors.ts'
import type { TrainingLog } from '../storage/training-log.ts'
import type { TrainingEvent } from '../training/events.ts'
import { refuseUnknown } from './check-options.ts'
import { disk } from './disk-node.ts'

/** Where the events of a training go. What is there is added to, so that a training that is gone on with has one curve. */
export interface LogOptions {
  /** A folder for TensorBoard; cost, learning rate and errors become curves, by the number of the update. */
  readonly tensorboard?: string | URL | undefined
  /** A file of JSON lines: every event but progress, with its `time` in seconds since 1970. */
  readonly jsonl?: string | URL | undefined
}

/** A log that is open until it is closed. */
export interface EventLog extends AsyncDisposable {
  /** Resolves when the event is in the files. @throws LstmError 'disk' */
  add(event: TrainingEvent): Promise<void>
  close(): Promise<void>
}

/**
 * A log for the events of a training, for tools that draw curves.
 *
 * @throws LstmError 'usage' where no place is named, 'disk' where one cannot be written
 * @example
 * ```ts
 * import { openLog, train } from 'lstm'
 *
 * const rows = Array.from({ length: 40 }, (_, n) =>
 *   n % 2 ? { text: `good film ${n}`, label: 'positive' } : { text: `bad film ${n}`, label: 'negative' },
 * )
 * await using log = await openLog({ jsonl: 'training.jsonl', tensorboard: 'curves' })
 * for await (const event of train(rows, { dimension: 8, maxEpochs: 2, seed: 1 })) await log.add(event)
 * ```
 */
export async function openLog(options: LogOptions): Promise<EventLog> {
  refuseUnknown(options, ['tensorboard', 'jsonl'])
  const { tensorboard, jsonl } = options
  if (tensorboard === undefined && jsonl === undefined) {
    throw new LstmError('usage', 'a log wants a place: tensorboard or jsonl')
  }
  const logs: TrainingLog[] = []
  const close = async () => {
    const closings = await Promise.allSettled(logs.map(log => log.close()))
    for (const closing of closings) if (closing.status === 'rejected') throw closing.reason
  }
  try {
    if (tensorboard !== undefined) logs.push(await disk.openLog('tensorboard', tensorboard))
    if (jsonl !== undefined) logs.push(await disk.openLog('jsonl', jsonl))
  } catch (error) {
    // What it says is of more use than what closing may say.
    await close().catch(() => undefined)
    throw error
  }
  return {
    async add(event) {
      for (const log of logs) await log.add(event)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * The events of a training, each in the log before it is given on. A training survives its log.
 *
 * @param onFailure told why the log is written to no longer
 */
export async function* logged(
  training: AsyncIterable<TrainingEvent>,
  log: EventLog,
  onFailure: (error: LstmError) => void,
): AsyncGenerator<TrainingEvent, void> {
  let failed = false
  for await (const event of training) {
    try {
      if (!failed) await log.add(event)
    } catch (error) {
      if (!(error instanceof LstmError)) throw error
      failed = true
      onFailure(error)
    }
    yield event
  }
}
