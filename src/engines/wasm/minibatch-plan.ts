import type { LabelledMinibatch, Minibatch } from '../engine.ts'

/** A minibatch's texts by rank: by descending length, equal ones as they stand. */
export interface TextPlan {
  /** [B] the text of each rank */
  readonly order: Int32Array
  /** [B] by rank */
  readonly lengths: Int32Array
  /** N, the sum of the lengths */
  readonly tokenCount: number
}

export function planTexts({ lengths }: Minibatch): TextPlan {
  const B = lengths.length
  // One number for each text, which sorts first by length and then by place.
  const keys = new Float64Array(B)
  let tokenCount = 0
  for (let text = 0; text < B; text++) {
    keys[text] = text - lengths[text]! * B
    tokenCount += lengths[text]!
  }
  keys.sort()
  const order = new Int32Array(B)
  const sorted = new Int32Array(B)
  for (let rank = 0; rank < B; rank++) {
    sorted[rank] = Math.ceil(-keys[rank]! / B)
    order[rank] = keys[rank]! + sorted[rank]! * B
  }
  return { order, lengths: sorted, tokenCount }
}

/** Where the tokens of a minibatch go, and which of them are equal; the fields are those of job.ts. */
interface TokenPlan {
  readonly stepOffsets: Int32Array
  readonly firstRows: Int32Array
  readonly slots: Int32Array
  /** [N], of which the first `uniqueCount` count */
  readonly uniqueIds: Int32Array
  readonly uniqueCount: number
  readonly occurrenceStarts: Int32Array
  readonly occurrences: Int32Array
}

/** Makes token plans; it keeps a word list between them. */
export class TokenPlanner {
  /** [V] the unique word that each id is, -1 outside of `plan`. */
  readonly #slotOf: Int32Array

  constructor(vocabulary: number) {
    this.#slotOf = new Int32Array(vocabulary).fill(-1)
  }

  plan({ tokens }: Minibatch, texts: TextPlan, threads: number): TokenPlan {
    const { order, lengths, tokenCount: N } = texts
    const B = order.length
    const T = lengths[0] ?? 0
    const threadOf = Int32Array.from(order, (_, rank) => threadOfRank(rank, threads))
    const firstRows = firstRowsOf(lengths, threadOf, threads)

    const stepOffsets = new Int32Array(T + 1)
    const slots = new Int32Array(N)
    const rows = new Int32Array(N)
    const uniqueIds = new Int32Array(N)
    const counts = new Int32Array(N)
    const nextRow = firstRows.slice()
    const slotOf = this.#slotOf
    let uniqueCount = 0
    for (let t = 0, position = 0, active = B; t < T; t++) {
      while (active > 0 && lengths[active - 1]! <= t) active--
      stepOffsets[t] = position
      for (let rank = 0; rank < active; rank++, position++) {
        const id = tokens[t * B + order[rank]!]!
        let slot = slotOf[id]!
        if (slot < 0) {
          slot = uniqueCount++
          slotOf[id] = slot
          uniqueIds[slot] = id
        }
        slots[position] = slot
        counts[slot]!++
        const thread = threadOf[rank]!
        rows[position] = nextRow[thread]!
        nextRow[thread]!++
      }
    }
    stepOffsets[T] = N

    const occurrenceStarts = new Int32Array(uniqueCount + 1)
    for (let slot = 0; slot < uniqueCount; slot++) {
      occurrenceStarts[slot + 1] = occurrenceStarts[slot]! + counts[slot]!
      counts[slot] = occurrenceStarts[slot]!
      slotOf[uniqueIds[slot]!] = -1
    }
    const occurrences = new Int32Array(N)
    for (let position = 0; position < N; position++) {
      const slot = slots[position]!
      occurrences[counts[slot]!] = rows[position]!
      counts[slot]!++
    }
    return { stepOffsets, firstRows, slots, uniqueIds, uniqueCount, occurrenceStarts, occurrences }
  }
}

/** Values given by text, by rank. */
export function byRank({ order }: TextPlan, values: LabelledMinibatch['labels']): Int32Array {
  return order.map(text => values[text]!)
}

/** The thread that computes a text: the inverse of `rankOf` in assembly/shared-work.ts. */
function threadOfRank(rank: number, threads: number): number {
  const place = rank % threads
  return Math.floor(rank / threads) % 2 === 0 ? place : threads - 1 - place
}

function firstRowsOf(lengths: Int32Array, threadOf: Int32Array, threads: number): Int32Array {
  const first = new Int32Array(threads + 1)
  for (let rank = 0; rank < lengths.length; rank++) first[threadOf[rank]! + 1]! += lengths[rank]!
  for (let thread = 0; thread < threads; thread++) first[thread + 1]! += first[thread]!
  return first
}
