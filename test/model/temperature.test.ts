import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitTemperature, withTemperature } from '../../src/model/temperature.ts'
import { Random } from '../../src/random.ts'

/** softmax of rows of scores. */
function softmax(scores: readonly (readonly number[])[]): Float32Array {
  return Float32Array.from(
    scores.flatMap(row => {
      const sum = row.reduce((total, score) => total + Math.exp(score), 0)
      return row.map(score => Math.exp(score) / sum)
    }),
  )
}

/** Scores of n texts, and labels drawn with the probabilities that scores / temperature give. */
function drawn(random: Random, n: number, classes: number, temperature: number) {
  const scores = Array.from({ length: n }, () => Array.from({ length: classes }, () => 3 * random.gaussian()))
  const labels = scores.map(row => {
    let rest = random.uniform()
    const probabilities = softmax([row.map(score => score / temperature)])
    const label = probabilities.findIndex(probability => {
      rest -= probability
      return rest < 0
    })
    return label < 0 ? classes - 1 : label
  })
  return { scores, labels: Int32Array.from(labels) }
}

describe('fitTemperature', () => {
  it.each([0.5, 1, 2.5])('finds the temperature %d of 6,000 labels drawn with it, to 5 %', temperature => {
    for (const classes of [2, 4]) {
      const { scores, labels } = drawn(new Random(3), 6_000, classes, temperature)
      const fitted = fitTemperature(softmax(scores), labels, classes)
      expect(Math.abs(fitted / temperature - 1)).toBeLessThan(0.05)
    }
  })

  it('no temperature near it gives the labels a higher likelihood', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0.7, 1.6), (seed, temperature) => {
        const { scores, labels } = drawn(new Random(seed), 200, 3, temperature)
        const cost = (t: number) => {
          const p = softmax(scores.map(row => row.map(score => score / t)))
          return labels.reduce((sum, label, n) => sum - Math.log(p[3 * n + label]!), 0)
        }
        const fitted = fitTemperature(softmax(scores), labels, 3)
        for (const factor of [0.9, 0.99, 1.01, 1.1])
          expect(cost(fitted * factor)).toBeGreaterThan(cost(fitted))
      }),
      { numRuns: 20 },
    )
  })

  it('stays finite where every answer is right, or probabilities are 0', () => {
    expect(fitTemperature(Float32Array.of(0.9, 0.1), Int32Array.of(0), 2)).toBeLessThan(0.06)
    expect(fitTemperature(Float32Array.of(1, 0), Int32Array.of(1), 2)).toBeCloseTo(20, 5)
  })
})

it('withTemperature divides U and b and nothing else', () => {
  const one = () => Float32Array.of(2, -4)
  const parameters = { Wemb: one(), lstm_W: one(), lstm_U: one(), lstm_b: one(), U: one(), b: one() }
  const warmer = withTemperature(parameters, 2)
  const half = Float32Array.of(1, -2)
  expect(warmer).toEqual({ ...parameters, U: half, b: half })
  expect(parameters.U).toEqual(one())
})

it('is fitted to as many classes as there are, 200,000 and more', () => {
  const classes = 200_000
  const probabilities = new Float32Array(classes).fill(1e-7)
  probabilities[1] = 0.98
  expect(fitTemperature(probabilities, Int32Array.of(1), classes)).toBeLessThan(1)
})
