import type { Sequences } from './corpus.ts'

/** Ids that are no words: 0 pads, 1 stands for every word that the vocabulary has not. */
export const unknownId = 1
const reservedIds = 2

/** The words a model knows; words[i] has the id i + 2. */
export class Vocabulary {
  readonly words: readonly string[]
  readonly #ids: ReadonlyMap<string, number>

  /** @throws RangeError when a word stands there twice */
  constructor(words: readonly string[]) {
    this.words = words
    this.#ids = new Map(words.map((word, i) => [word, i + reservedIds]))
    if (this.#ids.size !== words.length) throw new RangeError('a word stands twice in the vocabulary')
  }

  /**
   * The most frequent words of the training texts; of equally frequent ones those that appear first.
   *
   * @param words distinct, in the order of their first appearance
   * @param tokens indices of `words`: all training texts
   * @param size ids at most, the reserved ones included
   */
  static build(words: readonly string[], tokens: Int32Array, size: number): Vocabulary {
    const counts = new Int32Array(words.length)
    for (const token of tokens) counts[token]!++
    const seen = Int32Array.from(words.keys()).filter(index => counts[index]! > 0)
    const order = seen.sort((a, b) => counts[b]! - counts[a]! || a - b)
    return new Vocabulary(Array.from(order.subarray(0, size - reservedIds), index => words[index]!))
  }

  /** V: ids of words and reserved ids. */
  get size(): number {
    return this.words.length + reservedIds
  }

  id(word: string): number {
    return this.#ids.get(word) ?? unknownId
  }
}

/** The same texts in the vocabulary's ids; `words` is what their tokens index now. */
export function encode<T extends Pick<Sequences, 'tokens'>>(
  sequences: T,
  words: readonly string[],
  vocabulary: Vocabulary,
): T {
  const ids = Int32Array.from(words, word => vocabulary.id(word))
  return { ...sequences, tokens: sequences.tokens.map(token => ids[token]!) }
}
