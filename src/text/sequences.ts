import { joinedArrays } from '../joined-arrays.ts'

/** Token sequences: text i is tokens[offsets[i]] .. tokens[offsets[i + 1] - 1]. */
export interface TokenSequences {
  /** Word ids. What they index (a corpus's word table, or a model's vocabulary) is said by what holds them. */
  readonly tokens: Int32Array
  /** [n + 1], ascending from 0 */
  readonly offsets: Int32Array
}

/** Tokens in a row, wherever they lie: an Int32Array is one, and so is a file of them (data/token-file.ts). */
export interface TokenStore {
  readonly length: number
  /** Tokens start..end-1, to be read and not to be written to. */
  subarray(start: number, end: number): Int32Array
  /** Undefined where any order of reading is as fast as another. */
  readonly locality?: Locality
}

/** How tokens are best read that do not lie in memory: block after block, and again only what is still at hand. */
export interface Locality {
  /** Tokens that are read together. */
  readonly block: number
  /** Blocks that are at hand. */
  readonly kept: number
}

/** Labelled texts whose tokens need not be in memory; `Sequences` are some whose tokens are. */
export interface StoredSequences {
  readonly tokens: TokenStore
  /** [n + 1], ascending from 0 */
  readonly offsets: Int32Array
  /** [n], 0..classes-1: indices of the label names */
  readonly labels: Int32Array
  /** [n], as `textHashes` makes them of the corpus's words, where that was done while the texts were read. */
  readonly hashes?: Float64Array
  /** [n], above 0: how much each counts in training; undefined: each 1. */
  readonly weights?: Float64Array
}

export interface Sequences extends TokenSequences {
  /** [n], 0..classes-1: indices of the label names */
  readonly labels: Int32Array
}

/** The texts where their tokens are in memory already. */
export function isInMemory(texts: StoredSequences): texts is StoredSequences & Sequences {
  return texts.tokens instanceof Int32Array
}

/** The texts with all their tokens in memory. */
export function inMemory(texts: StoredSequences): Sequences {
  return isInMemory(texts) ? texts : { ...texts, tokens: texts.tokens.subarray(0, texts.tokens.length) }
}

/** The texts of both, those of the first before. */
export function joinedSequences(first: Sequences, second: Sequences): Sequences {
  const shifted = second.offsets.subarray(1).map(offset => offset + first.tokens.length)
  const join = (...arrays: readonly Int32Array[]) => joinedArrays(Int32Array, arrays)
  return {
    tokens: join(first.tokens, second.tokens),
    offsets: join(first.offsets, shifted),
    labels: join(first.labels, second.labels),
  }
}
