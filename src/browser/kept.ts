/** What a page keeps of its trainings in the storage of its origin (IndexedDB), part by part, each put whole or not at all. */
import { LstmError, reason } from '../errors.ts'
import type { Validation } from '../training/early-stopping.ts'
import type { GivenTexts, TrainingSettings } from './worker-calls.ts'

/** The parts of a training that is kept. */
export interface KeptParts {
  /** What it began with. */
  readonly beginning: {
    readonly texts: GivenTexts
    readonly settings: TrainingSettings
    readonly began: Date
  }
  /** The model file that it goes on from. */
  readonly last: Blob
  /** The model file of the best model so far; in the end the finished one. */
  readonly best: Blob
  readonly history: readonly Validation[]
  readonly progress: KeptProgress
}

export interface KeptProgress {
  /** Updates done when it was saved last. */
  readonly update: number
  readonly finished: boolean
  readonly saved: Date
}

type PartName = keyof KeptParts

const database = 'lstm'
const table = 'trainings'

/** Puts all of these parts, or none. @throws LstmError 'disk' when they cannot be kept */
export function putParts(name: string, parts: Partial<KeptParts>): Promise<void> {
  return withTable('readwrite', async trainings => {
    for (const [part, value] of Object.entries(parts)) trainings.put(value, [name, part])
  })
}

export function getPart<Name extends PartName>(
  name: string,
  part: Name,
): Promise<KeptParts[Name] | undefined> {
  return withTable('readonly', trainings => answer(trainings.get([name, part])))
}

/** The names under which something is kept. */
export async function keptNames(): Promise<string[]> {
  const keys = await withTable('readonly', trainings => answer(trainings.getAllKeys()))
  return [...new Set(keys.map(key => (key as [string, PartName])[0]))]
}

export function removeParts(name: string): Promise<void> {
  // Arrays come after all texts.
  const parts = IDBKeyRange.bound([name], [name, []])
  return withTable('readwrite', async trainings => {
    trainings.delete(parts)
  })
}

/** What `use` gives, when all that it has put is on the disk. */
async function withTable<T>(
  mode: IDBTransactionMode,
  use: (table: IDBObjectStore) => Promise<T>,
): Promise<T> {
  try {
    const opened = await open()
    try {
      const transaction = opened.transaction(table, mode, { durability: 'strict' })
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
      })
      const [value] = await Promise.all([use(transaction.objectStore(table)), done])
      return value
    } finally {
      opened.close()
    }
  } catch (cause) {
    throw new LstmError('disk', `the browser keeps nothing for this page: ${reason(cause)}`, {
      hint: 'make room, leave private browsing, or train without keeping',
      cause,
    })
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(table)
  return answer(request)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
