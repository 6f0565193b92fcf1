import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanCost } from '../../src/engines/reference/cost.ts'
import {
  areaUnderRoc,
  classMetrics,
  confusionMatrix,
  rocCurve,
  wilsonInterval,
} from '../../src/evaluation/metrics.ts'

describe('wilsonInterval', () => {
  it('gives the published values to 1e-4 (Newcombe, Statistics in Medicine 17, 1998, table I: 81/263, 15/148, 0/20, 1/29)', () => {
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const
    for (const [count, total, lower, upper] of published) {
      const [low, high] = wilsonInterval(count, total)
      expect(Math.abs(low - lower)).toBeLessThan(1e-4)
      expect(Math.abs(high - upper)).toBeLessThan(1e-4)
    }
  })

  it('says nothing of no texts', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1])
  })
})

describe('confusionMatrix and classMetrics', () => {
  const answers = [Int32Array.of(0, 0, 0, 1, 1, 2), Int32Array.of(0, 0, 1, 1, 0, 0), 3] as const

  it('counts by true class, then by predicted class', () => {
    expect(confusionMatrix(...answers)).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [1, 0, 0],
    ])
  })

  it('gives precision, recall and F1 of each class, null where undefined', () => {
    expect(classMetrics(...answers)).toEqual([
      { support: 3, precision: 2 / 4, recall: 2 / 3, f1: 4 / 7 },
      { support: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
      { support: 1, precision: null, recall: 0, f1: 0 },
    ])
  })
})

describe('areaUnderRoc', () => {
  it('is the share of pairs in the right order, ties one half, for any scores (to 1e-12)', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 30 })
    fc.assert(
      fc.property(scored, items => {
        const scores = items.map(([score]) => score)
        const positives = items.filter(([, positive]) => positive)
        const negatives = items.filter(([, positive]) => !positive)
        let won = 0
        for (const [p] of positives) for (const [n] of negatives) won += p > n ? 1 : p === n ? 0.5 : 0
        const auc = areaUnderRoc(scores, i => items[i]![1])
        if (positives.length * negatives.length === 0) expect(auc).toBeNull()
        else expect(Math.abs(auc! - won / (positives.length * negatives.length))).toBeLessThan(1e-12)
      }),
    )
  })
})

describe('rocCurve', () => {
  it('goes up from (0, 0) to (1, 1), a point for each score, and has the area under the ROC curve (to 1e-12)', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 30 })
    fc.assert(
      fc.property(scored, others => {
        const items = [...others, [2, true], [3, false]] as [number, boolean][]
        const scores = items.map(([score]) => score)
        const isPositive = (index: number) => items[index]![1]
        const curve = rocCurve(scores, isPositive)
        expect(curve).toHaveLength(new Set(scores).size + 1)
        expect(curve[0]).toEqual({ falsePositives: 0, truePositives: 0 })
        expect(curve.at(-1)).toEqual({ falsePositives: 1, truePositives: 1 })
        let area = 0
        for (const [i, { falsePositives, truePositives }] of curve.slice(1).entries()) {
          const before = curve[i]!
          area += ((falsePositives - before.falsePositives) * (truePositives + before.truePositives)) / 2
        }
        expect(area).toBeCloseTo(areaUnderRoc(scores, isPositive)!, 12)
      }),
    )
  })
})

describe('meanCost', () => {
  it('is the mean of -log(p[label] + 1e-8) (to 1e-7), finite for a probability of 0', () => {
    const cost = meanCost(Float32Array.of(0.25, 0.75, 1, 0), Int32Array.of(1, 1), 2)
    expect(Math.abs(cost - (-Math.log(0.75 + 1e-8) - Math.log(1e-8)) / 2)).toBeLessThan(1e-7)
  })
})
