import type { Random } from '../random.ts'
import type { Sequences, StoredSequences, TokenSequences } from '../text/sequences.ts'
import type { TokenIds } from '../text/vocabulary.ts'
import { orderByLength, select } from './split.ts'

/**
 * Labelled texts as word ids, wherever they lie: what a training draws minibatches from. A text is named by its index, 0..size-1.
 */
export interface Dataset {
  readonly size: number
  /** Tokens of a text. */
  length(index: number): number
  /** The class of a text. */
  label(index: number): number
  /** Which texts of the corpus these are, [size]. */
  places(): Int32Array
  /** How much each text counts in training, [size]; undefined: each 1. */
  weights(): Float64Array | undefined
  /** The texts at these indices, in this order; a text may be asked for more than once. */
  batch(indices: Int32Array): Sequences | Promise<Sequences>
  /**
   * A random order of an epoch, in which the texts are read about as fast as in any.
   *
   * @param drawn the texts of the epoch, in the random order that they were drawn in; undefined: all of them, once
   */
  order(random: Random, drawn?: Int32Array): Int32Array
  /** The texts at these indices, in this order. */
  view(indices: Int32Array): Dataset
  /** All indices in stretches `[start, end)` in each of which texts are read about as fast in any order. */
  stretches(): Iterable<readonly [start: number, end: number]>
}

/** Labelled texts of a corpus, in an order of their own: a list of which ones they are, and no copy. */
export class TextDataset implements Dataset {
  readonly #texts: StoredSequences
  readonly #indices: Int32Array
  readonly #ids: TokenIds | undefined

  /**
   * @param indices which texts; all of them where it is not given
   * @param ids what becomes of their tokens, if anything does
   */
  constructor(texts: StoredSequences, indices: Int32Array = allOf(texts.labels.length), ids?: TokenIds) {
    this.#texts = texts
    this.#indices = indices
    this.#ids = ids
  }

  get size(): number {
    return this.#indices.length
  }

  length(index: number): number {
    const { offsets } = this.#texts
    const text = this.#indices[index]!
    return offsets[text + 1]! - offsets[text]!
  }

  label(index: number): number {
    return this.#texts.labels[this.#indices[index]!]!
  }

  places(): Int32Array {
    return this.#indices.slice()
  }

  batch(indices: Int32Array): Sequences {
    const batch = select(
      this.#texts,
      indices.map(index => this.#indices[index]!),
    )
    const ids = this.#ids
    return ids ? { ...batch, tokens: batch.tokens.map(token => ids(token)) } : batch
  }

  /**
   * Official, in memory: a permutation. On disk blocks of the file are permuted, and texts then permuted among some hundred
   * blocks: of texts that come together, few stand together in the file, and no block is read twice for an epoch.
   */
  order(random: Random, drawn?: Int32Array): Int32Array {
    const { locality } = this.#texts.tokens
    if (!locality) return drawn ?? random.permutation(this.size)
    const order = drawn ? drawn.toSorted() : allOf(this.size)
    const blocks = this.#blocksOf(order, locality.block)
    const mixed = random.permutation(blocks.length)
    // A text may reach into the block after its own.
    const together = Math.max(1, Math.floor(locality.kept / 4))
    const result = new Int32Array(order.length)
    let end = 0
    for (let first = 0; first < mixed.length; first += together) {
      const start = end
      for (const number of mixed.subarray(first, first + together)) {
        result.set(blocks[number]!, end)
        end += blocks[number]!.length
      }
      const texts = result.slice(start, end)
      random.permutation(texts.length).forEach((from, to) => {
        result[start + to] = texts[from]!
      })
    }
    return result
  }

  *stretches(): Generator<readonly [start: number, end: number]> {
    const { tokens, offsets } = this.#texts
    if (!tokens.locality) return yield [0, this.size]
    const reach = (tokens.locality.block * tokens.locality.kept) / 4
    for (let start = 0, end = 0; start < this.size; start = end) {
      const from = offsets[this.#indices[start]!]!
      while (end < this.size && Math.abs(offsets[this.#indices[end]!]! - from) <= reach) end++
      yield [start, end]
    }
  }

  /** The class of each text, [size]. */
  labels(): Int32Array {
    return this.#indices.map(text => this.#texts.labels[text]!)
  }

  /** How much each text counts, [size]; undefined: each 1. */
  weights(): Float64Array | undefined {
    const { weights } = this.#texts
    return weights && this.pick(weights)
  }

  /** What stands at the same places for these texts. @param values one for each text of the corpus */
  pick(values: Float64Array): Float64Array {
    return Float64Array.from(this.#indices, text => values[text]!)
  }

  /** The tokens of each text, in the order that is the fastest: to be looked at before the next ones are asked for. */
  *tokens(): Generator<Int32Array> {
    const { tokens, offsets } = this.#texts
    for (const text of this.#indices) yield tokens.subarray(offsets[text]!, offsets[text + 1]!)
  }

  /** All texts, in memory. */
  all(): Sequences {
    return this.batch(allOf(this.size))
  }

  /** The texts at these indices, in this order. */
  view(indices: Int32Array): TextDataset {
    return new TextDataset(
      this.#texts,
      indices.map(index => this.#indices[index]!),
      this.#ids,
    )
  }

  /** The texts shorter than `maxlen` tokens, in their order; all of them for 0. Official: longer ones are dropped, never cut. */
  shorterThan(maxlen: number): TextDataset {
    return maxlen === 0 ? this : this.view(allOf(this.size).filter(index => this.length(index) < maxlen))
  }

  /** Official, in memory: in ascending order of length. On disk in that of the file. */
  sorted(): TextDataset {
    if (!this.#texts.tokens.locality) return this.view(orderByLength(this.size, index => this.length(index)))
    return new TextDataset(this.#texts, this.#indices.toSorted(), this.#ids)
  }

  /** The same texts with other ids for their tokens. */
  inIds(ids: TokenIds): TextDataset {
    return new TextDataset(this.#texts, this.#indices, ids)
  }

  /** The texts of an order in groups that begin in the same block. @param order ascending */
  #blocksOf(order: Int32Array, block: number): Int32Array[] {
    const { offsets } = this.#texts
    const blockOf = (at: number) => Math.floor(offsets[this.#indices[order[at]!]!]! / block)
    const blocks: Int32Array[] = []
    for (let start = 0, end = 0; start < order.length; start = end) {
      while (end < order.length && blockOf(end) === blockOf(start)) end++
      blocks.push(order.subarray(start, end))
    }
    return blocks
  }
}

/** Texts without labels as a dataset whose labels are all 0. */
export function unlabelled({ tokens, offsets }: TokenSequences): Dataset {
  return new TextDataset({ tokens, offsets, labels: new Int32Array(offsets.length - 1) })
}

/** Texts read at once by who goes through all of them. */
const piece = 1024

/** All texts in this order, some at a time. @param order indices; the texts as they stand where it is not given */
export async function* inPieces(
  texts: Dataset,
  order: Int32Array = allOf(texts.size),
): AsyncGenerator<Sequences> {
  for (let start = 0; start < order.length; start += piece) {
    yield texts.batch(order.subarray(start, start + piece))
  }
}

function allOf(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i)
}
