import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderByLength, randomSplit, select, shorterThan, stratifiedSplit } from '../../src/data/split.ts'
import { Random } from '../../src/random.ts'
import type { Sequences } from '../../src/text/sequences.ts'

/** Texts of these lengths; text i consists of the token i. */
function texts(lengths: readonly number[]): Sequences {
  const offsets = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => {
    offsets[i + 1] = offsets[i]! + length
  })
  const tokens = Int32Array.from(lengths.flatMap((length, i) => new Array(length).fill(i)))
  return { tokens, offsets, labels: Int32Array.from(lengths, (_, i) => i % 2) }
}
const ascending = (indices: Int32Array) => [...indices].sort((a, b) => a - b)
const upTo = (count: number) => [...Array(count).keys()]

describe('randomSplit', () => {
  it('keeps round(n (1 - portion)) texts, half to even as numpy.round', () => {
    const kept = (count: number, portion: number) => randomSplit(count, portion, new Random(1)).kept.length
    expect(kept(2177, 0.05)).toBe(2068)
    expect([kept(1, 0.5), kept(3, 0.5), kept(5, 0.5), kept(7, 0.5)]).toEqual([0, 2, 2, 4])
  })

  it('divides 0..n-1 into two parts in the order of a permutation, for any n', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(),
        (count, portion, seed) => {
          const { kept, heldOut } = randomSplit(count, portion, new Random(seed))
          expect([...kept, ...heldOut]).toEqual([...new Random(seed).permutation(count)])
        },
      ),
    )
  })
})

describe('stratifiedSplit', () => {
  const labels = fc
    .array(fc.integer({ min: 2, max: 20 }), { minLength: 2, maxLength: 5 })
    .chain(sizes =>
      fc.shuffledSubarray(
        sizes.flatMap((size, label) => new Array(size).fill(label) as number[]),
        {
          minLength: sizes.reduce((sum, size) => sum + size, 0),
        },
      ),
    )
    .map(list => Int32Array.from(list))

  it('holds out the same rounded share of each class, at least one and not all, for any labels', () => {
    fc.assert(
      fc.property(
        labels,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(),
        (list, portion, seed) => {
          const { kept, heldOut } = stratifiedSplit(list, portion, new Random(seed))
          expect(ascending(Int32Array.of(...kept, ...heldOut))).toEqual(upTo(list.length))
          for (const label of new Set(list)) {
            const size = list.filter(other => other === label).length
            const held = heldOut.filter(index => list[index] === label).length
            expect(held).toBe(Math.min(size - 1, Math.max(1, Math.round(size * portion))))
          }
        },
      ),
    )
  })

  it('depends on nothing but the labels, the portion and the seed', () => {
    const list = Int32Array.from({ length: 100 }, (_, i) => i % 3)
    expect(stratifiedSplit(list, 0.2, new Random(5))).toEqual(stratifiedSplit(list, 0.2, new Random(5)))
    expect(stratifiedSplit(list, 0.2, new Random(6))).not.toEqual(stratifiedSplit(list, 0.2, new Random(5)))
  })
})

describe('orderByLength', () => {
  it('is ascending and keeps the order of equal lengths', () => {
    expect([...orderByLength(texts([3, 1, 0, 3, 1]))]).toEqual([2, 1, 4, 0, 3])
  })
})

describe('shorterThan', () => {
  it('drops texts of maxlen tokens or more, and never cuts one', () => {
    const left = shorterThan(texts([2, 3, 4, 0, 1]), 3)
    expect([...left.offsets]).toEqual([0, 2, 2, 3])
    expect([...left.tokens]).toEqual([0, 0, 4])
    expect([...left.labels]).toEqual([0, 1, 0])
  })

  it('keeps all for 0', () => {
    const all = texts([2, 300])
    expect(shorterThan(all, 0)).toBe(all)
  })
})

describe('select', () => {
  it('gives the chosen texts in the chosen order, again when chosen again', () => {
    const { tokens, offsets, labels } = select(texts([1, 2, 0, 3]), Int32Array.of(3, 1, 3, 2))
    expect([...tokens]).toEqual([3, 3, 3, 1, 1, 3, 3, 3])
    expect([...offsets]).toEqual([0, 3, 5, 8, 8])
    expect([...labels]).toEqual([1, 1, 1, 0])
  })
})
