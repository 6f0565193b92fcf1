import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/random.ts'
import { Whitening } from '../../../src/training/ngrams/whitening.ts'

const random = new Random(5)
const [n, D, ridge, curvature] = [40, 4, 0.3, 0.25]
/** The third value is nearly the sum of the first two: what makes a solver slow. */
const values = new Float32Array(n * D)
for (let i = 0; i < n; i++) {
  const [a, b, e] = [random.uniform(), random.uniform(), 0.01 * random.uniform()]
  values.set([a, b, a + b + e, 1], i * D)
}
const weights = Float64Array.from({ length: n }, (_, i) => 1 + (i % 3))
const rows = Int32Array.from({ length: n }, (_, i) => i).filter(i => i % 4 > 0)
const whitening = new Whitening({ values, dimension: D, rows, weights, curvature, ridge })
const x = (row: number) => [...values.subarray(row * D, (row + 1) * D), 1]

/** Numbers [D + 1, columns]. */
function drawn(columns: number): Float64Array {
  return Float64Array.from({ length: (D + 1) * columns }, () => random.uniform() - 0.5)
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, d) => sum + value * b[d]!, 0)
}

describe('Whitening', () => {
  it('gives coordinates in which the second derivatives are I, to 1e-6', () => {
    const axes = Array.from({ length: D + 1 }, (_, axis) => {
      const weightsOf = new Float64Array(D + 1)
      whitening.weightsOf(
        Float64Array.from({ length: D + 1 }, (_, d) => Number(d === axis)),
        weightsOf,
      )
      return weightsOf
    })
    const second = (a: Float64Array, b: Float64Array) =>
      rows.reduce((sum, row) => {
        const [one, other] = [a, b].map(at => product(at, Float64Array.from(x(row))))
        return sum + curvature * weights[row]! * one! * other!
      }, 0) +
      ridge * product(a, b)
    for (const [i, a] of axes.entries())
      for (const [j, b] of axes.entries()) expect(second(a, b)).toBeCloseTo(Number(i === j), 6)
  })

  it('makes slopes by W those by V: a step has the same slope in both, to 1e-9', () => {
    const [V, slopes] = [drawn(3), drawn(3)]
    const W = new Float64Array(V.length)
    whitening.weightsOf(V, W)
    const whitened = slopes.slice()
    whitening.whiten(whitened)
    expect(product(whitened, V)).toBeCloseTo(product(slopes, W), 9)
  })

  it('is of no rows as well, and of values that are all 0', () => {
    for (const of of [
      { rows: new Int32Array(0), values },
      { rows, values: new Float32Array(n * D) },
    ]) {
      const other = new Whitening({ ...of, dimension: D, weights: undefined, curvature, ridge })
      const W = new Float64Array(D + 1)
      other.weightsOf(drawn(1), W)
      expect(W.every(Number.isFinite)).toBe(true)
    }
  })
})
