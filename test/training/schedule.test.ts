import { describe, expect, it } from 'vitest'
import { learningRateFactor } from '../../src/training/schedule.ts'

const constant = { optimizer: 'sgd', warmUp: 0, learningRateDecay: false } as const

describe('learningRateFactor', () => {
  it('is 1 without a schedule', () => {
    expect([1, 5, 100, 1000].map(update => learningRateFactor(update, 100, constant))).toEqual([1, 1, 1, 1])
  })

  it('rises evenly over the warm-up, and is all there at its end', () => {
    const factors = [1, 2, 3, 4, 5].map(update => learningRateFactor(update, 100, { ...constant, warmUp: 4 }))
    expect(factors).toEqual([0.25, 0.5, 0.75, 1, 1])
  })

  it('falls evenly, so that the last update still counts; a longer training keeps the last rate', () => {
    const decaying = { ...constant, learningRateDecay: true }
    const factors = [1, 2, 3, 4, 5].map(update => learningRateFactor(update, 4, decaying))
    expect(factors).toEqual([1, 0.75, 0.5, 0.25, 0.25])
    expect(learningRateFactor(2, 4, { ...decaying, warmUp: 4 })).toBe(0.5 * 0.75)
  })

  it("makes Adam's first step as long as the learning rate, whatever the gradient", () => {
    const factor = learningRateFactor(1, 100, { ...constant, optimizer: 'adam' })
    for (const gradient of [1e-3, 1, 50]) {
      const [m, v] = [0.1 * gradient, 0.001 * gradient ** 2]
      expect((factor * m) / Math.sqrt(v)).toBeCloseTo(1, 12)
    }
    expect(learningRateFactor(100_000, 100, { ...constant, optimizer: 'adam' })).toBeCloseTo(1, 12)
  })
})
