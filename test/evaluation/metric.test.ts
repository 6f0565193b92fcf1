import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../src/evaluation/metric.ts'

const labels = ['a', 'b', 'c']
/** Answers of the classes 0, 0, 1, 2, each with 0.8. */
const answers = Float32Array.from([0, 0, 1, 2].flatMap(at => [0, 1, 2].map(c => (c === at ? 0.8 : 0.1))))
const truth = Int32Array.of(0, 1, 1, 2)
const badness = (name: string) => metricNamed(name, labels).badness(answers, truth)

describe('metricNamed', () => {
  it('accuracy: the error', () => expect(badness('accuracy')).toBe(0.25))

  it('cost: the mean of -log of the probability of what is true, to 1e-6', () => {
    expect(badness('cost')).toBeCloseTo((-3 * Math.log(0.8) - Math.log(0.1)) / 4, 6)
  })

  it('macro-f1 and f1:LABEL: what is missing to 1', () => {
    // F1 of a: 2 / (1 + 2), of b: 2 / (2 + 1), of c: 1.
    expect(badness('macro-f1')).toBeCloseTo(1 - (2 / 3 + 2 / 3 + 1) / 3, 12)
    expect(badness('f1:b')).toBeCloseTo(1 / 3, 12)
  })

  it('macro-f1 does not count a class that occurs nowhere', () => {
    const twoOfThree = metricNamed('macro-f1', labels).badness(answers.subarray(0, 6), Int32Array.of(0, 1))
    // a: 2 / (2 + 1); b: 0.
    expect(twoOfThree).toBeCloseTo(1 - (2 / 3 + 0) / 2, 12)
  })

  it('f1 of a label that occurs nowhere is 0: all is missing', () => {
    const { badness } = metricNamed('f1:c', labels)
    expect(badness(answers.subarray(0, 6), Int32Array.of(0, 1))).toBe(1)
  })

  it('refuses the F1 of a label that the data has not', () => {
    expect(() => metricNamed('f1:d', labels)).toThrow('--metric f1:d names no label of the data')
  })
})
