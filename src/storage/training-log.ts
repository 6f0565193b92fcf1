/** What happens in a training, kept for programs that draw it. */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { appendWhole, openToAppend } from '../files/append-file.ts'
import { writing } from '../files/failure.ts'
import { makeFolder } from '../files/make-folder.ts'
import { toUtf8 } from '../formats/bytes.ts'
import { firstEventRecord, scalarsRecord } from '../formats/event-file.ts'
import type { TrainingEvent } from '../training/events.ts'

/** Takes the events of a training; each is in the file when `add` resolves. */
export interface TrainingLog {
  /** @throws LstmError 'disk' */
  add(event: TrainingEvent): Promise<void>
  close(): Promise<void>
}

/** A new event file in the folder, which is made; TensorBoard shows all files of a folder as one run. @throws LstmError 'disk' */
export async function tensorboardLog(folder: string): Promise<TrainingLog> {
  const began = now()
  const name = `events.out.tfevents.${Math.floor(began)}.lstm.${process.pid}.${++opened}`
  await writing(folder, logHint, () => makeFolder(folder))
  const file = await Appended.open(join(folder, name), { isNew: true })
  await file.write(firstEventRecord(began))
  const tests = { validation: true, test: true }
  return {
    async add(event) {
      if (event.event === 'start') {
        tests.validation = event.validation > 0
        tests.test = event.test > 0
      }
      const values = curvesOf(event, tests)
      if (values && 'update' in event) {
        await file.write(scalarsRecord({ time: now(), step: event.update, values }))
      }
    },
    close: () => file.close(),
  }
}

/** A line for each event but progress, with `time` in seconds since 1970, at the end of the file. @throws LstmError 'disk' */
export async function jsonLinesLog(path: string): Promise<TrainingLog> {
  const file = await Appended.open(path, { isNew: false })
  return {
    async add(event) {
      if (event.event === 'progress') return
      await file.write(toUtf8(`${JSON.stringify({ time: now(), ...event })}\n`))
    },
    close: () => file.close(),
  }
}

/** Event files that this process began: two of one second have two names. */
let opened = 0

const logHint = 'make room, or name another place for the log'

/** A file that is only added to. */
class Appended {
  readonly #path: string
  readonly #handle: FileHandle

  private constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  static async open(path: string, { isNew }: { readonly isNew: boolean }): Promise<Appended> {
    return new Appended(
      path,
      await writing(path, logHint, () => (isNew ? open(path, 'ax') : openToAppend(path))),
    )
  }

  write(bytes: Uint8Array): Promise<void> {
    return writing(this.#path, logHint, () => appendWhole(this.#handle, bytes))
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** The points of the curves at this event. A split without texts has no curve. */
function curvesOf(
  event: TrainingEvent,
  { validation, test }: { readonly validation: boolean; readonly test: boolean },
): Record<string, number> | undefined {
  switch (event.event) {
    case 'update':
      return {
        cost: event.cost,
        learning_rate: event.learningRate,
        epoch: event.epoch,
        memory_bytes: event.memoryBytes,
      }
    case 'validation':
      return {
        'error/train': event.trainError,
        ...(validation && { 'error/validation': event.validationError }),
        ...(test && { 'error/test': event.testError }),
        ...(event.badness !== undefined && { badness: event.badness }),
      }
    case 'end':
      return Object.fromEntries(
        (['train', 'validation', 'test'] as const)
          .filter(split => event[split].examples > 0)
          .map(split => [`final_error/${split}`, event[split].error]),
      )
    default:
      return undefined
  }
}

/** Seconds since 1970. */
function now(): number {
  return Date.now() / 1000
}
