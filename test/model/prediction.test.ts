import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outputFormats } from '../../src/commands/answer-formats.ts'
import { chosenLabels, predictions } from '../../src/model/prediction.ts'
import type { Rule } from '../../src/model/rule.ts'

/** The answers to texts with these probabilities. */
function answers(rows: readonly (readonly number[])[], rule: Rule) {
  const labels = rows[0]!.map((_, c) => 'abcde'[c]!)
  const probabilities = Float32Array.from(rows.flat())
  const texts = rows.map((_, i) => `text ${i}`)
  return predictions(texts, labels, probabilities, chosenLabels(probabilities, labels.length, rule), rule)
}

const verdicts = (rows: readonly (readonly number[])[], rule: Rule) =>
  answers(rows, rule).map(({ label, probability }) => [label, probability])

describe('predictions', () => {
  it('gives the most probable label', () => {
    expect(
      verdicts(
        [
          [0.25, 0.75],
          [0.5, 0.5],
        ],
        {},
      ),
    ).toEqual([
      ['b', 0.75],
      ['a', 0.5],
    ])
  })

  it('gives the second label from the threshold on, the first below it, with the probability of what it gives', () => {
    const rows = [
      [0.75, 0.25],
      [0.5, 0.5],
      [0.875, 0.125],
    ]
    expect(verdicts(rows, { threshold: 0.25 })).toEqual([
      ['b', 0.25],
      ['b', 0.5],
      ['a', 0.875],
    ])
    expect(verdicts(rows, { threshold: 0.75 }).map(([label]) => label)).toEqual(['a', 'a', 'a'])
  })

  it('gives always the second label from threshold 0 on', () => {
    const probability = fc.float({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(probability, p => {
        expect(answers([[1 - p, p]], { threshold: 0 })[0]!.label).toBe('b')
      }),
    )
  })

  it('abstains below the probability wanted, and still says the largest one', () => {
    const rows = [
      [0.25, 0.5, 0.25],
      [0.125, 0.125, 0.75],
    ]
    expect(verdicts(rows, { abstain: 0.75 })).toEqual([
      ['uncertain', 0.5],
      ['c', 0.75],
    ])
  })

  it('lists the most probable labels in descending order, equals as the model has them, all when there are fewer', () => {
    const row = [0.125, 0.5, 0.125, 0.25]
    const listed = (topK: number) =>
      answers([row], { topK })[0]!
        .top!.map(({ label }) => label)
        .join('')
    expect([1, 2, 3, 4, 9].map(listed)).toEqual(['b', 'bd', 'bda', 'bdac', 'bdac'])
    expect(answers([row], { topK: 2 })[0]).not.toHaveProperty('probabilities')
  })
})

describe('the text format', () => {
  it('writes a pair of label and probability for each label listed, then the text', () => {
    const [answer] = answers([[0.25, 0.5, 0.25]], { topK: 2 })
    expect(outputFormats.text.line(answer!)).toBe('b\t0.500000\ta\t0.250000\ttext 0\n')
  })
})
