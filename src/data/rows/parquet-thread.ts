import { Worker } from 'node:worker_threads'
import type { Input } from '../input/input.ts'

/** What parquet-worker.js says. */
type Message =
  | { readonly slice: readonly [start: number, end: number] }
  | { readonly rows: readonly Record<string, unknown>[] }
  | { readonly error: string }

/** A thread that reads rows of a Parquet file, one range at a time, and is given up where it takes too long. */
export class ParquetThread {
  readonly #input: Input
  readonly #patience: number
  readonly #worker: Worker

  /** @param patience milliseconds that a range may take */
  constructor(input: Input, patience: number) {
    this.#input = input
    this.#patience = patience
    const workerData = { size: input.size }
    this.#worker = new Worker(new URL('./parquet-worker.js', import.meta.url), { workerData, execArgv: [] })
    this.#worker.unref()
  }

  /** @throws what is wrong with the file, or with reading it */
  rows(from: number, to: number): Promise<readonly Record<string, unknown>[]> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker
      const timer = setTimeout(
        () => done(() => reject(new Error('it keeps its reader busy without end'))),
        this.#patience,
      )
      const done = (settle: () => void) => {
        clearTimeout(timer)
        worker.off('message', listen)
        worker.off('error', fail)
        settle()
      }
      const fail = (error: unknown) => done(() => reject(error))
      const listen = (message: Message) => {
        if ('slice' in message) this.#give(...message.slice).catch(fail)
        else if ('error' in message) fail(new Error(message.error))
        else done(() => resolve(message.rows))
      }
      worker.on('message', listen)
      worker.on('error', fail)
      worker.postMessage({ from, to })
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  async #give(start: number, end: number): Promise<void> {
    const bytes = Uint8Array.from(await this.#input.slice(start, end))
    this.#worker.postMessage({ bytes: bytes.buffer }, [bytes.buffer])
  }
}
