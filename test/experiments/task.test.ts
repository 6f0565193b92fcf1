import { describe, expect, it } from 'vitest'
import { drawSequences, zeroError } from '../../src/experiments/task.ts'
import { Random } from '../../src/random.ts'

describe('the lag test', () => {
  const steps = 10
  const sequences = drawSequences(new Random(0), 100, steps)

  it('outputs input 3 and input 2 one step late and input 0 two steps late, within 6 standard deviations of noise', () => {
    for (const { x, target } of sequences) {
      for (let t = 0; t < steps; t++) {
        const late = (input: number, delay: number) => (t < delay ? 0 : x[(t - delay) * 5 + input]!)
        const expected = [late(3, 1), late(2, 1), late(0, 2)]
        expected.forEach((value, k) => {
          const noise = Math.abs(target[t * 3 + k]! - value)
          expect(noise).toBeLessThan(0.06)
          expect(noise).toBeGreaterThan(0)
        })
      }
    }
  })

  it('has the inputs of numpy.random.seed(0); numpy.random.randn(100, 10, 5), to 1e-15', () => {
    const first = [1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458]
    first.forEach((value, k) => {
      expect(Math.abs(sequences[0]!.x[k]! - value)).toBeLessThan(1e-15)
    })
  })

  it('is missed by always predicting 0 as much as expected, to 2 percent', () => {
    const many = drawSequences(new Random(3), 5000, steps)
    const squares = many.flatMap(({ target }) => Array.from(target, value => value * value))
    const measured = squares.reduce((sum, square) => sum + square) / squares.length
    expect(Math.abs(measured / zeroError(steps) - 1)).toBeLessThan(0.02)
  })
})
