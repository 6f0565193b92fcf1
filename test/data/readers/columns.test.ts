import { expect, it } from 'vitest'
import { findColumns, findTextColumn } from '../../../src/data/readers/columns.ts'
import { LstmError } from '../../../src/errors.ts'

it.each([
  [['review', 'sentiment'], 'review', 'sentiment'],
  [['id', 'Label', 'TEXT'], 'TEXT', 'Label'],
  [['sentence', 'class'], 'sentence', 'class'],
  [[' content ', 'rating'], ' content ', 'rating'],
  [['text', 'review', 'label', 'sentiment'], 'review', 'sentiment'],
])('finds text and label by their usual names in %j', (names, text, label) => {
  expect(findColumns(names, {}, 'x')).toEqual({ text, label })
})

it('takes the chosen columns, the exact spelling first', () => {
  const names = ['a', 'A', 'review', 'sentiment']
  expect(findColumns(names, { textColumn: 'A', labelColumn: 'SENTIMENT' }, 'x')).toEqual({
    text: 'A',
    label: 'sentiment',
  })
  expect(findTextColumn(names, undefined, 'x')).toBe('review')
})

it('names the columns there are when the wanted one is missing', () => {
  expect(() => findColumns(['a', 'b'], {}, 'f.csv:1')).toThrow(
    new LstmError('data', 'f.csv:1: no text column; the columns are a, b', {
      hint: 'choose it with --text-column NAME',
    }),
  )
  expect(() => findColumns(['text', 'b'], {}, 'f.csv:1')).toThrow(
    'f.csv:1: no label column; the columns are text, b',
  )
  expect(() => findColumns(['text', 'label'], { labelColumn: 'c' }, 'f.csv:1')).toThrow(
    "f.csv:1: no column 'c'; the columns are text, label",
  )
})

it('says so in one line of bounded length where a file without a header has whole texts in their place', () => {
  const row = Array.from({ length: 500 }, () => 'a very\nlong text '.repeat(1000))
  try {
    findColumns(row, {}, 'x')
    expect.unreachable()
  } catch (error) {
    expect((error as LstmError).message.length).toBeLessThan(1200)
    expect((error as LstmError).message).not.toContain('\n')
  }
})
