import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedCalibrationError, reliabilityBins } from '../../src/evaluation/calibration.ts'

const answers = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { minLength: 1 })
const binsOf = (items: readonly (readonly [number, boolean])[]) =>
  reliabilityBins(
    items.map(([confidence]) => confidence),
    i => items[i]![1],
  )

describe('reliabilityBins', () => {
  it('puts each text in the bin (lower, upper] of its confidence, and leaves empty bins out', () => {
    const bins = binsOf([
      [1, true],
      [0.55, false],
      [0.6, true],
      [0.95, true],
      [0.98, false],
      [0, true],
    ])
    expect(bins).toEqual([
      { lower: 0, upper: 1 / 15, texts: 1, confidence: 0, accuracy: 1 },
      { lower: 8 / 15, upper: 9 / 15, texts: 2, confidence: (0.55 + 0.6) / 2, accuracy: 1 / 2 },
      { lower: 14 / 15, upper: 1, texts: 3, confidence: (1 + 0.95 + 0.98) / 3, accuracy: 2 / 3 },
    ])
  })

  it('counts every text once, in ascending bins whose mean confidence lies within them (to 1e-12)', () => {
    fc.assert(
      fc.property(answers, items => {
        const bins = binsOf(items)
        expect(bins.reduce((sum, { texts }) => sum + texts, 0)).toBe(items.length)
        for (const [i, { lower, upper, confidence }] of bins.entries()) {
          if (i > 0) expect(lower).toBeGreaterThanOrEqual(bins[i - 1]!.upper)
          expect(confidence).toBeGreaterThanOrEqual(lower - 1e-12)
          expect(confidence).toBeLessThanOrEqual(upper + 1e-12)
        }
      }),
    )
  })
})

describe('expectedCalibrationError', () => {
  it('is the mean gap of accuracy and confidence, weighted by texts: computed by hand (to 1e-12)', () => {
    const bins = binsOf([
      [0.9, true],
      [0.9, true],
      [0.9, false],
      [0.6, true],
    ])
    expect(expectedCalibrationError(bins)).toBeCloseTo((3 / 4) * (0.9 - 2 / 3) + (1 / 4) * (1 - 0.6), 12)
  })

  it('is 0 for answers as right as they are sure, and the gap for a constant confidence (to 1e-12)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }), (right, wrong) => {
        const share = right / (right + wrong)
        const sure = (confidence: number) =>
          expectedCalibrationError(
            binsOf(Array.from({ length: right + wrong }, (_, i) => [confidence, i < right])),
          )
        expect(sure(share)).toBeCloseTo(0, 12)
        expect(sure(1)).toBeCloseTo(1 - share, 12)
      }),
    )
  })

  it('lies between the gap of the means and 1, whatever the order of the texts (to 1e-12)', () => {
    fc.assert(
      fc.property(answers, items => {
        const ece = expectedCalibrationError(binsOf(items))
        const gap =
          items.reduce((sum, [confidence, right]) => sum + confidence - Number(right), 0) / items.length
        expect(ece).toBeGreaterThanOrEqual(Math.abs(gap) - 1e-12)
        expect(ece).toBeLessThanOrEqual(1 + 1e-12)
        expect(expectedCalibrationError(binsOf([...items].reverse()))).toBeCloseTo(ece, 12)
      }),
    )
  })
})
