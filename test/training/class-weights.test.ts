import { describe, expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { classWeights, weightedOrder } from '../../src/training/class-weights.ts'

const labels = ['no', 'yes, please', 'x=y']
const sizes = Int32Array.of(60, 30, 10)

describe('classWeights', () => {
  it('balanced: the weights of the texts of each class add up to the same', () => {
    const weights = classWeights('balanced', labels, sizes)
    expect([...weights].map((weight, c) => weight * sizes[c]!)).toEqual([100 / 3, 100 / 3, 100 / 3])
  })

  it('NAME=W,…: as named, 1 for the others, whatever marks a name has in it', () => {
    expect([...classWeights('yes, please=2.5', labels, sizes)]).toEqual([1, 2.5, 1])
    expect([...classWeights('no=0.5,x=y=3', labels, sizes)]).toEqual([0.5, 1, 3])
  })

  it('refuses a name that is no label', () => {
    expect(() => classWeights('maybe=2', labels, sizes)).toThrow("names 'maybe', which is no label")
  })
})

describe('weightedOrder', () => {
  it('draws as many texts as there are, each as often as its weight says (0.5 of 10,000 draws within 0.02)', () => {
    const weights = Float64Array.from({ length: 10_000 }, (_, i) => (i < 1000 ? 9 : 1))
    const order = weightedOrder(weights, new Random(1))
    expect(order).toHaveLength(10_000)
    expect(Math.abs(order.filter(index => index < 1000).length / 10_000 - 0.5)).toBeLessThan(0.02)
  })

  it('never draws a text of weight 0', () => {
    expect(weightedOrder(Float64Array.of(0, 1, 0, 2, 0), new Random(2)).every(i => i === 1 || i === 3)).toBe(
      true,
    )
  })
})
