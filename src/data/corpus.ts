import type { StoredSequences } from '../text/sequences.ts'
import type { ReadColumns } from './reading.ts'

/** One labelled text as it stands in its source. */
export interface Example {
  readonly text: string
  /** The label's name; never empty. */
  readonly label: string
  /** How much it counts in training: as if it stood there so often; 1 where it is not said. */
  readonly weight?: number
  /** Where it stands, as messages name it: 'reviews.csv:12'. */
  readonly place: string
  /** The share of its split that is read when it has been, in [0, 1]. */
  readonly share: number
  /** The row of the table that it stands in. */
  readonly row?: { readonly columns: readonly string[]; readonly values: readonly unknown[] }
}

/**
 * What a reader of one data format gives: the texts of one source, divided where the source itself divides them.
 * They are streams, each to be read once, train before test, so that no more texts are in memory than are being looked at.
 */
export interface Corpus {
  readonly train: AsyncIterable<Example>
  /** Undefined when the source has no test split of its own. */
  readonly test: AsyncIterable<Example> | undefined
  /** Those of a table. */
  readonly columns?: ReadColumns | undefined
}

/**
 * A corpus after tokenizing; this is what the cache keeps. Tokens index `words`; those of a large corpus lie in a file. A source of word ids may have tokens
 * that are -1, for an unknown word.
 */
export interface TokenisedCorpus {
  /** SHA-256 (hexadecimal) over the bytes of the source; tells whether two runs saw the same data, however they read it. */
  readonly digest: string
  /**
   * The distinct tokens in the order of their first appearance (training texts first). Undefined for word ids without
   * their dictionary: then token i is the id i + 2.
   */
  readonly words: readonly string[] | undefined
  /** The source has word ids of its own, and they are to be kept: words[i] has the id i + 2. */
  readonly ranked?: true
  /** By whose dictionaries texts without blanks were divided into words, where there are such texts: 'ICU 77.1'. */
  readonly segmenter?: string
  /** These are the official reviews: their validation texts are the official script's draw, equal texts and all. */
  readonly official?: true
  /** What was found, left out or passed over while the source was read, a line each, for the user to know. */
  readonly remarks?: readonly string[]
  /** Where the training texts were read from, if that was a table. */
  readonly columns?: ReadColumns
  /** The distinct label names, sorted by code point. */
  readonly labelNames: readonly string[]
  readonly train: StoredSequences
  /** [training texts] 1 for those that are to be validated on; where the source says it. */
  readonly heldOut?: Uint8Array
  readonly test: StoredSequences | undefined
}
