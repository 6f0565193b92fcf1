import { describe, expect, it } from 'vitest'
import { minimise } from '../../../src/training/ngrams/l-bfgs.ts'

const options = { gradientNorm: 1e-7, maximumSteps: 500, breathe: async () => {} }

describe('minimise', () => {
  it('finds the minimum of a quadratic with curvatures from 1 to 1,000, to 1e-5, told of them or not', async () => {
    const size = 50
    const curvatures = Float64Array.from({ length: size }, (_, d) => 10 ** ((3 * d) / (size - 1)))
    const cost = (at: Float64Array, gradient: Float64Array) => {
      let value = 0
      for (let d = 0; d < size; d++) {
        const off = at[d]! - (d + 1)
        gradient[d] = curvatures[d]! * off
        value += (curvatures[d]! * off * off) / 2
      }
      return value
    }
    const told = await minimise(new Float64Array(size), cost, {
      ...options,
      curvature: (_, second) => second.set(curvatures),
    })
    expect(told.steps).toBeLessThan(5)
    const untold = await minimise(new Float64Array(size), cost, {
      ...options,
      curvature: (_, second) => second.fill(1),
    })
    for (const { at, gradientNorm } of [told, untold]) {
      expect(gradientNorm).toBeLessThanOrEqual(1e-7)
      for (const [d, value] of at.entries()) expect(Math.abs(value - (d + 1))).toBeLessThan(1e-5)
    }
  })

  it('is done at once where the gradient is 0', async () => {
    const cost = (_: Float64Array, gradient: Float64Array) => {
      gradient.fill(0)
      return 7
    }
    const minimum = await minimise(new Float64Array(3), cost, {
      ...options,
      curvature: (_, second) => second.fill(1),
    })
    expect(minimum).toEqual({ at: new Float64Array(3), value: 7, steps: 0, gradientNorm: 0 })
  })

  it('stops after the steps that it is given, and where a breath throws', async () => {
    const cost = ([x]: Float64Array, gradient: Float64Array) => {
      gradient[0] = 4 * (x! - 3) ** 3
      return (x! - 3) ** 4
    }
    const curvature = (_: Float64Array, second: Float64Array) => second.fill(1)
    expect(
      (await minimise(new Float64Array(1), cost, { ...options, curvature, maximumSteps: 3 })).steps,
    ).toBe(3)
    const breathe = async () => {
      throw new Error('stopped')
    }
    await expect(minimise(new Float64Array(1), cost, { ...options, curvature, breathe })).rejects.toThrow(
      'stopped',
    )
  })
})
