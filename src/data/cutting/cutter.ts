import { GrowingInt32Array } from '../../text/growing-int32-array.ts'
import { Interner } from '../../text/interner.ts'
import { numberTokens } from '../../text/tokenizers/pieces.ts'
import type { Tokenizer } from '../../text/tokenizers/tokenizer.ts'
import { hasUnspaced } from '../../text/tokenizers/unspaced.ts'
import { TextHasher } from '../fingerprint.ts'

/** Texts cut into tokens, which are numbers of the cutter's own words. */
export interface CutTexts {
  readonly tokens: Int32Array
  /** [texts + 1] where each text begins in `tokens`. */
  readonly offsets: Int32Array
  /** [texts] as `textHashes` gives them. */
  readonly hashes: Float64Array
  /** The words that the cutter met here first, numbered on from those before, in the order they are met. */
  readonly newWords: readonly string[]
  /** Texts with a letter of a script that has no blanks between words. */
  readonly unspaced: number
}

/** Cuts texts into tokens, numbers these by first appearance, and hashes the texts. */
export class Cutter {
  readonly #tokenizer: Tokenizer
  readonly #isUnspaced: (text: string) => boolean
  readonly #words = new Interner()
  readonly #hasher = new TextHasher()
  readonly #tokens = new GrowingInt32Array()

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer
    this.#isUnspaced = tokenizer.needsDictionary ?? hasUnspaced
  }

  cut(texts: readonly string[]): CutTexts {
    const words = this.#words
    const hasher = this.#hasher
    const tokens = this.#tokens
    const known = words.names.length
    const offsets = new Int32Array(texts.length + 1)
    const hashes = new Float64Array(texts.length)
    let unspaced = 0
    tokens.clear()
    for (const [i, text] of texts.entries()) {
      if (this.#isUnspaced(text)) unspaced++
      numberTokens(this.#tokenizer, text, words, tokens)
      for (let word = hasher.words; word < words.names.length; word++) hasher.add(words.names[word]!)
      offsets[i + 1] = tokens.length
      hashes[i] = hasher.hash(tokens.view(offsets[i], tokens.length))
    }
    return { tokens: tokens.toArray(), offsets, hashes, newWords: words.names.slice(known), unspaced }
  }
}
