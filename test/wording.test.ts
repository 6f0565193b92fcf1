import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  aligned,
  byteSize,
  counted,
  grouped,
  partOf,
  percent,
  percentInterval,
  shellWord,
} from '../src/wording.ts'

it('says numbers as people read them', () => {
  expect(percent(0.1234)).toBe('12.3 %')
  expect(percent(0.1234, 2)).toBe('12.34 %')
  expect(percentInterval([0.119, 0.128])).toBe('[11.9, 12.8]')
  expect(grouped(25000)).toBe('25,000')
  expect(counted(1, 'text')).toBe('1 text')
  expect(counted(25000, 'text')).toBe('25,000 texts')
  expect(partOf(1200, 25000)).toBe('1,200 of 25,000')
})

it('groups the digits of every number as toLocaleString does', () => {
  const number = fc.oneof(fc.maxSafeInteger(), fc.double({ min: -1e12, max: 1e12, noNaN: true }))
  const same = (value: number) => {
    expect(grouped(value)).toBe((value + 0).toLocaleString('en-US').replace(/^-0$/, '0'))
  }
  fc.assert(fc.property(number, same))
  for (const value of [0, 0.2, 999, 1000, 1234.5, 999_999.9996, 1_000_000]) same(value)
})

it('aligns the first column left and the others right, without blanks at the end of a line', () => {
  const rows = [
    ['name', 'a', 'long'],
    ['x', '12', '3'],
    ['longest', '1', ''],
  ]
  expect(aligned(rows)).toEqual(['name      a  long', 'x        12     3', 'longest   1'])
})

it('quotes words that a shell would take for something else, so that it gives them back', () => {
  const quoted = "'it'\\''s'"
  expect(['checkpoints/größe-2.1', 'my models', "it's", '$HOME', ''].map(shellWord)).toEqual([
    'checkpoints/größe-2.1',
    "'my models'",
    quoted,
    "'$HOME'",
    "''",
  ])
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [99_949, '99.9 KB'],
  [99_950, '100 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [13_725_676, '13.7 MB'],
  [2e9, '2.0 GB'],
  [5e15, '5000 TB'],
])('writes %d bytes as %s', (bytes, written) => {
  expect(byteSize(bytes)).toBe(written)
})
