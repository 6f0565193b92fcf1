import { NgramTable } from '../text/ngram-table.ts'
import { joinedHigh, joinedLow, type Keys, wordKeys } from '../text/ngrams.ts'
import type { NgramPart } from './ngram-part.ts'

/** Finds n-grams of words in a part, which knows them by their keys alone. */
export class NgramFinder {
  readonly #part: NgramPart
  readonly #table: NgramTable

  constructor(part: NgramPart) {
    this.#part = part
    this.#table = NgramTable.of(part.keys)
  }

  /** The number of the n-gram that these words are, one to three; -1 where the part has it not. @param keys of words, @param ngram indices of them */
  number({ low, high }: Keys, ngram: readonly number[]): number {
    let [keyLow, keyHigh] = [low[ngram[0]!]! | 0, high[ngram[0]!]! | 0]
    for (const word of ngram.slice(1)) {
      const [l, h] = [low[word]!, high[word]!]
      ;[keyLow, keyHigh] = [joinedLow(keyLow, keyHigh, l, h), joinedHigh(keyLow, keyHigh, l, h)]
    }
    return this.#table.find(keyLow, keyHigh)
  }

  /** What an n-gram says for a class: of two classes what speaks against one speaks for the other. */
  weight(number: number, label: number): number {
    const { weights, classes } = this.#part
    if (classes !== 2) return weights[number * classes + label]!
    return label === 1 ? weights[number]! : -weights[number]!
  }

  /** The same of an n-gram as it is written, its words with blanks between them; 0 where the part has it not. */
  weightOf(ngram: string, label: number): number {
    const words = ngram.split(' ')
    const number = this.number(wordKeys(words), [...words.keys()])
    return number < 0 ? 0 : this.weight(number, label)
  }
}
