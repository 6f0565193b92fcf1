import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  aligned,
  byteSize,
  counted,
  grouped,
  inSeconds,
  partOf,
  percent,
  percentInterval,
  shellWord,
  verb,
} from '../src/wording.ts'

it('says numbers as people read them', () => {
  expect(percent(0.1234)).toBe('12.3 %')
  expect(percent(0.1234, 2)).toBe('12.34 %')
  expect(percentInterval([0.119, 0.128])).toBe('[11.9, 12.8]')
  expect(grouped(25000)).toBe('25,000')
  expect(counted(1, 'text')).toBe('1 text')
  expect(counted(25000, 'text')).toBe('25,000 texts')
  expect(partOf(1200, 25000)).toBe('1,200 of 25,000')
  expect([-1, 4.25, 15.7].map(inSeconds)).toEqual(['0.0 s', '4.3 s', '16 s'])
})

it('says one thing of one, and another of many', () => {
  expect(counted(0, 'text')).toBe('0 texts')
  expect(counted(2, 'class', 'classes')).toBe('2 classes')
  expect(counted(1, 'class', 'classes')).toBe('1 class')
  expect(partOf(1, 20, 'text')).toBe('1 of 20 texts')
  expect(partOf(1, 1, 'text')).toBe('1 of 1 text')
  expect([1, 2].map(count => verb(count, 'have'))).toEqual(['has', 'have'])
  expect([1, 0].map(count => verb(count, 'are'))).toEqual(['is', 'are'])
  expect([1, 2].map(count => verb(count, 'were'))).toEqual(['was', 'were'])
  expect([1, 2].map(count => verb(count, 'end'))).toEqual(['ends', 'end'])
})

it('a count stands before its noun by no other way, outside of contracts and of formats, where it is never one', () => {
  const src = fileURLToPath(new URL('../src/', import.meta.url))
  const byHand = [
    /\$\{(?:grouped\([^{}]*\)|[\w.]+\.(?:length|size|examples|texts))\} (?:[\w-]+ )?(?!(?:is|has|was|as|does)\b)[a-z-]+s\b/g,
    /=== 1 \? '(\w+)' : '\1s'/g,
    /\$\{partOf\([^{}]*\)\} (?:\$\{split\} )?(?:training |test )?texts\b/g,
  ]
  const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !/^(engines|experiments|formats)\//.test(path))
    .flatMap(path => {
      const text = readFileSync(join(src, path), 'utf8')
      return byHand.flatMap(pattern => [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`))
    })
  expect(found).toEqual([])
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
