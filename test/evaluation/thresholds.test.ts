import { describe, expect, it } from 'vitest'
import { thresholdTables } from '../../src/evaluation/threshold-tables.ts'
import {
  chanceOfFewer,
  decisionFigures,
  decisionFor,
  promisedThreshold,
} from '../../src/evaluation/thresholds.ts'
import { chooser } from '../../src/model/prediction.ts'
import { Random } from '../../src/random.ts'

/** Made by Python 3 with math.comb and fractions.Fraction. */
const golden = [
  [0, 44, 0.05, 0.10467395472325522],
  [2, 100, 0.05, 0.11826298118512094],
  [5, 60, 0.1, 0.43716587073712676],
  [30, 1000, 0.05, 0.0012770679174798373],
  [90, 1000, 0.1, 0.15823814139344067],
] as const

const labelNames = ['a', 'b', 'c']
const answers = {
  probabilities: Float32Array.of(0.8, 0.1, 0.1, 0.3, 0.6, 0.1, 0.4, 0.35, 0.25, 0.2, 0.2, 0.6),
  labels: Int32Array.of(0, 1, 1, 2),
  labelNames,
}

/** Scores of a model that is right as often as it says. */
function calibrated(count: number, random: Random) {
  const scores = Float64Array.from({ length: count }, () => 0.5 + 0.5 * random.uniform())
  const right = scores.map(score => (random.uniform() < score ? 1 : 0))
  return { scores, right }
}

describe('chanceOfFewer', () => {
  it.each(golden)('of %i or fewer of %i with %d each is %d (to 1e-11 of it)', (k, n, p, chance) => {
    expect(Math.abs(chanceOfFewer(k, n, p) / chance - 1)).toBeLessThan(1e-11)
  })
})

describe('promisedThreshold', () => {
  it('keeps its promise on fresh texts in 9 of 10 draws and more', () => {
    const random = new Random(1)
    let kept = 0
    for (let draw = 0; draw < 60; draw++) {
      const { scores, right } = calibrated(2000, random)
      const found = promisedThreshold(scores, i => right[i] === 1, 0.1)
      // Of those that are as sure, the mean of the scores is what is right.
      if (!found || (found.threshold + 1) / 2 >= 0.9) kept++
    }
    expect(kept).toBeGreaterThanOrEqual(54)
  })

  it('answers the more texts the more it has seen', () => {
    const shareOf = (count: number) => {
      const { scores, right } = calibrated(count, new Random(2))
      return promisedThreshold(scores, i => right[i] === 1, 0.1)!.answered / count
    }
    expect(shareOf(1500)).toBeLessThan(shareOf(20_000))
    // With calibrated scores from t on, (1 + t) / 2 are right: 0.8 of them from 0.8 on, two in five texts.
    expect(shareOf(20_000)).toBeLessThan(0.4)
    expect(shareOf(20_000)).toBeGreaterThan(0.3)
  })

  it('never divides equal scores, and promises nothing by too few texts', () => {
    const scores = new Float64Array(100).fill(0.9)
    expect(promisedThreshold(scores, i => i > 0, 0.1)).toEqual({ threshold: 0.9, answered: 100, right: 99 })
    expect(promisedThreshold(scores, i => i > 20, 0.1)).toBeUndefined()
    expect(promisedThreshold(scores.subarray(0, 10), () => true, 0.05)).toBeUndefined()
    expect(promisedThreshold(new Float64Array(0), () => true, 0.1)).toBeUndefined()
  })
})

describe('decisions', () => {
  it('count what is answered, right and wrong, by the thresholds of several labels', () => {
    const threshold = [
      { label: 'a', probability: 0.7 },
      { label: 'c', probability: 0.25 },
    ]
    const choose = chooser(labelNames, { threshold })
    const chosen = [0, 3, 6, 9].map(at => choose(answers.probabilities.subarray(at, at + 3)))
    expect(chosen.map(({ label, sure }) => [label, sure])).toEqual([
      [0, true],
      [1, true],
      [2, true],
      [2, true],
    ])
    const { answered, wrong, labels } = decisionFigures(answers, choose, undefined)
    expect([answered, wrong]).toEqual([4, 1])
    expect(labels.map(({ given, right, having }) => [given, right, having])).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [2, 1, 1],
    ])
  })

  it('say uncertain where every label has a threshold, and none is reached', () => {
    const threshold = labelNames.map(label => ({ label, probability: 0.7 }))
    const choose = chooser(labelNames, { threshold })
    expect(decisionFigures(answers, choose, undefined)).toMatchObject({ texts: 4, answered: 1, wrong: 0 })
  })

  it('answer what costs least, and nothing where that is cheaper', () => {
    const costs = {
      answers: [
        [0, 1, 1],
        [10, 0, 1],
        [1, 1, 0],
      ],
      uncertain: [0.35, 0.35, 0.35],
    }
    const choose = chooser(labelNames, { costs })
    const [first, second, third] = [0, 3, 6].map(at => choose(answers.probabilities.subarray(at, at + 3)))
    // Expected costs: a 1.1, b 0.9, c 0.9; a 6.1, b 0.4, c 0.9; a 3.75, b 0.65, c 0.75: none below 0.35.
    expect([first, second, third].map(choice => choice!.sure)).toEqual([false, false, false])
    expect([first, second, third].map(choice => choice!.label)).toEqual([1, 1, 1])
    const cheap = chooser(labelNames, { costs: { answers: costs.answers } })
    const { cost } = decisionFigures(answers, cheap, { answers: costs.answers })
    expect(cost).toEqual({ mean: 0.25, mostProbable: 2.5 })
  })

  it('abstain from where the model is less sure than where it was right', () => {
    // 300 texts of 0.9, all right, of every class; 100 of 0.5, of which none is.
    const of = (n: number) => (n % 4 < 3 ? { at: n % 3, p: 0.9 } : { at: n % 3, p: 0.5 })
    const rows = Array.from({ length: 400 }, (_, n) => of(n))
    const decision = decisionFor(
      {
        probabilities: Float32Array.from(
          rows.flatMap(({ at, p }) => [0, 1, 2].map(c => (c === at ? p : (1 - p) / 2))),
        ),
        labels: Int32Array.from(rows, ({ at, p }) => (p === 0.9 ? at : (at + 1) % 3)),
        labelNames,
      },
      { error: 0.05 },
    )
    expect(decision).toEqual({
      abstain: Math.fround(0.9),
      texts: 400,
      promise: 'at most 5 % wrong of those answered',
    })
  })

  it('refuse to promise what the texts cannot show', () => {
    expect(() => decisionFor(answers, { error: 0.01 })).toThrow('4 texts cannot promise 1 % wrong at most')
    expect(() => decisionFor(answers, { precision: [{ label: 'b', share: 0.9 }] })).toThrow(
      "a precision of 90 % for 'b'",
    )
  })
})

describe('thresholdTables', () => {
  it('have precision, recall and coverage of each label', () => {
    const [a, b] = thresholdTables(answers)
    expect(a!.points.find(({ threshold }) => threshold === 0.4)).toEqual({
      threshold: 0.4,
      precision: 0.5,
      recall: 1,
      coverage: 0.5,
    })
    expect(b!.points.find(({ threshold }) => threshold === 0.3)).toEqual({
      threshold: 0.3,
      precision: 1,
      recall: 1,
      coverage: 0.5,
    })
    expect(b!.points.at(-1)).toEqual({ threshold: 0.99, precision: null, recall: 0, coverage: 0 })
  })
})
