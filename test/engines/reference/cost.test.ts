import { describe, expect, it } from 'vitest'
import { decayCost, meanCost, softmax } from '../../../src/engines/reference/cost.ts'

describe('meanCost', () => {
  it('of a label with probability 0 is -log(1e-8), not infinite', () => {
    expect(meanCost(Float64Array.of(0, 1), Int32Array.of(0), 2)).toBe(-Math.log(1e-8))
  })

  it('is the mean over the texts', () => {
    const cost = meanCost(Float64Array.of(0.25, 0.75, 0.5, 0.5), Int32Array.of(1, 0), 2)
    expect(cost).toBeCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, 7)
  })
})

describe('softmax', () => {
  it('does not overflow', () => {
    const scores = Float64Array.of(1000, 1000, -1000)
    softmax(scores, 1, 3)
    expect([...scores]).toEqual([0.5, 0.5, 0])
  })
})

describe('decayCost', () => {
  it('is decay * sum(U^2)', () => {
    expect(decayCost(Float64Array.of(1, -2, 3), 0.5)).toBe(7)
  })
})
