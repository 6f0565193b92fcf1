import type { Sequences, TokenSequences } from '../text/sequences.ts'
import { select } from './split.ts'

/**
 * Labelled texts as word ids, wherever they lie: what a training draws minibatches from. A text is named by its index, 0..size-1.
 */
export interface Dataset {
  readonly size: number
  /** Tokens of a text. */
  length(index: number): number
  /** The class of a text. */
  label(index: number): number
  /** The texts at these indices, in this order; a text may be asked for more than once. */
  batch(indices: Int32Array): Sequences | Promise<Sequences>
}

/** Texts that lie in memory. */
export class MemoryDataset implements Dataset {
  readonly #sequences: Sequences

  constructor(sequences: Sequences) {
    this.#sequences = sequences
  }

  get size(): number {
    return this.#sequences.labels.length
  }

  length(index: number): number {
    const { offsets } = this.#sequences
    return offsets[index + 1]! - offsets[index]!
  }

  label(index: number): number {
    return this.#sequences.labels[index]!
  }

  batch(indices: Int32Array): Sequences {
    return select(this.#sequences, indices)
  }
}

/** Texts without labels as a dataset whose labels are all 0. */
export function unlabelled({ tokens, offsets }: TokenSequences): Dataset {
  return new MemoryDataset({ tokens, offsets, labels: new Int32Array(offsets.length - 1) })
}

/** Texts read at once by who goes through all of them. */
const piece = 1024

/** All texts in this order, some at a time. @param order indices; the texts as they stand where it is not given */
export async function* inPieces(
  texts: Dataset,
  order: Int32Array = Int32Array.from({ length: texts.size }, (_, i) => i),
): AsyncGenerator<Sequences> {
  for (let start = 0; start < order.length; start += piece) {
    yield texts.batch(order.subarray(start, start + piece))
  }
}
