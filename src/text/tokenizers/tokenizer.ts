import type { GrowingInt32Array } from '../growing-int32-array.ts'
import type { Interner } from '../interner.ts'

/** A way to cut a text into tokens. Its name is part of the model: a model reads text only as it was trained to. */
export interface Tokenizer {
  readonly name: TokenizerName
  /** Raised whenever any text would give other tokens than before; keys the cache of tokenised data. */
  readonly version: number
  /** The tokens of a text, lower-cased as the model reads them; none for a text without any. Never throws. */
  tokenize(text: string): string[]
  /** Appends the numbers of a text's tokens. Where it is there it is faster than to make these first. Never throws. */
  numberTokens?(text: string, words: Interner, numbers: GrowingInt32Array): void
  /** Whether the tokens of a text depend on the dictionaries of the JavaScript engine, which another version may have otherwise. */
  needsDictionary?(text: string): boolean
}

export const tokenizerNames = ['moses', 'moses-2014', 'words', 'words-2'] as const
export type TokenizerName = (typeof tokenizerNames)[number]
