import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnsweredText } from '../../src/data/predictions.ts'
import { answersFrom, measuredTexts } from '../../src/evaluation/answered-texts.ts'
import { type Answers, evaluation } from '../../src/evaluation/evaluation.ts'
import { evaluateAnswers } from '../../src/library/evaluate.ts'

const likelihoods = (of: Record<string, number>) =>
  Object.entries(of).map(([label, probability]) => ({ label, probability }))

describe('answersFrom', () => {
  it('finds the labels wherever they are named, and the most probable one where none was answered', async () => {
    const answers = await answersFrom([
      { label: 'b', probabilities: likelihoods({ c: 0.1, a: 0.6, b: 0.3 }) },
      { label: 'c', predicted: 'b', probabilities: likelihoods({ c: 1 }) },
    ])
    expect(answers.labelNames).toEqual(['a', 'b', 'c'])
    expect([[...answers.labels], [...answers.predicted!]]).toEqual([
      [1, 2],
      [0, 1],
    ])
    expect([...(answers as Answers).probabilities].map(p => Math.round(10 * p) / 10)).toEqual([
      0.6, 0.3, 0.1, 0, 0, 1,
    ])
  })

  it('takes the probability of the answer for both of two labels, and not for more', async () => {
    const two = [
      { label: 'no', predicted: 'yes', probability: 0.75 },
      { label: 'yes', predicted: 'no', probability: 0.5 },
    ]
    expect(await answersFrom(two)).toMatchObject({ probabilities: Float32Array.of(0.25, 0.75, 0.5, 0.5) })
    expect(
      await answersFrom([...two, { label: 'maybe', predicted: 'no', probability: 0.5 }]),
    ).not.toHaveProperty('probabilities')
  })

  it.each<[unknown[], string]>([
    [[], 'there are no answers'],
    [[{ label: 'a' }], 'answer 1: it has neither an answer nor probabilities'],
    [
      [{ label: 'a', probabilities: likelihoods({ a: 0.5, b: 0.3 }), place: 'x.csv:2' }],
      'x.csv:2: the probabilities of its labels add up to 0.800, not 1',
    ],
    [
      [
        { label: 'a', probabilities: likelihoods({ a: 0.5, b: 0.5 }) },
        { label: 'b', predicted: 'b' },
      ],
      'answer 1: no answer',
    ],
    ...[null, {}, { label: 1, predicted: 'a' }].map((row): [unknown[], string] => [
      [row],
      'answer 1: its label is',
    ]),
    [[{ label: 'a', predicted: 1 }], 'answer 1: its predicted is a number, not a string'],
    ...[1.0000001, -0.1, Number.NaN, '0.5'].map((probability): [unknown[], string] => [
      [{ label: 'a', predicted: 'a', probability }],
      'answer 1: its probability is no number from 0 to 1',
    ]),
    [[{ label: 'a', probabilities: { a: 1 } }], 'answer 1: its probabilities are no list'],
    [
      [{ label: 'a', probabilities: likelihoods({ a: -0.01, b: 1 }) }],
      'answer 1: the probability of "a" is no',
    ],
    [
      [{ label: 'a', probabilities: [...likelihoods({ a: 0.5 }), ...likelihoods({ a: 0.5 })] }],
      'answer 1: "a" has two probabilities',
    ],
  ])('refuses %j', async (rows, message) => {
    await expect(answersFrom(rows as AnsweredText[])).rejects.toThrow(message)
  })

  it('gives back the figures of the model whose rows they are (to 1e-6)', async () => {
    const answers = fc
      .record({ n: fc.integer({ min: 1, max: 20 }), classes: fc.integer({ min: 2, max: 4 }), seed: fc.nat() })
      .map(({ n, classes, seed }): Answers => {
        const raw = Float32Array.from(
          { length: n * classes },
          (_, i) => 0.05 + ((seed + i * 7919) % 997) / 997,
        )
        const probabilities = raw.map((value, i) => {
          const start = i - (i % classes)
          return value / raw.subarray(start, start + classes).reduce((a, b) => a + b)
        })
        const labels = Int32Array.from({ length: n }, (_, i) => (seed + i) % classes)
        return { probabilities, labels, labelNames: ['a', 'b', 'c', 'd'].slice(0, classes) }
      })
    await fc.assert(
      fc.asyncProperty(answers, async of => {
        const originals = Array.from(of.labels, (_, i) => ({ place: `row ${i}`, text: 'text' }))
        const again = await evaluateAnswers(measuredTexts(of, undefined, originals))
        const { cost, ece, accuracy, macroF1, confusion } = evaluation(of)
        expect(again).toMatchObject({ accuracy, macroF1, confusion })
        expect('cost' in again && Math.abs(again.cost - cost)).toBeLessThan(1e-6)
        expect('ece' in again && Math.abs(again.ece - ece)).toBeLessThan(1e-6)
      }),
      { numRuns: 50 },
    )
  })
})
