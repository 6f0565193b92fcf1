import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowWriter } from '../../src/formats/delimited-rows.ts'
import { outputFormat } from '../../src/library/answer-formats.ts'
import type { Prediction } from '../../src/model/prediction.ts'
import { chooser, predictionOf } from '../../src/model/prediction.ts'
import type { Rule } from '../../src/model/rule.ts'

/** The answers to texts with these probabilities, of labels a, b, ... */
function answers(rows: readonly (readonly number[])[], rule: Rule, all = true) {
  const labels = rows[0]!.map((_, c) => 'abcde'[c]!)
  const choose = chooser(labels, rule)
  return rows.map((values, i) => {
    const row = Float32Array.from(values)
    return predictionOf(`text ${i}`, labels, row, choose(row), rule, all)
  })
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

  it('gives the label of the threshold from it on, of two labels the other below it, with the probability of what it gives', () => {
    const rows = [
      [0.75, 0.25],
      [0.5, 0.5],
      [0.875, 0.125],
    ]
    expect(verdicts(rows, { threshold: { label: 'b', probability: 0.25 } })).toEqual([
      ['b', 0.25],
      ['b', 0.5],
      ['a', 0.875],
    ])
    expect(verdicts(rows, { threshold: { label: 'b', probability: 0.75 } }).map(([label]) => label)).toEqual([
      'a',
      'a',
      'a',
    ])
  })

  it('gives always the label of the threshold from 0 on', () => {
    const probability = fc.float({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(probability, p => {
        expect(answers([[1 - p, p]], { threshold: { label: 'b', probability: 0 } })[0]!.label).toBe('b')
      }),
    )
  })

  it('gives the most probable of the others below the threshold of one of several labels', () => {
    const threshold = { label: 'b', probability: 0.5 }
    const rows = [
      [0.25, 0.5, 0.25],
      [0.125, 0.4375, 0.4375],
      [0.375, 0.4375, 0.1875],
    ]
    expect(verdicts(rows, { threshold }).map(([label]) => label)).toEqual(['b', 'c', 'a'])
  })

  it("lists all probabilities in the model's order, also of labels that JavaScript would sort as keys", () => {
    const labels = ['10', '-1', '9']
    const row = Float32Array.of(0.25, 0.5, 0.25)
    expect(predictionOf('x', labels, row, { label: 1, sure: true }, {}, true).probabilities).toEqual([
      { label: '10', probability: 0.25 },
      { label: '-1', probability: 0.5 },
      { label: '9', probability: 0.25 },
    ])
    expect(predictionOf('x', labels, row, { label: 1, sure: true }, {}, false)).not.toHaveProperty(
      'probabilities',
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

  it('abstains below it as well where a label with a threshold, or another one below that, is the answer', () => {
    const rows = [
      [0.25, 0.75],
      [0.375, 0.625],
      [0.75, 0.25],
      [0.625, 0.375],
    ]
    const rule = { threshold: { label: 'b', probability: 0.5 }, abstain: 0.75 }
    expect(verdicts(rows, rule)).toEqual([
      ['b', 0.75],
      ['uncertain', 0.625],
      ['a', 0.75],
      ['uncertain', 0.625],
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
  const format = outputFormat('text', { safe: false, terminal: false })
  const line = (answer: Prediction) => format.line(answer).join('')

  it('writes a pair of label and probability for each label listed, then the text', () => {
    const [answer] = answers([[0.25, 0.5, 0.25]], { topK: 2 })
    expect(line(answer!)).toBe('b\t0.500000\ta\t0.250000\ttext 0\n')
  })

  it('is one line of three columns, whatever labels and texts hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (label, text) => {
        const written = line({ label, probability: 0.5, text })
        expect(written.split('\t')).toHaveLength(3)
        expect(written.slice(0, -1)).not.toMatch(/[^\P{Cc}\t]/u)
      }),
    )
  })
})

describe('rows of CSV', () => {
  const field = (value: string, options: { safe: boolean; terminal: boolean }) =>
    rowWriter(',', options)([value]).slice(0, -1)

  it('keep the values for programs, and are fit to be seen on a terminal', () => {
    expect(field('\u001b[2J "a"', { safe: false, terminal: false })).toBe('"\u001b[2J ""a"""')
    expect(field('\u001b[2J\n', { safe: false, terminal: true })).toBe('\\u001b[2J\\n')
  })

  it('quote what holds the delimiter, which is a tab in TSV', () => {
    const values = ['a,b', 'a\tb', ' a', '']
    const options = { safe: false, terminal: false }
    expect(rowWriter(',', options)(values)).toBe('"a,b",a\tb," a",\n')
    expect(rowWriter('\t', options)(values)).toBe('a,b\t"a\tb"\t" a"\t\n')
  })

  it('are guarded against formulas where it is asked for', () => {
    for (const formula of ['=1+1', '+a', '-1', '@x', '\ty']) {
      expect(field(formula, { safe: true, terminal: false })).toBe(`'${formula}`)
      expect(field(formula, { safe: false, terminal: false }).replaceAll('"', '')).toBe(formula)
    }
    for (const text of ['a=b', '', "'=1"]) expect(field(text, { safe: true, terminal: false })).toBe(text)
  })
})
