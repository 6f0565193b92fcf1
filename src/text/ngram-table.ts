import { doublingsTo } from '../rounding.ts'
import type { HalfKeys, Keys } from './ngrams.ts'

/**
 * N-grams by their keys, numbered from 0 as they are added: an open-addressed table of at most two thirds of its places full.
 * A place is four numbers of 32 bits in one stretch of 16 bytes, which one line of the processor's cache holds: low, high and
 * number + 1 (0: free).
 */
export class NgramTable {
  #places: Int32Array
  #mask: number
  #size = 0
  /** Some eight bits for each key of a table that is looked up: half of the n-grams of a text are in no table, which one bit tells. */
  #bits = Int32Array.of(-1)
  #bitMask = 31
  #picked = new Int32Array(1024)

  /** @param expected how many n-grams there will be; with more the table grows */
  constructor(expected = 1024) {
    const capacity = 2 ** Math.max(4, doublingsTo(1.5 * expected + 1))
    this.#places = new Int32Array(4 * capacity)
    this.#mask = capacity - 1
  }

  /** The table of these n-grams, each numbered as it stands there. @param keys distinct; frequent ones first are found soonest */
  static of({ low, high }: Keys): NgramTable {
    const table = new NgramTable(low.length)
    table.#bitMask = 2 ** Math.max(5, Math.min(31, doublingsTo(8 * low.length + 1))) - 1
    table.#bits = new Int32Array((table.#bitMask + 1) / 32)
    table.#size = low.length
    // As `add`, but nothing has to be compared: a model has hundreds of thousands, and whoever asks of one sentence waits for them.
    const places = table.#places
    const mask = table.#mask
    for (let n = 0; n < low.length; n++) {
      const lowHalf = low[n]! | 0
      const highHalf = high[n]! | 0
      let place = lowHalf & mask
      while (places[4 * place + 2] !== 0) place = (place + 1) & mask
      places[4 * place] = lowHalf
      places[4 * place + 1] = highHalf
      places[4 * place + 2] = n + 1
      table.#setBit(lowHalf, highHalf)
    }
    return table
  }

  /** N-grams in the table. */
  get size(): number {
    return this.#size
  }

  /** The n-gram's number; -1 when it is not in the table. @param low, @param high halves of its key, signed */
  find(low: number, high: number): number {
    const places = this.#places
    for (let place = low & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = places[4 * place + 2]! - 1
      if (number < 0 || (places[4 * place] === low && places[4 * place + 1] === high)) return number
    }
  }

  /**
   * The numbers of n-grams; -1 for those that are not in the table.
   *
   * First those are picked out whose bit is set, without a branch; then their places are read, which the processor fetches side by side.
   */
  findAll({ low, high, count }: HalfKeys, numbers: Int32Array): void {
    if (count > this.#picked.length) this.#picked = new Int32Array(2 * count)
    const picked = this.#picked
    const bits = this.#bits
    const bitMask = this.#bitMask
    let left = 0
    for (let n = 0; n < count; n++) {
      numbers[n] = -1
      picked[left] = n
      const bit = bitOf(low[n]!, high[n]!) & bitMask
      left += (bits[bit >>> 5]! >>> (bit & 31)) & 1
    }
    for (let p = 0; p < left; p++) {
      const n = picked[p]!
      numbers[n] = this.find(low[n]!, high[n]!)
    }
  }

  /** The n-gram's number, the next free one when it is new. @param low, @param high halves of its key, signed */
  add(low: number, high: number): number {
    const places = this.#places
    let place = low & this.#mask
    for (; places[4 * place + 2] !== 0; place = (place + 1) & this.#mask) {
      if (places[4 * place] === low && places[4 * place + 1] === high) return places[4 * place + 2]! - 1
    }
    this.#put(place, low, high, ++this.#size)
    this.#setBit(low, high)
    if (3 * this.#size > 2 * this.#mask) this.#grow()
    return this.#size - 1
  }

  /** The keys by number. */
  keys(): Keys {
    const keys = { low: new Uint32Array(this.#size), high: new Uint32Array(this.#size) }
    const places = this.#places
    for (let at = 0; at < places.length; at += 4) {
      const number = places[at + 2]!
      if (number === 0) continue
      keys.low[number - 1] = places[at]!
      keys.high[number - 1] = places[at + 1]!
    }
    return keys
  }

  #setBit(low: number, high: number): void {
    const bit = bitOf(low, high) & this.#bitMask
    this.#bits[bit >>> 5]! |= 1 << (bit & 31)
  }

  #put(place: number, low: number, high: number, number: number): void {
    this.#places[4 * place] = low
    this.#places[4 * place + 1] = high
    this.#places[4 * place + 2] = number
  }

  #grow(): void {
    const before = this.#places
    this.#places = new Int32Array(2 * before.length)
    this.#mask = 2 * this.#mask + 1
    for (let at = 0; at < before.length; at += 4) {
      if (before[at + 2] === 0) continue
      let place = before[at]! & this.#mask
      while (this.#places[4 * place + 2] !== 0) place = (place + 1) & this.#mask
      this.#put(place, before[at]!, before[at + 1]!, before[at + 2]!)
    }
  }
}

/** Bits of a key that have no part in where the table puts it. */
function bitOf(low: number, high: number): number {
  return high ^ (low >>> 16)
}
