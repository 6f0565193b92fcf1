import { describe, expect, it } from 'vitest'
import { labelledMinibatch } from '../../src/data/minibatches.ts'
import { select } from '../../src/data/split.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import type { Sequences } from '../../src/text/sequences.ts'
import { drawMasks, drawMinibatch } from '../../src/training/noise.ts'

const standard = { ...defaults(hyperparameterTable), dimension: 50 }
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length

describe('drawMasks', () => {
  it('draws the official dropout of the pooled vector first: 0 or 1, a half each', () => {
    const { pooled, embedding } = drawMasks(40, standard, new Random(1))
    expect(embedding).toBeUndefined()
    expect(new Set(pooled)).toEqual(new Set([0, 1]))
    expect(pooled).toHaveLength(40 * 50)
    expect(Math.abs(mean(pooled!) - 0.5)).toBeLessThan(0.05)
    const both = drawMasks(40, { ...standard, embeddingDropout: 0.3 }, new Random(1))
    expect(both.pooled).toEqual(pooled)
  })

  it('has a number for each feature, twice as many where the maximum is one', () => {
    const { pooled } = drawMasks(4, { ...standard, pooling: 'mean-max' }, new Random(1))
    expect(pooled).toHaveLength(4 * 100)
  })

  it('drops its share of the embedding and scales up the rest, so that the mean is 1', () => {
    const { pooled, embedding } = drawMasks(
      4,
      { ...standard, dropout: false, embeddingDropout: 0.2 },
      new Random(2),
    )
    expect(pooled).toBeUndefined()
    expect(embedding!.length % 50).toBe(0)
    expect(new Set(embedding)).toEqual(new Set([0, 1.25]))
    expect(Math.abs(mean(embedding!) - 1)).toBeLessThan(0.02)
  })

  it('draws nothing where nothing is dropped', () => {
    const random = new Random(3)
    expect(drawMasks(4, { ...standard, dropout: false }, random)).toEqual({})
    expect(random.uniform()).toBe(new Random(3).uniform())
  })
})

/** Text i has lengths[i] words, which count up from 2 through all texts. */
function texts(lengths: readonly number[]): Sequences {
  const offsets = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => {
    offsets[i + 1] = offsets[i]! + length
  })
  const tokens = Int32Array.from({ length: offsets.at(-1)! }, (_, n) => 2 + n)
  return { tokens, offsets, labels: Int32Array.from(lengths, (_, i) => i % 2) }
}

describe('drawMinibatch', () => {
  const off = { crop: 0, wordDropout: 0 }

  it('is the plain minibatch, without a draw, where nothing is cropped or dropped', () => {
    const sequences = texts([3, 5])
    const random = new Random(5)
    expect(drawMinibatch(sequences, off, random)).toEqual(labelledMinibatch(sequences))
    expect(random.uniform()).toBe(new Random(5).uniform())
  })

  it('makes its share of the words unknown and leaves the others where they are', () => {
    const sequences = texts([10_000])
    const { tokens, lengths, labels } = drawMinibatch(sequences, { ...off, wordDropout: 0.2 }, new Random(4))
    expect([[...lengths], [...labels]]).toEqual([[10_000], [0]])
    const dropped = tokens.filter(id => id === 1).length
    expect(Math.abs(dropped / tokens.length - 0.2)).toBeLessThan(0.02)
    tokens.forEach((id, n) => {
      if (id !== 1) expect(id).toBe(sequences.tokens[n])
    })
  })

  it('takes a stretch of each text that is too long, any one as often as another, and short texts whole', () => {
    const sequences = select(texts([4, 9, 6]), Int32Array.of(1, 0, 2))
    const random = new Random(6)
    const begins = new Map<number, number>()
    for (let round = 0; round < 4000; round++) {
      const { tokens, lengths, labels } = drawMinibatch(sequences, { ...off, crop: 6 }, random)
      expect([[...lengths], [...labels]]).toEqual([
        [6, 4, 6],
        [1, 0, 0],
      ])
      const columns = [0, 1, 2].map(b => Array.from(tokens).filter((_, at) => at % 3 === b))
      const [begin] = columns[0]!
      expect(columns[0]).toEqual([0, 1, 2, 3, 4, 5].map(t => begin! + t))
      expect(columns[1]).toEqual([2, 3, 4, 5, 0, 0])
      expect(columns[2]).toEqual([15, 16, 17, 18, 19, 20])
      begins.set(begin!, (begins.get(begin!) ?? 0) + 1)
    }
    expect([...begins.keys()].sort((a, b) => a - b)).toEqual([6, 7, 8, 9])
    for (const count of begins.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
