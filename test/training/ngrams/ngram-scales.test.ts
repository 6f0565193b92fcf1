import { describe, expect, it } from 'vitest'
import { rarityScales } from '../../../src/training/ngrams/ngram-scales.ts'

/** Three n-grams: two of words, in none of nine texts and in one, and one of characters in four. */
const keys = { low: Uint32Array.of(1, 2, 3), high: Uint32Array.of(2, 2, 1) }
const totals = Float64Array.of(0, 1, 4)

describe('rarityScales', () => {
  it('grow with rarity, 0 for what is in no text, each kind by how many a token brings; by class alike', () => {
    const [ofWord, ofPiece] = [(Math.log(5) + 1) / Math.sqrt(2.4), (Math.log(2) + 1) / Math.sqrt(10)]
    const scales = rarityScales({ keys }, Int32Array.of(0, 1, 2), totals, 9, 2)
    const expected = [0, 0, ofWord, ofWord, ofPiece, ofPiece]
    for (const [d, scale] of expected.entries()) expect(scales[d]).toBeCloseTo(scale, 12)
  })

  it('have the rarity to the power of 1.5 where that is asked for, of the n-grams that are named', () => {
    const scales = rarityScales({ keys }, Int32Array.of(2, 1), totals, 9, 1, 1.5)
    expect(scales[0]).toBeCloseTo((Math.log(2) + 1) ** 1.5 / Math.sqrt(10), 12)
    expect(scales[1]).toBeCloseTo((Math.log(5) + 1) ** 1.5 / Math.sqrt(2.4), 12)
  })
})
