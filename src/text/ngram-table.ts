import { doublingsTo } from '../rounding.ts'
import type { Keys } from './ngrams.ts'

/**
 * N-grams by their keys, numbered from 0 as they are added: an open-addressed table of at most two thirds of its places full.
 * A place is four numbers of 32 bits in one stretch of 16 bytes, which one line of the processor's cache holds: low, high and
 * number + 1 (0: free).
 */
export class NgramTable {
  #places: Uint32Array
  #mask: number
  #size = 0

  /** @param expected how many n-grams there will be; with more the table grows */
  constructor(expected = 1024) {
    const capacity = 2 ** Math.max(4, doublingsTo(1.5 * expected + 1))
    this.#places = new Uint32Array(4 * capacity)
    this.#mask = capacity - 1
  }

  /** The table of these n-grams, each numbered as it stands there. @param keys distinct; frequent ones first are found soonest */
  static of({ low, high }: Keys): NgramTable {
    const table = new NgramTable(low.length)
    for (let n = 0; n < low.length; n++) table.add(low[n]!, high[n]!)
    return table
  }

  /** N-grams in the table. */
  get size(): number {
    return this.#size
  }

  /** The n-gram's number; -1 when it is not in the table. */
  find(low: number, high: number): number {
    const places = this.#places
    for (let place = low & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = places[4 * place + 2]!
      if (number === 0) return -1
      if (places[4 * place] === low && places[4 * place + 1] === high) return number - 1
    }
  }

  /** The n-gram's number, the next free one when it is new. */
  add(low: number, high: number): number {
    const places = this.#places
    for (let place = low & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = places[4 * place + 2]!
      if (number === 0) {
        places[4 * place] = low
        places[4 * place + 1] = high
        places[4 * place + 2] = ++this.#size
        if (3 * this.#size > 2 * this.#mask) this.#grow()
        return this.#size - 1
      }
      if (places[4 * place] === low && places[4 * place + 1] === high) return number - 1
    }
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

  #grow(): void {
    const { low, high } = this.keys()
    this.#places = new Uint32Array(8 * (this.#mask + 1))
    this.#mask = 2 * this.#mask + 1
    this.#size = 0
    for (let n = 0; n < low.length; n++) this.add(low[n]!, high[n]!)
  }
}
