import { describe, expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import type { Answers } from '../../src/evaluation/evaluation.ts'
import { remarksOnAnswers, remarksOnTexts } from '../../src/evaluation/remarks.ts'

/** Texts of one word each. */
const corpusOf = (words: readonly number[]): TokenisedCorpus => ({
  digest: '',
  words: Array.from({ length: 100 }, (_, i) => `w${i}`),
  labelNames: ['neg', 'pos'],
  train: {
    tokens: Int32Array.from(words),
    offsets: Int32Array.from([...words.keys(), words.length]),
    labels: new Int32Array(words.length),
  },
  test: undefined,
})

describe('equal texts among those that are measured', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
  const all = (words: readonly number[]) =>
    remarksOnTexts(corpusOf(words), 'train', Int32Array.from(words.keys()))

  it('are told, for the intervals take each for a text of its own', () => {
    expect(all([...numbers(5), ...numbers(5), 1])).toEqual([
      '6 of 11 texts are equal to an earlier one: an interval of 5 texts would be wider',
    ])
    expect(all([3, 3])).toEqual([
      '1 of 2 texts is equal to an earlier one: an interval of 1 text would be wider',
    ])
  })

  it('are not told where they are fewer than 1 in 20, or not measured', () => {
    expect(all([...numbers(19), 3])).toHaveLength(1)
    expect(all([...numbers(20), 3])).toEqual([])
    expect(all(numbers(20))).toEqual([])
    expect(remarksOnTexts(corpusOf([1, 1, 2]), 'train', Int32Array.of(1, 2))).toEqual([])
    expect(remarksOnTexts(corpusOf([]), 'train', new Int32Array(0))).toEqual([])
  })
})

it('texts without a token are told: what is answered to them tells nothing of the model', () => {
  const { train, ...corpus } = corpusOf([1, 2])
  const withEmpty = {
    ...corpus,
    train: { ...train, offsets: Int32Array.of(0, 1, 1, 2), labels: new Int32Array(3) },
  }
  expect(remarksOnTexts(withEmpty, 'train', Int32Array.of(0, 1, 2))).toEqual([
    '1 of 3 texts has no token: answered without anything to go by',
  ])
  expect(remarksOnTexts(withEmpty, 'train', Int32Array.of(0, 2))).toEqual([])
})

/** Texts of the two labels in turn, of which some are answered with the other one. */
function answersOf(texts: number, wrong: number, labelNames = ['neg', 'pos']): Answers {
  const labels = Int32Array.from({ length: texts }, (_, i) => i % 2)
  const predicted = labels.map((label, i) => (i < wrong ? 1 - label : label))
  const probabilities = new Float32Array(texts * labelNames.length)
  for (const [i, label] of predicted.entries()) probabilities[i * labelNames.length + label] = 1
  return { labels, labelNames, probabilities }
}

describe('answers that are as good as those to the training texts', () => {
  const result = (examples: number, error: number) => ({ examples, error })
  const results = {
    updates: 0,
    train: result(800, 0.02),
    validation: result(200, 0.3),
    test: result(0, Number.NaN),
  }
  const remarks = (texts: number, wrong: number, of = results, isNew = true) =>
    remarksOnAnswers(answersOf(texts, wrong), of, isNew)

  it('are told, where texts held out were answered worse', () => {
    expect(remarks(200, 2)).toEqual([
      'wrong are 1.0 % of these, and were 2.0 % of the training texts, but 30.0 % of 200 texts held out: these are easier, or training texts a little changed (lstm check TRAINING --test THESE tells)',
    ])
  })

  it('are told by the test texts of the training, where it had some', () => {
    expect(remarks(200, 2, { ...results, test: result(100, 0.01) })).toEqual([])
    expect(
      remarks(200, 2, { ...results, validation: result(200, 0.01), test: result(100, 0.3) }),
    ).toHaveLength(1)
  })

  it('are not told where chance may have made them, or they are nearer to the texts held out', () => {
    expect(remarks(8, 0)).toEqual([])
    expect(remarks(2000, 400)).toEqual([])
    expect(remarks(200, 60)).toEqual([])
  })

  it('are not told where texts are known to be training texts, or nothing is known', () => {
    expect(remarks(200, 2, results, false)).toEqual([])
    expect(remarks(200, 2, { ...results, validation: result(0, Number.NaN) })).toEqual([])
    expect(remarksOnAnswers(answersOf(200, 2), undefined, true)).toEqual([])
  })
})

describe('answers that are no label of any text', () => {
  it('are told, for macro F1 counts their labels', () => {
    const { labels, ...answers } = answersOf(6, 0, ['neg', 'pos', 'so so'])
    const told = (...of: number[]) =>
      remarksOnAnswers({ ...answers, labels: Int32Array.from(of) }, undefined, true)
    expect(told(0, 1, 0, 1, 0, 1)).toEqual([])
    expect(told(0, 0, 0, 0, 0, 0)).toEqual([
      '3 of 6 texts are answered with a label that no text has: pos; macro F1 counts it as 0 %',
    ])
    expect(told(2, 2, 2, 2, 2, 2)).toEqual([
      '6 of 6 texts are answered with labels that no text has: neg, pos; macro F1 counts each as 0 %',
    ])
  })
})
