import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../../src/evaluation/metric.ts'
import { Random } from '../../../src/random.ts'
import { gainOver, judged, standardErrorsWanted } from '../../../src/training/search/judgement.ts'

const accuracy = metricNamed('accuracy', ['a', 'b'])

/** Of n texts, [n] whether the answer is right. */
function judgementOf(right: readonly boolean[]) {
  const labels = Int32Array.from(right, (_, text) => (text * 7) % 2)
  const probabilities = Float32Array.from({ length: 2 * right.length }, (_, at) => {
    const text = at >> 1
    return (at % 2 === labels[text]) === right[text] ? 0.9 : 0.1
  })
  return judged(accuracy, probabilities, labels)
}

describe('gainOver', () => {
  it('of a figure against chance is about its standard error: sqrt(p (1 - p) / n), within a half', () => {
    const random = new Random(3)
    const errors = Array.from({ length: 20 }, () => {
      const right = Array.from({ length: 2000 }, () => random.uniform() < 0.8)
      const perfect = right.slice(0, 1000).map(() => true)
      return gainOver(judgementOf(right), judgementOf(perfect)).error
    })
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    expect(mean).toBeGreaterThan(0.5 * Math.sqrt((0.8 * 0.2) / 2000))
    expect(mean).toBeLessThan(1.5 * Math.sqrt((0.8 * 0.2) / 2000))
  })

  it('on the same texts is surer than on others: what is hard for both falls out', () => {
    const random = new Random(4)
    const right = Array.from({ length: 2000 }, () => random.uniform() < 0.7)
    const better = right.map(was => was || random.uniform() < 0.1)
    const { gain, error } = gainOver(judgementOf(right), judgementOf(better))
    expect(gain).toBeGreaterThan(2 * error)
    expect(error).toBeLessThan(0.006)
    const elsewhere = gainOver(judgementOf(right), judgementOf(better.slice(1)))
    expect(elsewhere.error).toBeGreaterThan(0.008)
  })

  it('says nothing for sure of fewer than two texts, and that equal trials are equal', () => {
    expect(gainOver(judgementOf([true]), judgementOf([false])).error).toBe(Number.POSITIVE_INFINITY)
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2 }), right => {
        expect(gainOver(judgementOf(right), judgementOf(right))).toEqual({ gain: 0, error: 0 })
      }),
    )
  })
})

it('wants more of later trials', () => {
  expect([1, 2, 25].map(trial => standardErrorsWanted(trial).toFixed(2))).toEqual(['1.18', '1.48', '2.55'])
})
