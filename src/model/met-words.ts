import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import { Interner } from '../text/interner.ts'

/** Learns words, which are numbered from 0 as they come; and may be told to forget them all. */
export interface WordLearner {
  learn(words: readonly string[]): void
  forget(): void
}

/** Words that are remembered; with more, all are forgotten and learned anew. */
const rememberedWords = 1 << 18

/** Appends the numbers of the words of text i. */
export type AppendWords = (i: number, words: Interner, numbers: GrowingInt32Array) => void

/** Words as they are met: each is looked up by its letters once a place, and what is known of it found by its number. */
export class MetWords {
  readonly #learners: readonly WordLearner[]
  readonly #remembered: number
  readonly #words = new Interner()
  readonly #numbers = new GrowingInt32Array()
  /** How many of the words the learners have: all but what was met before a text that could not be read. */
  #learned = 0

  constructor(learners: readonly WordLearner[], remembered = rememberedWords) {
    this.#learners = learners
    this.#remembered = remembered
  }

  /** The numbers of the words of so many texts, which hold until the next ones are asked for. */
  numbersOf(texts: number, append: AppendWords): Int32Array[] {
    const words = this.#words
    const numbers = this.#numbers
    if (words.names.length > this.#remembered) {
      words.clear()
      for (const learner of this.#learners) learner.forget()
      this.#learned = 0
    }
    const offsets = new Int32Array(texts + 1)
    numbers.clear()
    for (let i = 0; i < texts; i++) {
      append(i, words, numbers)
      offsets[i + 1] = numbers.length
    }
    const met = words.names.slice(this.#learned)
    if (met.length > 0) for (const learner of this.#learners) learner.learn(met)
    this.#learned = words.names.length
    return Array.from({ length: texts }, (_, i) => numbers.view(offsets[i], offsets[i + 1]))
  }
}
