import { describe, expect, it } from 'vitest'
import { SwappedColumns } from '../../src/check/swapped-columns.ts'

function found(rows: readonly (readonly [text: string, label: string])[]) {
  const columns = new SwappedColumns()
  for (const [index, [text, label]] of rows.entries()) columns.add(index, text, label)
  return columns.findings().map(({ message, rows }) => [message, rows.map(({ index }) => index)])
}

const usual = Array.from({ length: 6 }, (_, i) => [`text ${i}`, 'spam'] as const)

describe('text and label swapped', () => {
  it('are told wherever the row stands', () => {
    expect(found([['spam', 'a text'], ...usual, [' spam', 'another text']])).toEqual([
      [
        'the texts of 2 rows are a label, and the label is none that others have: are text and label swapped?',
        [0, 7],
      ],
    ])
  })

  it('are not where the label is one of several texts, or the text that of few', () => {
    const ham = Array.from({ length: 5 }, () => ['spam', 'ham'] as const)
    expect(found([...usual, ...ham, ['ham', 'spam']])).toEqual([])
    expect(found([...usual.slice(0, 4), ['spam', 'a text']])).toEqual([])
  })
})
