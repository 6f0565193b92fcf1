import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  falseAlarms,
  fingerprintOf,
  isIn,
  isSame,
  salted,
  textHashes,
  textsIn,
} from '../../src/data/fingerprint.ts'

/** Texts as lists of words, as sequences over a word table in this order. */
function hashesOf(texts: readonly (readonly string[])[], words = [...new Set(texts.flat())]): Float64Array {
  const tokens = Int32Array.from(texts.flat(), word => words.indexOf(word))
  let end = 0
  const offsets = Int32Array.from([0, ...texts.map(text => (end += text.length))])
  return textHashes({ tokens, offsets }, words)
}

/** n hashes that are as good as random. */
const many = (n: number, salt: number) => Float64Array.from({ length: n }, (_, i) => salted(i, salt))

describe('textHashes', () => {
  it('are whole numbers below 2^53 that depend on the words alone, not on how they are numbered', () => {
    const text = fc.array(fc.string({ maxLength: 5 }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), texts => {
        const words = [...new Set(texts.flat())]
        const hashes = hashesOf(texts, words)
        expect(hashesOf(texts, words.toReversed())).toEqual(hashes)
        for (const hash of hashes) expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true)
        const different = new Set(texts.map(text => JSON.stringify(text)))
        expect(new Set(hashes).size).toBe(different.size)
      }),
    )
  })

  it('tell the order, the borders and the number of words', () => {
    const texts = [['a', 'b'], ['b', 'a'], ['ab'], ['a'], ['a', 'a'], [], ['', ''], [''], ['a', 'b', '']]
    expect(new Set(hashesOf(texts)).size).toBe(texts.length)
  })

  it('are different for 300,000 texts of two words each', () => {
    const words = Array.from({ length: 600 }, (_, i) => `word${i}`)
    const tokens = Int32Array.from({ length: 600_000 }, (_, i) =>
      i % 2 ? (i >> 1) % 600 : Math.floor(i / 1200),
    )
    const offsets = Int32Array.from({ length: 300_001 }, (_, i) => 2 * i)
    expect(new Set(textHashes({ tokens, offsets }, words)).size).toBe(300_000)
  })

  it('of word ids without words tell them apart', () => {
    const tokens = Int32Array.of(1, 2, 2, 1, 1, 2, -1, 3)
    const hashes = textHashes({ tokens, offsets: Int32Array.of(0, 2, 4, 6, 8) }, undefined)
    expect(hashes[2]).toBe(hashes[0])
    expect(new Set(hashes).size).toBe(3)
  })
})

describe('a fingerprint', () => {
  it('of up to 65,536 texts knows each of them and no other', () => {
    const texts = many(65_536, 1)
    const fingerprint = fingerprintOf(Float64Array.of(...texts.subarray(0, 1000), ...texts))
    expect([fingerprint.kind, textsIn(fingerprint), falseAlarms(fingerprint)]).toEqual(['list', 65_536, 0])
    expect(texts.every(hash => isIn(fingerprint, hash))).toBe(true)
    expect(many(100_000, 2).some(hash => isIn(fingerprint, hash))).toBe(false)
  })

  it('is the same as one of the same texts, and as no other', () => {
    const [some, others] = [many(100, 1), many(100, 2)]
    expect(isSame(fingerprintOf(some), fingerprintOf(some.toReversed()))).toBe(true)
    expect(isSame(fingerprintOf(some), fingerprintOf(others))).toBe(false)
    expect(isSame(fingerprintOf(some), fingerprintOf(some.subarray(1)))).toBe(false)
  })

  it('of none has none', () => {
    expect(isIn(fingerprintOf(new Float64Array(0)), 0)).toBe(false)
  })

  it('of a million texts has 1 MB, knows each of them, and 1.8 % of others, as it says (within a tenth of that)', () => {
    const texts = many(1_000_000, 1)
    const fingerprint = fingerprintOf(texts)
    if (fingerprint.kind !== 'filter') throw new Error('a list')
    expect([fingerprint.bits.length, textsIn(fingerprint)]).toEqual([1 << 20, 1_000_000])
    expect(texts.every(hash => isIn(fingerprint, hash))).toBe(true)
    const others = many(100_000, 2)
    const found = others.filter(hash => isIn(fingerprint, hash)).length / others.length
    expect(falseAlarms(fingerprint)).toBeCloseTo(0.018, 3)
    expect(Math.abs(found / falseAlarms(fingerprint) - 1)).toBeLessThan(0.1)
  })
})
