/** The words that a model knows by their ids: texts become rows of these numbers. */
import { LstmError } from '../errors.ts'

/** Ids that are no words: 0 pads, 1 stands for every word that the vocabulary has not. */
export const unknownId = 1
const reservedIds = 2

/** The words a model knows; words[i] has the id i + 2. */
export class Vocabulary {
  readonly words: readonly string[]
  readonly #ids: ReadonlyMap<string, number>

  /** @throws LstmError 'model' when there is no word, or one stands there twice */
  constructor(words: readonly string[]) {
    if (words.length === 0) throw new LstmError('model', 'the vocabulary has no words')
    const ids = new Map<string, number>()
    for (const [i, word] of words.entries()) {
      if (ids.has(word)) throw new LstmError('model', `the vocabulary has the word '${word}' twice`)
      ids.set(word, i + reservedIds)
    }
    this.words = words
    this.#ids = ids
  }

  /**
   * The most frequent words of the training texts, by descending count; of equally frequent ones those that appear first.
   *
   * @param words distinct
   * @param texts all training texts one after the other, each as indices of `words`; -1 for an unknown word
   * @param size ids at most, the reserved ones included
   * @throws LstmError 'data' when there is no word
   */
  static build(words: readonly string[], texts: Iterable<Int32Array>, size: number): Vocabulary {
    const counts = new Int32Array(words.length)
    const seen: number[] = []
    for (const text of texts) {
      for (let t = 0; t < text.length; t++) {
        const token = text[t]!
        if (token >= 0 && counts[token]!++ === 0) seen.push(token)
      }
    }
    if (seen.length === 0) {
      throw new LstmError('data', 'no training text has a word in it', {
        hint: 'is the column the one with the texts (--text-column)?',
      })
    }
    const byCount = seen.sort((a, b) => counts[b]! - counts[a]!)
    return new Vocabulary(byCount.slice(0, size - reservedIds).map(index => words[index]!))
  }

  /** The same words, and the first so many others of a list. */
  with(others: Iterable<string>, most: number): Vocabulary {
    const added: string[] = []
    for (const word of others) {
      if (added.length === most) break
      if (!this.#ids.has(word)) added.push(word)
    }
    return new Vocabulary([...this.words, ...added])
  }

  /** V: ids of words and reserved ids. */
  get size(): number {
    return this.words.length + reservedIds
  }

  /** The word's id; 1 for a word that is not in the vocabulary. */
  id(word: string): number {
    return this.#ids.get(word) ?? unknownId
  }

  /** The word with this id; undefined for the reserved ids and those of no word. */
  word(id: number): string | undefined {
    return this.words[id - reservedIds]
  }
}

/** The word id of a token. */
export type TokenIds = (token: number) => number

/** The vocabulary's ids of tokens that index `words`, -1 being an unknown word. */
export function idsOf(words: readonly string[], vocabulary: Vocabulary): TokenIds {
  const ids = Int32Array.from(words, word => vocabulary.id(word))
  return token => (token < 0 ? unknownId : ids[token]!)
}
