import { describe, expect, it } from 'vitest'
import type { NgramRows } from '../../../src/text/ngram-counting.ts'
import {
  fitRegression,
  type Regression,
  type RegressionProblem,
  scoresOf,
} from '../../../src/training/ngrams/logistic-regression.ts'

const options = { gradientShare: 1e-9, maximumSteps: 1000, breathe: async () => {} }

/** Twelve texts of five n-grams by a rule that the makers of the golden figures repeat. */
const rowsOfTexts: readonly number[][] = Array.from({ length: 12 }, (_, i) =>
  [0, 1, 2, 3, 4].filter(f => (i * 37 + f * 53 + i * f * 11 + i * i * 5) % 13 < 6),
)

function toRows(texts: readonly (readonly number[])[]): NgramRows {
  const offsets = new Int32Array(texts.length + 1)
  for (const [i, text] of texts.entries()) offsets[i + 1] = offsets[i]! + text.length
  return { offsets, features: Int32Array.from(texts.flat()) }
}

const labelOf = {
  2: (i: number) => Number((i * i) % 5 < 2),
  3: (i: number) => ((i * 5 + i * i * 3) % 11) % 3,
  7: (i: number) => (i * 3) % 7,
}

function problem(classes: keyof typeof labelOf): RegressionProblem {
  const columns = classes === 2 ? 1 : classes
  const scales = [0.5, 1, 2, 1.5, 0.25].flatMap(scale => Array<number>(columns).fill(scale))
  return {
    rows: toRows(rowsOfTexts),
    texts: Int32Array.from(rowsOfTexts.keys()),
    labels: Int32Array.from(rowsOfTexts, (_, i) => labelOf[classes](i)),
    weights: Float64Array.from(rowsOfTexts, (_, i) => 1 + (i % 3)),
    lengths: Float64Array.from(rowsOfTexts, text => 1 / Math.sqrt(Math.max(1, text.length))),
    classes,
    features: 5,
    scales: Float64Array.from(scales),
    C: 4,
  }
}

/** The cost as its formula says, in plain loops. */
function plainCost(
  { rows, texts, labels, weights, lengths, classes, scales, C }: RegressionProblem,
  { weights: w, bias }: Pick<Regression, 'weights' | 'bias'>,
): number {
  const columns = bias.length
  let cost = 0
  for (const text of texts) {
    const scores = Array.from(bias, (b, c) => {
      const row = rows.features.subarray(rows.offsets[text], rows.offsets[text + 1])
      return b + lengths[text]! * row.reduce((sum, f) => sum + w[f * columns + c]!, 0)
    })
    const all = classes === 2 ? [0, scores[0]!] : scores
    const sum = all.reduce((total, score) => total + Math.exp(score), 0)
    cost -= (weights?.[text] ?? 1) * (all[labels[text]!]! - Math.log(sum))
  }
  return cost + w.reduce((sum, value, d) => sum + (value / scales[d]!) ** 2, 0) / (2 * C)
}

describe('fitRegression', () => {
  it('has the weights of scikit-learn 1.9 (LogisticRegression, C=4, weighted texts, scaled n-grams), to 1e-6', async () => {
    const two = await fitRegression(problem(2), options)
    const goldenTwo = [-1.47804872, 0.94910722, 1.02353992, 3.62200016, 0.34418029]
    for (const [f, weight] of goldenTwo.entries()) expect(two.weights[f]).toBeCloseTo(weight, 6)
    expect(two.bias[0]).toBeCloseTo(-0.38785476, 6)

    const three = await fitRegression(problem(3), options)
    const goldenThree = [
      [0.2369551, 0.0146062, -0.2515613],
      [-2.7216447, 2.2203466, 0.5012982],
      [-1.7824702, 0.8310423, 0.951428],
      [1.8233348, -2.5497249, 0.7263901],
      [0.1130114, -0.0674444, -0.0455671],
    ].flat()
    for (const [d, weight] of goldenThree.entries()) expect(three.weights[d]).toBeCloseTo(weight, 6)
    const mean = three.bias.reduce((sum, b) => sum + b, 0) / 3
    const goldenBias = [2.0200613, -1.189728, -0.8303333]
    for (const [c, bias] of goldenBias.entries()) expect(three.bias[c]! - mean).toBeCloseTo(bias, 6)
  })

  it.each([2, 3, 7] as const)(
    '%d classes: no weight a little off costs less by the plain formula',
    async classes => {
      const fitted = await fitRegression(problem(classes), options)
      expect(fitted.gradientShare).toBeLessThan(1e-9)
      const least = plainCost(problem(classes), fitted)
      for (const key of ['weights', 'bias'] as const) {
        for (let d = 0; d < fitted[key].length; d++) {
          for (const off of [-1e-3, 1e-3]) {
            const moved = {
              ...fitted,
              [key]: fitted[key].map((value, at) => (at === d ? value + off : value)),
            }
            expect(plainCost(problem(classes), moved)).toBeGreaterThan(least)
          }
        }
      }
    },
  )

  it('reads only the texts it is told to, and counts a text of weight 2 like two of them', async () => {
    const whole = problem(2)
    const some = { ...whole, texts: Int32Array.of(0, 1, 2, 3, 4, 5), weights: undefined }
    const twice = { ...some, texts: Int32Array.of(0, 1, 2, 3, 4, 5, 5) }
    const weighted = { ...some, weights: Float64Array.from(whole.labels, (_, i) => (i === 5 ? 2 : 1)) }
    const a = await fitRegression(twice, options)
    const b = await fitRegression(weighted, options)
    for (const [f, weight] of a.weights.entries()) expect(b.weights[f]).toBeCloseTo(weight, 6)
  })

  it('scores texts as the model does: bias and the sum of weights, by the length', async () => {
    const whole = problem(3)
    const fitted = await fitRegression(whole, options)
    const scores = scoresOf(whole, Int32Array.of(7, 0), fitted)
    expect([...scores.subarray(0, 3)]).toEqual([...fitted.bias])
    const row = rowsOfTexts[0]!
    for (let c = 0; c < 3; c++) {
      const sum = row.reduce((total, f) => total + fitted.weights[f * 3 + c]!, 0)
      expect(scores[3 + c]).toBeCloseTo(fitted.bias[c]! + sum * whole.lengths[0]!, 12)
    }
  })

  it('learns the majority where texts have no n-gram', async () => {
    const empty = {
      ...problem(2),
      rows: toRows(rowsOfTexts.map(() => [])),
      weights: undefined,
    }
    const { bias, weights } = await fitRegression(empty, options)
    const second = empty.labels.reduce((sum, label) => sum + label, 0)
    expect(bias[0]).toBeCloseTo(Math.log(second / (12 - second)), 6)
    expect([...weights]).toEqual([0, 0, 0, 0, 0])
  })
})
