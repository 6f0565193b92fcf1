import { host } from '../host/index.ts'
import { overloaded, tooMany } from './problem.ts'

/** How often the event loop turns after a batch of the heaviest weight, which takes a hundred times as long. */
const turnsOfHeaviest = 32

interface BatcherOptions<Item, Result> {
  /** The results of the items, in their order; an Error is the result of an item that has none. */
  readonly compute: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>
  /** Items that may wait. */
  readonly queue: number
  /** Items computed together. */
  readonly batch: number
  /** What the items computed together may weigh; a heavier one is computed alone. */
  readonly weight: number
  readonly weigh: (item: Item) => number
  /** Batches under way. */
  readonly concurrency: number
}

interface Job<Item, Result> {
  readonly items: readonly Item[]
  readonly results: Result[]
  /** Results that are there: two batches of one job may be under way, and the later one may be done first. */
  done: number
  /** Items handed out to be computed. */
  taken: number
  readonly settle: (error?: unknown) => void
  settled: boolean
}

/**
 * Gathers the items of many callers into batches: whatever has come while a batch was computed is the next one. Nothing waits for
 * company: an item that comes to an idle batcher is computed at once.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>
  /** In the order of their coming; those in front may be partly taken. */
  readonly #jobs: Job<Item, Result>[] = []
  /** Streams that wait for room. */
  readonly #forRoom: (() => void)[] = []
  #waiting = 0
  #running = 0

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options
  }

  /** Items that wait to be computed. */
  get waiting(): number {
    return this.#waiting
  }

  /**
   * The results of the items, in their order.
   *
   * @param signal when it is aborted, what of the items was not begun never is, and the signal's reason is thrown
   * @throws Problem 503 at once where they find no room, 413 where they never will; the first Error among their results
   */
  async submit(items: readonly Item[], signal: AbortSignal): Promise<readonly Result[]> {
    const { queue } = this.#options
    if (items.length > queue) throw tooMany(queue)
    if (this.#waiting + items.length > queue) throw overloaded(this.#waiting, queue)
    return this.#enqueue(items, signal)
  }

  /**
   * The same of a caller that comes again and again, and can wait until there is room. Half of the queue is left to those that cannot:
   * a few streams would fill it, and all others would be refused.
   */
  async submitPatiently(items: readonly Item[], signal: AbortSignal): Promise<readonly Result[]> {
    while (this.#waiting > 0 && this.#waiting + items.length > this.#options.queue / 2) {
      await new Promise<void>(resolve => {
        const wake = () => {
          signal.removeEventListener('abort', wake)
          resolve()
        }
        this.#forRoom.push(wake)
        signal.addEventListener('abort', wake, { once: true })
      })
      signal.throwIfAborted()
    }
    return this.#enqueue(items, signal)
  }

  #enqueue(items: readonly Item[], signal: AbortSignal): Promise<readonly Result[]> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      if (items.length === 0) return resolve([])
      const leave = () => job.settle(signal.reason)
      const job: Job<Item, Result> = {
        items,
        results: [],
        done: 0,
        taken: 0,
        settled: false,
        settle: error => {
          if (job.settled) return
          job.settled = true
          signal.removeEventListener('abort', leave)
          this.#waiting -= items.length - job.taken
          job.taken = items.length
          if (error === undefined) resolve(job.results)
          else reject(error)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#jobs.push(job)
      this.#waiting += items.length
      if (this.#running < this.#options.concurrency) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running++
    const { weight: heaviest, weigh } = this.#options
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      const items = batch.map(({ job, index }) => job.items[index]!)
      try {
        const results = await this.#options.compute(items)
        for (const [n, { job, index }] of batch.entries()) finish(job, index, results[n]!)
      } catch (error) {
        for (const { job } of batch) job.settle(error)
      }
      const weight = items.reduce((sum, item) => sum + weigh(item), 0)
      await turns((turnsOfHeaviest * weight) / heaviest)
    }
    this.#running--
  }

  /** The items of the next batch, which wait no more. */
  #take(): { readonly job: Job<Item, Result>; readonly index: number }[] {
    const { batch: most, weight: heaviest, weigh } = this.#options
    const taken: { job: Job<Item, Result>; index: number }[] = []
    let weight = 0
    while (this.#jobs.length > 0 && taken.length < most) {
      const job = this.#jobs[0]!
      if (job.taken === job.items.length) {
        this.#jobs.shift()
        continue
      }
      weight += weigh(job.items[job.taken]!)
      if (taken.length > 0 && weight > heaviest) break
      taken.push({ job, index: job.taken++ })
      this.#waiting--
    }
    for (const resolve of this.#forRoom.splice(0)) resolve()
    return taken
  }
}

/**
 * Lets answers out and requests in. One turn would not do: Node accepts a single new connection in each, and many that come at once
 * would wait as many batches.
 */
async function turns(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) await host.giveWay()
}

function finish<Item, Result>(job: Job<Item, Result>, index: number, result: Result | Error): void {
  if (job.settled) return
  if (result instanceof Error) job.settle(result)
  else {
    job.results[index] = result
    if (++job.done === job.items.length) job.settle()
  }
}
