/** Learns words one by one, which are numbered from 0 as they come; and may be told to forget them all. */
export interface WordLearner {
  learn(word: string): void
  forget(): void
}

/** Words that are remembered; with more, all are forgotten and learned anew. */
const rememberedWords = 1 << 18

/** Words as they are met: each is looked up by its letters once a place, and what is known of it found by its number. */
export class MetWords {
  readonly #learners: readonly WordLearner[]
  readonly #remembered: number
  readonly #numbers = new Map<string, number>()

  constructor(learners: readonly WordLearner[], remembered = rememberedWords) {
    this.#learners = learners
    this.#remembered = remembered
  }

  /** The numbers of the tokens of texts, which hold until the next ones are asked for. */
  numbersOf(texts: readonly (readonly string[])[]): Int32Array[] {
    if (this.#numbers.size > this.#remembered) {
      this.#numbers.clear()
      for (const learner of this.#learners) learner.forget()
    }
    return texts.map(tokens => {
      const numbers = new Int32Array(tokens.length)
      for (let t = 0; t < tokens.length; t++) {
        const token = tokens[t]!
        numbers[t] = this.#numbers.get(token) ?? this.#learn(token)
      }
      return numbers
    })
  }

  #learn(word: string): number {
    const number = this.#numbers.size
    this.#numbers.set(word, number)
    for (const learner of this.#learners) learner.learn(word)
    return number
  }
}
