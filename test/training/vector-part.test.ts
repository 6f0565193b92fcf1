import { describe, expect, it } from 'vitest'
import { NgramScorer } from '../../src/model/ngram-part.ts'
import { KnownVectors } from '../../src/text/known-vectors.ts'
import { fitVectorPart } from '../../src/training/vector-part.ts'

const words = ['fine', 'poor', 'film', 'a', 'odd']
/** The first number of a vector is what the labels are about. */
const known = new KnownVectors(
  ['fine', 'poor', 'film', 'superb', 'dreadful', 'a'],
  Int32Array.of(200, 300, 50, 4000, 5000, 0),
  Float32Array.of(1, 0.2, -1, 0.1, 0, 1, 1, 0, -1, 0, 0.1, 0.3),
  2,
)
/** 'a fine film' and 'a poor film' in turn, twelve times, and now and then an odd word. */
const texts = {
  tokens: Int32Array.from({ length: 48 }, (_, t) => [3, (t >> 2) % 2, 2, t < 24 ? 4 : 2][t % 4]!),
  offsets: Int32Array.from({ length: 13 }, (_, i) => 4 * i),
  labels: Int32Array.from({ length: 12 }, (_, i) => 1 - (i % 2)),
}
const options = {
  classes: 2,
  foldOf: Int32Array.from({ length: 12 }, (_, i) => Math.floor(i / 4)),
  heldOut: Int32Array.from({ length: 12 }, (_, i) => i),
  weights: undefined,
  breathe: async () => {},
}

describe('fitVectorPart', () => {
  it('judges words that no text has by those that they are like', async () => {
    const { part } = await fitVectorPart(texts, words, known, options)
    const scorer = new NgramScorer(part)
    const all = ['a', 'film', 'superb', 'dreadful', 'odd', 'unheard']
    scorer.learn(all)
    const score = (word: string) => scorer.scores(Int32Array.of(0, all.indexOf(word), 1))[1]!
    expect(score('superb')).toBeGreaterThan(0)
    expect(score('dreadful')).toBeLessThan(0)
    expect(score('odd')).toBe(score('unheard'))
  })

  it('scores each fold by a model that has not seen it', async () => {
    const seen = await fitVectorPart(texts, words, known, options)
    const labels = texts.labels.map((label, i) => (i < 4 ? 1 - label : label))
    const other = await fitVectorPart({ ...texts, labels }, words, known, options)
    // The first fold's own labels have no part in its scores.
    expect(other.scores.subarray(0, 8)).toEqual(seen.scores.subarray(0, 8))
    expect(other.scores.subarray(8)).not.toEqual(seen.scores.subarray(8))
  })

  it('has of three classes a score for each, the highest where a word is like those of the class', async () => {
    const seen = ['red', 'sour', 'loud']
    const unseen = ['green', 'sweet', 'soft']
    // The three directions of a triangle, one for each class.
    const directions = [0, 1, -0.87, -0.5, 0.87, -0.5]
    const vectors = Float32Array.of(...directions, ...directions)
    const likeness = new KnownVectors([...seen, ...unseen], new Int32Array(6).fill(5000), vectors, 2)
    const ofOneWord = {
      tokens: Int32Array.from({ length: 36 }, (_, i) => i % 3),
      offsets: Int32Array.from({ length: 37 }, (_, i) => i),
      labels: Int32Array.from({ length: 36 }, (_, i) => i % 3),
    }
    const all = Int32Array.from({ length: 36 }, (_, i) => i)
    const { part, scores } = await fitVectorPart(ofOneWord, seen, likeness, {
      ...{ ...options, classes: 3, heldOut: all },
      foldOf: all.map(i => Math.floor(i / 12)),
    })
    const highest = (row: Float64Array) => row.indexOf(Math.max(...row))
    expect(Array.from(all, i => highest(scores.subarray(3 * i, 3 * i + 3)))).toEqual([...ofOneWord.labels])
    const scorer = new NgramScorer(part)
    scorer.learn(unseen)
    expect([0, 1, 2].map(word => highest(scorer.scores(Int32Array.of(word))))).toEqual([0, 1, 2])
  })
})
