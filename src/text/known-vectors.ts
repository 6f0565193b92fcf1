/** Vectors of words that were made elsewhere, of many more texts than a training has. */
export class KnownVectors {
  /** D: numbers in a vector. */
  readonly dimension: number
  /** In the order of their file, which mostly is that of their frequency. */
  readonly words: readonly string[]
  /** [words.length] The row of the file that each stood in, from 0: how many words are more frequent. */
  readonly ranks: Int32Array
  readonly #vectors: Float32Array
  readonly #numbers: ReadonlyMap<string, number>

  /** @param vectors [words.length, D] row-major */
  constructor(words: readonly string[], ranks: Int32Array, vectors: Float32Array, dimension: number) {
    this.dimension = dimension
    this.words = words
    this.ranks = ranks
    this.#vectors = vectors
    this.#numbers = new Map(words.map((word, number) => [word, number]))
  }

  /** Where a word stands in `words`; -1 for one that has no vector. */
  number(word: string): number {
    return this.#numbers.get(word) ?? -1
  }

  /** [D] The vector of words[number]; a view. */
  vector(number: number): Float32Array {
    return this.#vectors.subarray(number * this.dimension, (number + 1) * this.dimension)
  }
}
