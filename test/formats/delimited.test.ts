import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dialect, delimitedRows } from '../../src/formats/delimited.ts'
import { collect } from '../collect.ts'
import { cutText } from './streams.ts'

const csv: Dialect = { delimiter: ',', quotes: true, escape: '"', rowEnd: '\n', preamble: 0 }
const rows = (text: string, dialect: Partial<Dialect> = {}, size = 5) =>
  collect(delimitedRows(cutText(text, size), { ...csv, ...dialect }, 'x'))
const values = async (text: string, dialect: Partial<Dialect> = {}, size = 5) =>
  (await rows(text, dialect, size)).map(row => row.values)

describe('delimitedRows', () => {
  it('follows RFC 4180, and tells where a row starts', async () => {
    const found = await rows('a,b\r\n"1 ""x""","2\r\n3"\r\n\r\n,\n"",last')
    expect(found).toEqual([
      { values: ['a', 'b'], line: 1 },
      { values: ['1 "x"', '2\r\n3'], line: 2 },
      { values: ['', ''], line: 5 },
      { values: ['', 'last'], line: 6 },
    ])
  })

  it.each([
    ['say "hi",x\n', [['say "hi"', 'x']]],
    ['21" screen,17" too\n', [['21" screen', '17" too']]],
    ['"Oh" no,x\n', [['"Oh" no', 'x']]],
    ['"a, b" c,x\n', [['"a, b" c', 'x']]],
    ['a,"b"', [['a', 'b']]],
    ['a,"b"\r', [['a', 'b']]],
    ['""\n', [['']]],
    ['\n\r\n', []],
    ['"a""",""""\n', [['a"', '"']]],
  ])('reads %j as it stands', async (text, expected) => {
    for (const size of [1, 2, 99]) expect(await values(text, {}, size)).toEqual(expected)
  })

  it('escapes with backslashes where it is told to', async () => {
    const text = '"He said \\"yes\\"","C:\\\\",""""\n"a\\b","c\\nd",x\n'
    for (const size of [1, 2, 99]) {
      expect(await values(text, { escape: '\\' }, size)).toEqual([
        ['He said "yes"', 'C:\\', '"'],
        ['a\\b', 'c\\nd', 'x'],
      ])
    }
  })

  it('takes quotes for text where it is told to', async () => {
    expect(await values('"a,b"\n"c,d\n', { quotes: false })).toEqual([
      ['"a', 'b"'],
      ['"c', 'd'],
    ])
  })

  it('takes carriage returns for ends of rows where it is told to', async () => {
    expect(await rows('a,b\rc,"d\re"\r', { rowEnd: '\r' })).toEqual([
      { values: ['a', 'b'], line: 1 },
      { values: ['c', 'd\re'], line: 2 },
    ])
  })

  it.each([
    ['a quote that does not end', 'a,b\n"c,d\ne,f\n', {}],
    ['a row that was swallowed', 'a,b\n"c,d\n"e",f\n', {}],
    ['a quote after \\\\', 'a,b\n"c\\",d\n', { escape: '\\' }],
    ['rows swallowed between tabs', 'a\tb\n"c\td\ne\tf"\tg\n', { delimiter: '\t' }],
  ] as const)('names the line of %s', async (_, text, dialect) => {
    const reading = delimitedRows(cutText(text, 3), { ...csv, ...dialect }, 'x')
    expect((await reading.next()).value.values).toEqual(['a', 'b'])
    await expect(reading.next()).rejects.toThrow('x:2: the double quotes in this row make no pairs')
  })

  it('gives any rows that are written by the rules what csv-parse gives', async () => {
    const value = fc.string({
      unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', '\u2028', 'é'),
      maxLength: 8,
    })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    const plain = (text: string) => (/[",\r\n]/.test(text) ? quoted(text) : text)
    const table = fc.array(fc.tuple(value, value, fc.boolean()))
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 20 }),
        async (all, end, size) => {
          const text = all.map(
            ([a, b, quote]) => (quote ? `${quoted(a)},${quoted(b)}` : `${plain(a)},${plain(b)}`) + end,
          )
          const found = await values(text.join(''), {}, size)
          expect(found).toEqual(all.map(([a, b]) => [a, b]))
          expect(found).toEqual(
            parse(text.join(''), { record_delimiter: ['\r\n', '\n'], skip_empty_lines: true }),
          )
        },
      ),
    )
  })

  it('reads a value of two million characters in linear time, however it is cut', async () => {
    const long = `"${'a""\n'.repeat(5e5)}",x\n`
    const [row] = await rows(long, {}, 1000)
    expect(row!.values[0]).toHaveLength(1.5e6)
  })
})
