import { expect, it } from 'vitest'
import { answeredLabels, findColumns, passedOver } from '../../../src/data/rows/columns.ts'
import { LstmError } from '../../../src/errors.ts'

const both = 'text and label'

it.each([
  [['review', 'sentiment'], 'review', 'sentiment'],
  [['id', 'Label', 'TEXT'], 'TEXT', 'Label'],
  [['sentence', 'class'], 'sentence', 'class'],
  [[' content ', 'rating'], ' content ', 'rating'],
  [['text', 'review', 'label', 'sentiment'], 'review', 'sentiment'],
])('finds text and label by their usual names in %j', (names, text, label) => {
  expect(findColumns(names, {}, both, 'x')).toEqual({ text, label })
})

it('takes the chosen columns, the exact spelling first, and numbers that are no names', () => {
  const names = ['a', 'A', 'review', 'sentiment', '3']
  expect(findColumns(names, { textColumn: 'A', labelColumn: 'SENTIMENT' }, both, 'x')).toEqual({
    text: 'A',
    label: 'sentiment',
  })
  expect(findColumns(names, { textColumn: '2', labelColumn: '3' }, both, 'x')).toEqual({
    text: 'A',
    label: '3',
  })
  expect(findColumns(names, {}, 'text', 'x')).toEqual({ text: 'review', label: undefined })
})

it('takes known columns where they are present, before the usual names and after chosen ones', () => {
  const known = { text: 'title', label: 'verdict' }
  const names = ['review', 'Title', 'label', 'verdict']
  expect(findColumns(names, { known }, both, 'x')).toEqual({ text: 'Title', label: 'verdict' })
  expect(findColumns(names, { known, textColumn: 'review' }, both, 'x')).toEqual({
    text: 'review',
    label: 'verdict',
  })
  expect(findColumns(['text', 'label'], { known }, both, 'x')).toEqual({ text: 'text', label: 'label' })
})

it('names the columns there are when the wanted one is missing', () => {
  expect(() => findColumns(['a', 'b'], {}, both, 'f.csv:1')).toThrow(
    new LstmError('data', 'f.csv:1: no text column; the columns are a, b', {
      hint: 'choose it with --text-column NAME',
    }),
  )
  expect(() => findColumns(['text', 'b'], {}, both, 'f.csv:1')).toThrow(
    'f.csv:1: no label column; the columns are text, b',
  )
  expect(() => findColumns(['text', 'label'], { labelColumn: 'c' }, both, 'f.csv:1')).toThrow(
    "f.csv:1: no column 'c'; the columns are text, label",
  )
  expect(() => findColumns(['text', 'label'], { labelColumn: '3' }, both, 'f.csv:1')).toThrow("no column '3'")
})

it('says so in one line of bounded length where a file without a header has whole texts in their place', () => {
  const row = Array.from({ length: 500 }, () => 'a very\nlong \x1b[2Jtext '.repeat(1000))
  try {
    findColumns(row, {}, both, 'x')
    expect.unreachable()
  } catch (error) {
    expect((error as LstmError).message.length).toBeLessThan(1200)
    expect((error as LstmError).message).not.toMatch(/\p{Cc}/u)
  }
})

it('says which columns of usual names are not read, unless they were chosen or are known', () => {
  const told = (names: readonly string[], reading: Parameters<typeof findColumns>[1] = {}) =>
    passedOver(names, reading, findColumns(names, reading, both, 'x'))
  const names = ['review', 'TEXT', 'Text', 'rating', 'label', 'shop']
  expect(told(names)).toEqual([
    "text column 'review', and not 'TEXT' or 'Text' (--text-column says otherwise)",
    "label column 'label', and not 'rating' (--label-column says otherwise)",
  ])
  expect(told(['TEXT', 'Text', 'label'])).toEqual([
    "text column 'TEXT', and not 'Text' (--text-column says otherwise)",
  ])
  expect(told(names, { textColumn: 'review', labelColumn: 'rating' })).toEqual([])
  expect(told(names, { known: { text: 'review', label: 'label' } })).toEqual([])
  expect(told(['text', 'label', 'shop'])).toEqual([])
  // Chosen for the other role.
  expect(told(['comment', 'score', 'label'], { labelColumn: 'score' })).toEqual([])
})

it.each([
  [['text', 'label', 'probability'], {}, 'label'],
  [['Label', 'Probability', 'text', 'corrected'], { known: { label: 'label' } }, 'Label'],
  [['text', 'label', 'probability', 'correct'], {}, undefined],
  [['text', 'label', 'probability'], { labelColumn: 'label' }, undefined],
  // The true label stands beside the answer.
  [['text', 'label', 'predicted', 'probability'], {}, undefined],
  [['text', 'label', 'predicted_label', 'predicted_probability'], {}, undefined],
  [['text', 'mood', 'label', 'probability'], { known: { label: 'mood' } }, undefined],
] as const)('knows the labels that a model gave: %j, %j', (names, reading, column) => {
  expect(answeredLabels(names, reading)).toBe(column)
})
