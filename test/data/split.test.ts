import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSplits, orderByLength, randomSplit, select, stratifiedSplit } from '../../src/data/split.ts'
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
  /** Texts as [label, content]: of one to five classes, many of them equal. */
  const labelled = fc.array(fc.tuple(fc.nat(4), fc.nat(60)), { minLength: 1, maxLength: 200 })
  const portions = fc.double({ min: 0.01, max: 0.99, noNaN: true })
  const options = fc.record({ portion: portions, minimum: fc.constantFrom(0, 1), salt: fc.nat() })
  const labelsOf = (list: readonly [number, number][]) => Int32Array.from(list, ([label]) => label)
  const hashesOf = (list: readonly [number, number][]) => Float64Array.from(list, ([, content]) => content)
  const count = (labels: Int32Array, label: number) => labels.filter(other => other === label).length

  it('divides 0..n-1, keeps a text of each class, and has equal texts on one side, for any texts', () => {
    fc.assert(
      fc.property(labelled, options, (list, chosen) => {
        const labels = labelsOf(list)
        const hashes = hashesOf(list)
        const { kept, heldOut } = stratifiedSplit(labels, hashes, chosen)
        expect(ascending(Int32Array.of(...kept, ...heldOut))).toEqual(upTo(list.length))
        expect([...kept, ...heldOut]).toEqual([...ascending(kept), ...ascending(heldOut)])
        const keptHashes = new Set([...kept].map(index => hashes[index]))
        expect([...heldOut].filter(index => keptHashes.has(hashes[index]))).toEqual([])
        const left = labels.filter((_, index) => kept.includes(index))
        expect(new Set(left)).toEqual(new Set(labels))
      }),
    )
  })

  it('holds out the share of all different texts, rounded, and of each class its own to within one text', () => {
    const sizes = fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        fc.nat(),
        (classes, portion, salt) => {
          const labels = Int32Array.from(
            classes.flatMap((size, label) => new Array(size).fill(label) as number[]),
          )
          const hashes = Float64Array.from(labels.keys())
          const { heldOut } = stratifiedSplit(labels, hashes, { portion, minimum: 1, salt })
          expect(heldOut.length).toBe(Math.round(labels.length * portion))
          const held = Int32Array.from(heldOut, index => labels[index]!)
          for (const [label, size] of classes.entries()) {
            expect(Math.abs(count(held, label) - size * portion)).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  it('holds out a text of each class that has two others, where asked to', () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 20)
    const held = (minimum: 0 | 1) =>
      stratifiedSplit(labels, Float64Array.from(labels.keys()), { portion: 0.1, minimum, salt: 0 }).heldOut
        .length
    expect([held(0), held(1)]).toEqual([6, 20])
  })

  it('leaves classes of two texts their share, and takes nothing from classes of one', () => {
    const labels = Int32Array.from({ length: 50 }, (_, i) => (i < 40 ? i >> 1 : i - 20))
    const options = { portion: 0.2, minimum: 1, salt: 0 } as const
    const { heldOut } = stratifiedSplit(labels, Float64Array.from(labels.keys()), options)
    expect(heldOut).toHaveLength(8)
    expect(heldOut.every(index => index < 40)).toBe(true)
  })

  it('does not depend on the order of the texts, and draws otherwise for another salt', () => {
    const list = Array.from({ length: 300 }, (_, i): [number, number] => [i % 3, i])
    const heldOut = (texts: readonly [number, number][], salt: number) => {
      const split = stratifiedSplit(labelsOf(texts), hashesOf(texts), { portion: 0.2, minimum: 1, salt })
      return Array.from(split.heldOut, index => texts[index]![1]).sort((a, b) => a - b)
    }
    expect(heldOut(list.toReversed(), 5)).toEqual(heldOut(list, 5))
    expect(heldOut(list, 6)).not.toEqual(heldOut(list, 5))
    const grown = heldOut([...list, [0, 300]], 5)
    expect(heldOut(list, 5).filter(text => !grown.includes(text)).length).toBeLessThanOrEqual(3)
  })

  it('takes well under 2 s for 200,000 texts of 40,000 classes', () => {
    const labels = Int32Array.from({ length: 200_000 }, (_, i) => i % 40_000)
    const start = performance.now()
    const { heldOut } = stratifiedSplit(labels, Float64Array.from(labels.keys()), {
      portion: 0.2,
      minimum: 1,
      salt: 0,
    })
    expect(performance.now() - start).toBeLessThan(2000)
    expect(heldOut.length).toBe(40_000)
  })
})

describe('drawSplits', () => {
  /** 60 texts of 2 classes, of which only `different` are different. */
  const unsplit = (different: number) => {
    const { offsets, labels } = texts(new Array(60).fill(1))
    const tokens = Int32Array.from(labels, (_, i) => i % different)
    return {
      words: Array.from({ length: different }, (_, i) => `w${i}`),
      train: { tokens, offsets, labels },
      test: undefined,
    }
  }
  const portions = { seed: 1, testPortion: 0.25, validationPortion: 0.2 }

  it("takes the corpus's own test texts where it has some", () => {
    const { train, validation, test } = drawSplits({ ...unsplit(60), test: texts([1, 2]) }, portions)
    expect([train.length, validation.length, [...test]]).toEqual([48, 12, [0, 1]])
  })

  it('has every text once, and each different text in one split only', () => {
    const corpus = unsplit(12)
    const splits = Object.values(drawSplits(corpus, portions)) as Int32Array[]
    expect(splits.flatMap(split => [...split]).sort((a, b) => a - b)).toEqual([...corpus.train.labels.keys()])
    const words = splits.map(split => new Set(Array.from(split, index => corpus.train.tokens[index]!)))
    expect(words.reduce((sum, { size }) => sum + size, 0)).toBe(12)
    expect(splits.map(({ length }) => length)).toEqual([40, 10, 10])
  })

  it('draws the same test texts for another seed, and other validation texts', () => {
    const [first, second] = [1, 2].map(seed => drawSplits(unsplit(60), { ...portions, seed }))
    expect(second!.test).toEqual(first!.test)
    expect(second!.validation).not.toEqual(first!.validation)
  })

  it('refuses to go without test texts', () => {
    expect(() => drawSplits(unsplit(2), portions)).toThrow('no text can be held out for testing')
  })
})

describe('orderByLength', () => {
  it('is ascending and keeps the order of equal lengths', () => {
    expect([...orderByLength(5, index => [3, 1, 0, 3, 1][index]!)]).toEqual([2, 1, 4, 0, 3])
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
