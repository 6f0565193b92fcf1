import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/random.ts'
import { denseScores, fitDenseRegression } from '../../../src/training/ngrams/dense-regression.ts'
import { fitRegression } from '../../../src/training/ngrams/logistic-regression.ts'

const breathe = async () => {}

describe('fitDenseRegression', () => {
  it.each([2, 3])(
    'of %i classes: is the model of sparse texts written out in zeros and ones, to 0.005',
    async classes => {
      const random = new Random(classes)
      const [n, D] = [60, 7]
      const rows = Array.from({ length: n }, () =>
        Array.from({ length: D }, (_, d) => d).filter(() => random.uniform() < 0.4),
      )
      const labels = Int32Array.from(rows, row => (row.includes(0) ? 1 : row.includes(1) ? classes - 1 : 0))
      const values = new Float32Array(n * D)
      for (const [i, row] of rows.entries()) for (const d of row) values[i * D + d] = 1
      const common = { texts: Int32Array.from(rows.keys()), labels, weights: undefined, classes, C: 1 }
      const dense = await fitDenseRegression({ ...common, values, dimension: D }, breathe)
      const sparse = await fitRegression(
        {
          ...common,
          rows: {
            offsets: Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]),
            features: Int32Array.from(rows.flat()),
          },
          features: D,
          lengths: new Float64Array(n).fill(1),
          scales: new Float64Array(D * (classes === 2 ? 1 : classes)).fill(1),
        },
        { gradientShare: 1e-6, maximumSteps: 200, breathe },
      )
      for (const [at, weight] of dense.weights.entries()) expect(weight).toBeCloseTo(sparse.weights[at]!, 2)
    },
  )

  it('scores a text by its values, the weights and the bias', () => {
    const model = { weights: Float64Array.of(1, -2), bias: Float64Array.of(0.5) }
    const problem = { values: Float32Array.of(9, 9, 3, 4), dimension: 2 }
    expect([...denseScores(problem, Int32Array.of(1), model)]).toEqual([0.5 + 3 - 8])
  })
})
