import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dealFolds } from '../../src/training/folds.ts'

describe('dealFolds', () => {
  const anyTexts = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 })), {
    maxLength: 60,
  })

  it('keeps equal texts together, whatever their labels, and deals alike in any order of the texts', () => {
    fc.assert(
      fc.property(anyTexts, fc.integer({ min: 2, max: 6 }), (texts, folds) => {
        const deal = (some: typeof texts) =>
          dealFolds(
            Int32Array.from(some, ([label]) => label),
            Float64Array.from(some, ([, hash]) => hash),
            folds,
            3,
          )
        const dealt = deal(texts)
        const foldOf = new Map<number, number>()
        for (const [i, [, hash]] of texts.entries()) {
          expect(dealt[i]).toBe(foldOf.get(hash) ?? dealt[i])
          foldOf.set(hash, dealt[i]!)
        }
        expect([...deal(texts.toReversed())].reverse()).toEqual([...dealt])
      }),
    )
  })

  it('deals the texts of each class evenly, to one', () => {
    const labels = Int32Array.from({ length: 103 }, (_, i) => (i % 10 === 0 ? 1 : 0))
    const dealt = dealFolds(labels, Float64Array.from(labels.keys()), 5, 0)
    for (const label of [0, 1]) {
      const sizes = [0, 1, 2, 3, 4].map(
        fold => dealt.filter((f, i) => f === fold && labels[i] === label).length,
      )
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }
  })

  it('deals otherwise by another salt', () => {
    const labels = new Int32Array(100)
    const hashes = Float64Array.from(labels.keys())
    expect(dealFolds(labels, hashes, 5, 1)).not.toEqual(dealFolds(labels, hashes, 5, 2))
  })
})
