import { NgramTable } from './ngram-table.ts'
import type { HalfKeys, Keys } from './ngrams.ts'

/** Looked up so many at a time, n-grams are found sooner by going through all of a model's; and so many times. */
const fewKeys = 1024
const fewTimes = 8

/**
 * The n-grams of a model, to be found by their keys. A table of hundreds of thousands takes longer to make than a sentence to classify,
 * so it is made when many are looked up: the first few are found by going through all.
 */
export class NgramIndex {
  readonly #keys: Keys
  #table: NgramTable | undefined
  #times = 0

  /** @param keys distinct; those that are looked up most first */
  constructor(keys: Keys) {
    this.#keys = keys
  }

  /** The numbers of n-grams, as they stand in the keys; -1 for those that are not among them. */
  findAll(asked: HalfKeys, numbers: Int32Array): void {
    if (!this.#table && (asked.count > fewKeys || ++this.#times > fewTimes)) {
      this.#table = NgramTable.of(this.#keys)
    }
    if (this.#table) this.#table.findAll(asked, numbers)
    else this.#goThroughAll(asked, numbers)
  }

  #goThroughAll({ low, high, count }: HalfKeys, numbers: Int32Array): void {
    const table = new NgramTable(count)
    for (let n = 0; n < count; n++) numbers[n] = table.add(low[n]!, high[n]!)
    const found = new Int32Array(table.size).fill(-1)
    const keys = this.#keys
    for (let number = 0; number < keys.low.length; number++) {
      const wanted = table.find(keys.low[number]! | 0, keys.high[number]! | 0)
      if (wanted >= 0) found[wanted] = number
    }
    for (let n = 0; n < count; n++) numbers[n] = found[numbers[n]!]!
  }
}
