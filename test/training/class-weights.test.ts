import { describe, expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { classWeights, textWeights, weightedOrder } from '../../src/training/class-weights.ts'

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

  it('refuses a name that is no label, and what is no number', () => {
    expect(() => classWeights('maybe=2', labels, sizes)).toThrow("names 'maybe', which is no label")
    expect(() => classWeights('no=1..2,x=y=3', labels, sizes)).toThrow(
      "names 'no=1..2,x=y', which is no label",
    )
  })
})

describe('classWeights of nothing', () => {
  it('refuses a name that is given twice, and weights of 0 alone', () => {
    expect(() => classWeights('no=2,no=3', labels, sizes)).toThrow("names 'no' twice")
    expect(() => classWeights('no=0,yes, please=0,x=y=0', labels, sizes)).toThrow('no label a weight above 0')
  })
})

describe('textWeights', () => {
  const texts = Int32Array.of(0, 1, 2, 0)

  it('are scaled to 1 on average where they are less: shares of the texts', () => {
    const own = Float64Array.of(0.1, 0.2, 0.3, 0.2)
    const scaled = textWeights('none', labels, texts, own)!
    expect([...scaled].map(weight => weight.toFixed(9))).toEqual(
      ['0.5', '1', '1.5', '1'].map(w => (+w).toFixed(9)),
    )
    expect([...textWeights('no=0.5,yes, please=0.5,x=y=0.5', labels, texts, undefined)!]).toEqual([
      1, 1, 1, 1,
    ])
  })

  it('are as they are where they are more, or all 0', () => {
    const own = Float64Array.of(3, 1, 1, 1)
    expect(textWeights('none', labels, texts, own)).toBe(own)
    expect([...textWeights('no=0', labels, Int32Array.of(0, 0), undefined)!]).toEqual([0, 0])
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
