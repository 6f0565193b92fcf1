import { ContractError } from '../../errors.ts'
import { host, type Thread } from '../../host/index.ts'
import { startSome } from '../../host/start-some.ts'
import type { Arena } from './arena.ts'
import { type Call, calls, jobFields } from './job.ts'

/** What worker.js is given. */
export interface WorkerData {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly thread: number
  /** The turn at which the worker was started. */
  readonly turn: number
  readonly fields: readonly string[]
  readonly calls: readonly string[]
  /** Where the shared int32 words are, and which is which. */
  readonly control: typeof words & {
    readonly address: number
    readonly length: number
    readonly turnBits: number
  }
  /** Address of the job's fields, float64. */
  readonly mailbox: number
}

/**
 * `turn`: how many threads make a call, in the last `turnBits`, and before them a count of the calls; none is the end. Which
 * call it is; how many threads are through with it.
 */
const words = { turn: 0, call: 1, done: 2 } as const
const length = Object.keys(words).length
/** Calls that leave what they were given as it was: where a thread dies at one of them, others can make the next. */
const onlyReads: readonly Call[] = ['infer', 'tabulate']
const turnBits = 10

/**
 * Worker threads that make each call together while the calling thread stays free. They sleep between calls. They keep the
 * process alive only during a call, and end with it.
 */
export class Threads {
  readonly #arena: Arena
  #workers: Thread[] = []
  /** As many as the system has given, where it gave fewer than were wanted. */
  most = (1 << turnBits) - 1
  readonly #addresses: { readonly control: number; readonly mailbox: number }
  #pending: { call: Call; resolve: () => void; reject: (error: ContractError) => void } | undefined
  #failure: ContractError | undefined
  /** The end of all threads, where others may follow. */
  #lost: Promise<void> | undefined

  constructor(arena: Arena) {
    this.#arena = arena
    this.#addresses = arena.keep({ control: 4 * length, mailbox: 8 * jobFields.length })
  }

  /**
   * Starts threads where so many are not there yet.
   *
   * @param module the kernels of those that are started now
   * @returns how many can make a call: so many, or as many as the system gives
   */
  start(module: WebAssembly.Module, threads: number): number {
    if (this.#failure) return threads
    const wanted = Math.min(threads, this.most)
    const there = this.#workers.length
    if (wanted > there) {
      const turn = this.#arena.ints(this.#addresses.control, length)[words.turn]!
      this.#workers.push(...startSome(wanted - there, n => this.#start(module, there + n, turn)))
      if (this.#workers.length < wanted) this.most = this.#workers.length
    }
    return Math.min(wanted, this.#workers.length)
  }

  /** Where a thread died that left nothing half changed, waits until all have ended: `start` starts others then. */
  async recover(): Promise<void> {
    if (!this.#lost) return
    await this.#lost
    this.#workers = []
    this.#failure = undefined
    this.#lost = undefined
  }

  /**
   * Makes the call in so many of the threads that there are.
   *
   * @param job the value of each of `jobFields`
   * @throws ContractError when a thread died, now or, at a call that changes what there is, earlier; the others are ended then
   */
  run(call: Call, threads: number, job: Float64Array): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    const control = this.#arena.ints(this.#addresses.control, length)
    this.#arena.doubles(this.#addresses.mailbox, jobFields.length).set(job)
    Atomics.store(control, words.call, calls.indexOf(call))
    Atomics.store(control, words.done, 0)
    this.#wake(control, threads)
    for (const worker of this.#workers) worker.keepAlive(true)
    return new Promise((resolve, reject) => {
      this.#pending = { call, resolve, reject }
    })
  }

  /** Ends all threads; a call that is being made fails. */
  async close(): Promise<void> {
    this.#failure = undefined
    this.#lost = undefined
    this.#fail(new ContractError('the engine was disposed of'))
    await this.#end()
  }

  /** Who does not take part learns so from this word alone, and does not read what the next call may be changing. */
  #wake(control: Int32Array, threads: number): void {
    const turn = control[words.turn]!
    Atomics.store(control, words.turn, (((turn >> turnBits) + 1) << turnBits) | threads)
    Atomics.notify(control, words.turn)
  }

  /**
   * Threads that compute are terminated. Those that sleep are woken to end: V8 14.1 (Node 25) can miss a termination that comes
   * while a thread falls asleep, which then never ends, nor does who waits for it.
   */
  async #end(): Promise<void> {
    this.#wake(this.#arena.ints(this.#addresses.control, length), 0)
    await Promise.all(this.#workers.map(worker => worker.terminate()))
  }

  #start(module: WebAssembly.Module, thread: number, turn: number): Thread {
    const { control, mailbox } = this.#addresses
    const given: WorkerData = {
      module,
      memory: this.#arena.memory,
      ...{ thread, turn },
      fields: jobFields,
      calls,
      control: { ...words, address: control, length, turnBits },
      mailbox,
    }
    return host.startThread(new URL('./worker.js', import.meta.url), given, {
      onMessage: () => this.#finish(),
      onEnd: (why, cause) => this.#die(thread, why, cause),
    })
  }

  #finish(): void {
    for (const worker of this.#workers) worker.keepAlive(false)
    const pending = this.#pending
    this.#pending = undefined
    pending?.resolve()
  }

  #die(thread: number, why: string, cause?: unknown): void {
    if (this.#failure) return
    const changed = this.#pending && !onlyReads.includes(this.#pending.call)
    this.#fail(new ContractError(`thread ${thread} of the wasm engine died: ${why}`, { cause }))
    // The others would wait for it for ever.
    const end = this.#end()
    if (!changed) this.#lost = end
  }

  #fail(failure: ContractError): void {
    this.#failure ??= failure
    const pending = this.#pending
    this.#pending = undefined
    pending?.reject(this.#failure)
  }
}
