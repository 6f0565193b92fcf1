import { host } from '../../../host/index.ts'
import { hasLittleRoom } from '../../../host/little-room.ts'
import { RemoteThread } from '../../../host/remote-thread.ts'
import { startSome } from '../../../host/start-some.ts'
import { scoreColumns } from '../../../model/ngram-part.ts'
import type { NgramRows } from '../../../text/ngram-counting.ts'
import { type FitData, type FitJob, type FittedModel, fitModels } from './fit-models.ts'
import type { FittingBreaths, FittingCalls } from './serve-fitting.ts'

/** Numbers that a step of a fit goes through, from which on threads are worth their start. */
const muchWork = 1 << 18
/** Bytes that a fit remembers for each weight: six steps and what they changed, and six arrays more (l-bfgs.ts). */
const bytesOfWeight = 18 * Float64Array.BYTES_PER_ELEMENT
/** Bytes that fits at the same time may remember together, where there is more than one. */
const most = 640 * 2 ** 20

type Fit = (job: FitJob) => Promise<FittedModel[]>

/**
 * Fits models to the same data, in the order in which they are asked for: on this thread one at a time, and where it is much work several
 * at a time, each in a thread. What comes of it is the same.
 */
export class Fitters {
  readonly #threads: readonly RemoteThread<FittingCalls>[]
  readonly #free: Fit[]
  readonly #waiting: ((fit: Fit) => void)[] = []

  /**
   * @param threads so many at most; with 1 none is started
   * @param breathe called between two steps of any fit; may throw to end it
   */
  constructor(data: FitData, threads: number, breathe: () => Promise<void>) {
    this.#threads = startedThreads(data, threads, breathe)
    this.#free =
      this.#threads.length > 0
        ? this.#threads.map(thread => job => thread.call('fit', job))
        : [job => fitModels(data, job, breathe)]
  }

  async fit(job: FitJob): Promise<FittedModel[]> {
    const fit = this.#free.shift() ?? (await new Promise<Fit>(resolve => this.#waiting.push(resolve)))
    const models = await fit(job)
    const next = this.#waiting.shift()
    if (next) next(fit)
    else this.#free.push(fit)
    return models
  }

  /** No fit is begun any more, and the threads end. */
  end(): void {
    this.#waiting.length = 0
    for (const thread of this.#threads) thread.end()
  }
}

/** @param numbers that a step of a fit goes through: a score of each n-gram of each text */
export function fitsAtOnce(numbers: number, threads: number): number {
  return numbers < muchWork ? 1 : threads
}

function startedThreads(
  data: FitData,
  threads: number,
  breathe: () => Promise<void>,
): RemoteThread<FittingCalls>[] {
  const { counted, rare } = data
  const columns = scoreColumns(data.classes)
  const room = Math.floor(most / (counted.texts.length * columns * bytesOfWeight))
  const wanted = Math.min(fitsAtOnce(counted.rows.features.length * columns, threads), room)
  if (wanted < 2 || hasLittleRoom()) return []
  const rows = inCommon(counted.rows)
  const rareRows = rare.rows === counted.rows ? rows : inCommon(rare.rows)
  const given: FitData = { ...data, counted: { ...counted, rows }, rare: { ...rare, rows: rareRows } }
  const module = new URL('./fitting-thread-start.js', import.meta.url)
  const ours: FittingBreaths = { breathe }
  const options = { ours, keepsBuffers: true }
  return startSome(wanted, () => new RemoteThread<FittingCalls>(module, given, 'fits n-grams', options))
}

/** The same in memory that threads share, where they can. */
function inCommon({ offsets, features }: NgramRows): NgramRows {
  if (!host.sharesMemory()) return { offsets, features }
  return { offsets: sharedCopy(offsets), features: sharedCopy(features) }
}

function sharedCopy(values: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
