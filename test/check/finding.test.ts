import { expect, it } from 'vitest'
import { byShare, finding, rowsWhere, someOf, worstFirst } from '../../src/check/finding.ts'
import { readingFindings } from '../../src/check/reading-findings.ts'
import { SwappedColumns } from '../../src/check/swapped-columns.ts'
import { LstmError } from '../../src/errors.ts'

it('the worst comes first: by severity, then by how many texts it is about', () => {
  const all = [
    { severity: 'note', texts: 90 },
    { severity: 'warning', texts: 1 },
    { severity: 'error', texts: 2 },
    { severity: 'warning', texts: 3 },
    { severity: 'note', texts: 100 },
    { severity: 'error', texts: 40 },
  ] as const
  expect(worstFirst(all).map(({ severity, texts }) => `${severity} ${texts}`)).toEqual([
    ...['error 40', 'error 2', 'warning 3', 'warning 1', 'note 100', 'note 90'],
  ])
})

it('is a warning from one text in a thousand on', () => {
  expect([byShare(1, 1000), byShare(1, 1001), byShare(2, 2001)]).toEqual(['warning', 'note', 'note'])
})

it('names twenty texts at most, a hundred of labels in doubt, and is none of no text', () => {
  const rows = rowsWhere('train', 300, index => index % 2 === 1)
  expect(rows.slice(0, 2)).toEqual([
    { split: 'train', index: 1 },
    { split: 'train', index: 3 },
  ])
  const [usual] = finding('equal', 'note', rows, texts => `${texts} texts`)
  expect([usual!.rows.length, usual!.texts, usual!.message]).toEqual([20, 150, '150 texts'])
  const [doubted] = finding('label-errors', 'note', rows, () => '')
  expect(doubted!.rows).toHaveLength(100)
  expect(finding('equal', 'note', [], () => '')).toEqual([])
})

it('begins with how many of which texts', () => {
  expect(someOf('train', 1, 20, 'have')).toBe('1 of 20 training texts has')
  expect(someOf('test', 2, 2000, 'are')).toBe('2 of 2,000 test texts are')
})

it('what reading has met is told with the first of each: rows, labels that no training text has', () => {
  const nothing = { padded: { train: [], test: [] }, swapped: new SwappedColumns(), strange: [] }
  const told = (
    observed: Partial<Parameters<typeof readingFindings>[0]>,
    rows: readonly string[] = [],
    options: Parameters<typeof readingFindings>[2] = {},
  ) =>
    readingFindings(
      { ...nothing, ...observed } as Parameters<typeof readingFindings>[0],
      { count: rows.length, wrongBytes: 0, rows: rows.map(message => new LstmError('data', message)) },
      options,
    ).map(({ severity, texts, message }) => [severity, texts, message])
  expect(told({})).toEqual([])
  expect(told({}, ['a.csv:2: one', 'a.csv:3: two', 'a.csv:4: three', 'a.csv:5: four'])).toEqual([
    [
      'error',
      4,
      '4 rows cannot be used (--skip-bad leaves them out): a.csv:2: one; a.csv:3: two; a.csv:4: three',
    ],
  ])
  expect(told({}, ['a.csv:2: one'], { skipBad: true })).toEqual([
    ['note', 1, '1 row that cannot be used is left out (--skip-bad): a.csv:2: one'],
  ])
  expect(told({}, [], { encoding: 'windows-1252' })).toEqual([
    ['error', 1, expect.stringContaining('read as windows-1252 here; say --encoding windows-1252')],
  ])
  expect(told({ padded: { train: [4], test: [1] } })).toEqual([
    ['warning', 2, expect.stringMatching(/^2 texts have a label with blanks around it/)],
  ])
  const strange = ['x', 'y', 'x', 'z', 'u', 'v', 'w'].map((label, n) => ({ label, place: `t.csv:${n + 2}` }))
  expect(told({ strange })).toEqual([
    ['error', 7, '7 test texts have a label that no training text has: "x", "y", "z", "u", "v" (t.csv:2)'],
  ])
  expect(told({ strange: strange.slice(0, 1) })[0]![2]).toBe(
    '1 test text has a label that no training text has: "x" (t.csv:2)',
  )
})
