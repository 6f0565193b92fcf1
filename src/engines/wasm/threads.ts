import { Worker } from 'node:worker_threads'
import { LstmError, reason } from '../../errors.ts'
import type { Arena } from './arena.ts'
import { jobFields } from './job.ts'
import { type Call, calls } from './kernels.ts'

/** What worker.js is given. */
export interface WorkerData {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly thread: number
  readonly threads: number
  readonly fields: readonly string[]
  readonly calls: readonly string[]
  /** Where the shared int32 words are, and which is which. */
  readonly control: typeof words & { readonly address: number; readonly length: number }
  /** Address of the job's fields, float64. */
  readonly mailbox: number
}

/** How often a call was made; which call; how many threads are through with it. */
const words = { turn: 0, call: 1, done: 2 } as const
const length = Object.keys(words).length

/**
 * Worker threads that make each call together while the calling thread stays free. They sleep between calls. They keep the
 * process alive only during a call, and end with it.
 */
export class Threads {
  readonly #arena: Arena
  readonly #workers: readonly Worker[]
  readonly #addresses: { readonly control: number; readonly mailbox: number }
  #pending: { resolve: () => void; reject: (error: LstmError) => void } | undefined
  #failure: LstmError | undefined

  constructor(module: WebAssembly.Module, arena: Arena, count: number) {
    this.#arena = arena
    this.#addresses = arena.keep({ control: 4 * length, mailbox: 8 * jobFields.length })
    this.#workers = Array.from({ length: count }, (_, thread) => this.#start(module, thread, count))
  }

  /**
   * Makes the call in all threads.
   *
   * @param job the value of each of `jobFields`
   * @throws LstmError 'internal' when a thread died, now or earlier; the others are ended then
   */
  run(call: Call, job: Float64Array): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    this.#arena.doubles(this.#addresses.mailbox, jobFields.length).set(job)
    const control = this.#arena.ints(this.#addresses.control, length)
    Atomics.store(control, words.call, calls.indexOf(call))
    Atomics.store(control, words.done, 0)
    Atomics.add(control, words.turn, 1)
    Atomics.notify(control, words.turn)
    for (const worker of this.#workers) worker.ref()
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
    })
  }

  /** Ends all threads; a call that is being made fails. */
  async close(): Promise<void> {
    this.#fail(new LstmError('internal', 'the engine was disposed of'))
    await Promise.all(this.#workers.map(worker => worker.terminate()))
  }

  #start(module: WebAssembly.Module, thread: number, threads: number): Worker {
    const { control, mailbox } = this.#addresses
    const workerData: WorkerData = {
      module,
      memory: this.#arena.memory,
      thread,
      threads,
      fields: jobFields,
      calls,
      control: { ...words, address: control, length },
      mailbox,
    }
    // Flags of the process, such as a loader of TypeScript, are of no use to the worker and would slow down its start.
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, execArgv: [] })
    worker.on('message', () => this.#finish())
    worker.on('error', error => this.#die(thread, reason(error), error))
    worker.on('exit', code => this.#die(thread, `it exited with code ${code}`))
    worker.unref()
    return worker
  }

  #finish(): void {
    for (const worker of this.#workers) worker.unref()
    const pending = this.#pending
    this.#pending = undefined
    pending?.resolve()
  }

  #die(thread: number, why: string, cause?: unknown): void {
    if (this.#failure) return
    this.#fail(new LstmError('internal', `thread ${thread} of the wasm engine died: ${why}`, { cause }))
    // The others would wait for it for ever.
    for (const worker of this.#workers) void worker.terminate()
  }

  #fail(failure: LstmError): void {
    this.#failure ??= failure
    const pending = this.#pending
    this.#pending = undefined
    pending?.reject(this.#failure)
  }
}
