import { describe, expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { KnownVectors } from '../../src/text/known-vectors.ts'
import { Vocabulary } from '../../src/text/vocabulary.ts'
import { rowsByVectors } from '../../src/training/new-rows.ts'

/** Vectors [E] of some words, and an embedding [D] of the first of them that a linear map makes of these. */
function related(count: number, known: number) {
  const [E, D] = [3, 2]
  const random = new Random(1)
  const words = Array.from({ length: count }, (_, n) => `word${n}`)
  const vectors = Float32Array.from({ length: count * E }, () => random.gaussian())
  const row = (n: number) => {
    const [a, b, c] = vectors.subarray(n * E, (n + 1) * E)
    return [2 * a! - b! + 0.5, 0.25 * c! - 1]
  }
  const vocabulary = new Vocabulary(words.slice(0, known))
  const rows = new Float32Array(vocabulary.size * D)
  for (let n = 0; n < known; n++) rows.set(row(n), vocabulary.id(words[n]!) * D)
  const places = Int32Array.from(words.keys())
  return {
    embedding: { vocabulary, rows, dimension: D },
    vectors: new KnownVectors(words, places, vectors, E),
    row,
  }
}

describe('rowsByVectors', () => {
  it('gives new words the rows that the map of the known ones makes of their vectors (to 0.05, for it is held back a little)', () => {
    const { embedding, vectors, row } = related(1500, 1200)
    const rowOf = rowsByVectors(embedding, vectors)!
    for (const n of [1200, 1350, 1499]) {
      const [first, second] = rowOf(`word${n}`)!
      expect(first).toBeCloseTo(row(n)[0]!, 1)
      expect(second).toBeCloseTo(row(n)[1]!, 1)
    }
  })

  it('makes no map of vectors that are 0', () => {
    const { embedding } = related(1500, 1200)
    const words = Array.from({ length: 1500 }, (_, n) => `word${n}`)
    const zeros = new KnownVectors(words, Int32Array.from(words.keys()), new Float32Array(3 * 1500), 3)
    expect(rowsByVectors(embedding, zeros)).toBeUndefined()
  })

  it('knows nothing of a word without a vector, and makes no map of a few words', () => {
    const { embedding, vectors } = related(1500, 1200)
    expect(rowsByVectors(embedding, vectors)!('unheard')).toBeUndefined()
    const few = related(500, 400)
    expect(rowsByVectors(few.embedding, few.vectors)).toBeUndefined()
  })
})
