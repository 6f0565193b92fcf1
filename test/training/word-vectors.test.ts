import { describe, expect, it } from 'vitest'
import { unlabelled } from '../../src/data/dataset.ts'
import { openSkipGram } from '../../src/engines/wasm/index.ts'
import { Random } from '../../src/random.ts'
import { wordVectors } from '../../src/training/word-vectors.ts'

const [vocabulary, dimension] = [42, 12]
const usual = { vocabulary, dimension, openSkipGram }

/**
 * Texts of two topics, of words 2..11 and 22..31. In each text one of two further words of its topic, 12 or 13, and 32 or 33,
 * stands as well: they never meet, so that only the company they keep tells that they belong together.
 */
function texts(count: number, random: Random) {
  const length = 100
  const lists = Array.from({ length: count }, (_, i) => {
    const topic = 2 + 20 * (i % 2)
    const further = topic + 10 + (Math.floor(i / 2) % 2)
    return Array.from({ length }, (_, n) => (n === 5 ? 1 : n % 8 === 0 ? further : topic + random.integer(9)))
  })
  const offsets = Int32Array.from([0, ...lists.map((_, i) => length * (i + 1))])
  return unlabelled({ tokens: Int32Array.from(lists.flat()), offsets })
}

function cosine(vectors: Float32Array, one: number, other: number): number {
  const row = (id: number) => vectors.subarray(id * dimension, (id + 1) * dimension)
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, d) => sum + value * b[d]!, 0)
  const [a, b] = [row(one), row(other)]
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

function cosineOfAll(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, n) => sum + value * y[n]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe('wordVectors', () => {
  const sequences = texts(1000, new Random(1))
  const make = (changes = {}) =>
    wordVectors(sequences, { ...usual, epochs: 3, random: new Random(2), ...changes })

  it('puts words near each other that stand in the same company, though never in one text', async () => {
    const vectors = await make()
    const alike = [cosine(vectors, 12, 13), cosine(vectors, 32, 33)]
    const apart = [cosine(vectors, 12, 32), cosine(vectors, 12, 33), cosine(vectors, 13, 33)]
    expect(Math.min(...alike)).toBeGreaterThan(Math.max(...apart) + 0.3)
  })

  it('has 0 for the reserved ids, and 0.15 for the root of the mean square of all numbers', async () => {
    const vectors = await make({ epochs: 1 })
    expect(vectors).toHaveLength(vocabulary * dimension)
    expect([...vectors.subarray(0, 2 * dimension)]).toEqual(Array(2 * dimension).fill(0))
    expect(Math.hypot(...vectors) / Math.sqrt(vectors.length)).toBeCloseTo(0.15, 5)
  })

  it('gives the same bits for the same generator, others for another', async () => {
    const [one, again, other] = [await make(), await make(), await make({ random: new Random(3) })]
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
  })

  it('goes on from vectors that are given: with no pass they stay as they are, and another pass moves them a little', async () => {
    const start = await make()
    const [kept, moved] = [await make({ start, epochs: 0 }), await make({ start, epochs: 1 })]
    const farthest = (vectors: Float32Array) =>
      Math.max(...vectors.map((value, n) => Math.abs(value - start[n]!)))
    expect(farthest(kept)).toBeLessThan(1e-6)
    expect(farthest(moved)).toBeGreaterThan(0.01)
    expect(cosineOfAll(moved, start)).toBeGreaterThan(0.8)
  })

  it('tells its progress, up to 1', async () => {
    const shares: number[] = []
    await make({ onProgress: (share: number) => shares.push(share) })
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  it('takes texts without a known word', async () => {
    const vectors = await wordVectors(
      unlabelled({ tokens: Int32Array.of(1, 1), offsets: Int32Array.of(0, 2, 2) }),
      { ...usual, vocabulary: 4, dimension: 2, epochs: 2, random: new Random(1) },
    )
    expect(vectors.every(Number.isFinite)).toBe(true)
  })
})
