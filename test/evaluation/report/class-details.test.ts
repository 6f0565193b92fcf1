import { describe, expect, it } from 'vitest'
import { labelEvaluation } from '../../../src/evaluation/evaluation.ts'
import { classWords, confusedPairs } from '../../../src/evaluation/report/class-details.ts'

const textOf = (part: ReturnType<typeof confusedPairs>) => (part === '' ? '' : part.text)
const pairsIn = (part: ReturnType<typeof confusedPairs>) =>
  [
    ...textOf(part).matchAll(/<tr><th scope="row">(.*?)<\/th><td>(.*?)<\/td><td>(.*?)<\/td><td>(.*?)<\/td>/g),
  ].map(match => match.slice(1))

describe('confusedPairs', () => {
  it('has the most frequent first, with their share of the texts of the true class', () => {
    const labels = Int32Array.from([0, 0, 0, 0, 1, 1, 2])
    const predicted = Int32Array.from([0, 1, 1, 2, 1, 0, 2])
    const found = confusedPairs(labelEvaluation({ labels, predicted, labelNames: ['x', 'y', 'z'] }))
    expect(pairsIn(found)).toEqual([
      ['x', 'y', '2', '50.0 %'],
      ['x', 'z', '1', '25.0 %'],
      ['y', 'x', '1', '50.0 %'],
    ])
  })

  it('has ten at most', () => {
    const labelNames = Array.from({ length: 12 }, (_, i) => `c${i}`)
    const labels = Int32Array.from({ length: 12 }, (_, i) => i)
    const predicted = labels.map(label => (label + 1) % 12)
    expect(pairsIn(confusedPairs(labelEvaluation({ labels, predicted, labelNames })))).toHaveLength(10)
  })

  it('is left out of two classes, where the matrix says it, and where nothing is confused', () => {
    const two = { labels: Int32Array.of(0, 1), predicted: Int32Array.of(1, 0), labelNames: ['a', 'b'] }
    expect(confusedPairs(labelEvaluation(two))).toBe('')
    const right = { labels: Int32Array.of(0, 1, 2), predicted: Int32Array.of(0, 1, 2) }
    expect(confusedPairs(labelEvaluation({ ...right, labelNames: ['a', 'b', 'c'] }))).toBe('')
  })
})

describe('classWords', () => {
  it('shows each class with its words and their weights, whatever they are made of', () => {
    const shown = classWords([{ label: '<b>', words: [{ text: 'not "bad"', weight: 1.234 }] }])
    expect(textOf(shown)).toContain('<th scope="row">&#60;b&#62;</th>')
    expect(textOf(shown)).toContain('<span>not &#34;bad&#34; <small>1.23</small></span>')
  })

  it('is left out where no class has words', () => {
    expect(classWords([])).toBe('')
  })
})
