import { ContractError, reason } from '../../errors.ts'
import { hasLittleRoom } from '../../host/little-room.ts'
import { Arena, type ArenaOptions } from './arena.ts'
import { type Call, type Job, jobFields, writeJob } from './job.ts'
import { type Kernels, openKernels, wantsSharedMemory } from './kernels.ts'
import { Threads } from './threads.ts'

/** What index.ts and tests set and users do not. */
export interface RuntimeSettings extends ArenaOptions {
  /** Gives kernels for 256 bits to go on with, of the same results; undefined for none. */
  readonly better?: () => Promise<WebAssembly.Module | undefined>
  /** Floating point operations, summed over calls, from which they are asked for; see `worthStarting`. */
  readonly worthBetter?: number
  /** Floating point operations from which a call is shared by threads; see `worthThreads`. */
  readonly worthThreads?: number
  /** Floating point operations, summed over calls, from which the threads are started; see `worthStarting`. */
  readonly worthStarting?: number
}

/** About half a millisecond of one thread: less is done before a sleeping thread has begun. */
const worthThreads = 2e7
/**
 * About as long as threads take to start, and better kernels to be compiled, so that having them never costs more than twice
 * what doing without would.
 */
const worthStarting = 2e9

/** Thrown before anything is computed, and caught by `made`. */
const fewerThreads = new ContractError('there are fewer threads than were wanted')

/** A memory, the kernels over it, and the threads that make their calls, of which one is made at a time. */
export class Runtime {
  readonly arena: Arena
  #module!: WebAssembly.Module
  #kernels!: Kernels
  #globals!: readonly WebAssembly.Global[]
  readonly #job = new Float64Array(jobFields.length)
  readonly #counters: number
  readonly #counterBytes: number
  readonly #maximumThreads: number
  readonly #worthThreads: number
  readonly #worthStarting: number
  readonly #worthBetter: number
  #better: RuntimeSettings['better']
  #vectorBits: 128 | 256 = 128
  #threads: Threads | undefined
  #spent = 0

  constructor(module: WebAssembly.Module, maximumThreads: number, settings: RuntimeSettings = {}) {
    const shared = wantsSharedMemory(module)
    this.arena = new Arena({ ...settings, shared })
    this.#take(module)
    this.#better = settings.better
    this.#counterBytes = this.#kernels.counterBytes.value
    this.#counters = this.arena.keep({ counters: this.#counterBytes }).counters
    this.#maximumThreads = shared && !hasLittleRoom() ? maximumThreads : 1
    this.#worthThreads = settings.worthThreads ?? worthThreads
    this.#worthStarting = settings.worthStarting ?? worthStarting
    this.#worthBetter = settings.worthBetter ?? worthStarting
  }

  /** How many threads are to make a call of so many floating point operations, in so many pieces of work. */
  async threadsFor(operations: number, pieces: number): Promise<number> {
    this.#spent += operations
    const threads = Math.min(this.#maximumThreads, pieces, this.#threads?.most ?? pieces)
    if (threads <= 1 || operations < this.#worthThreads || this.#spent < this.#worthStarting) return 1
    this.#threads ??= new Threads(this.arena)
    await this.#threads.recover()
    return threads
  }

  /** What `work` gives, which asks for threads, lays out its memory and makes calls: made anew where there are fewer than it was told. */
  async made<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work()
    } catch (error) {
      if (error !== fewerThreads) throw error
      return work()
    }
  }

  /**
   * Makes a call in so many threads, as `threadsFor` gave.
   *
   * @throws ContractError when a kernel trapped or a thread died
   */
  async run<C extends Call>(call: C, threads: number, job: Job<C>): Promise<void> {
    if (this.#spent >= this.#worthBetter) await this.#takeBetter()
    this.arena.bytes(this.#counters, this.#counterBytes).fill(0)
    writeJob(this.#job, call, job, { threads, counters: this.#counters })
    if (threads === 1) this.#runHere(call)
    else {
      // Not before the memory has grown to what the call needs: a thread that is just starting may not hear of it.
      if (this.#threads!.start(this.#module, threads) < threads) throw fewerThreads
      await this.#threads!.run(call, threads, this.#job)
    }
    this.arena.checkGuards()
  }

  /** Ends the threads; a second call does nothing. */
  async close(): Promise<void> {
    await this.#threads?.close()
    this.#threads = undefined
  }

  get kernels(): Kernels {
    return this.#kernels
  }

  get vectorBits(): 128 | 256 {
    return this.#vectorBits
  }

  #take(module: WebAssembly.Module): void {
    this.#module = module
    this.#kernels = openKernels(module, this.arena.memory)
    this.#globals = jobFields.map(field => this.#kernels[field])
  }

  /** Threads that were started before would go on with what they have. */
  async #takeBetter(): Promise<void> {
    const better = this.#better
    this.#better = undefined
    const module = await better?.()
    if (!module) return
    this.#take(module)
    this.#vectorBits = 256
  }

  #runHere(call: Call): void {
    this.#globals.forEach((global, n) => {
      global.value = this.#job[n]!
    })
    try {
      this.kernels[call](0)
    } catch (cause) {
      throw new ContractError(`a kernel of the wasm engine failed: ${reason(cause)}`, { cause })
    }
  }
}
