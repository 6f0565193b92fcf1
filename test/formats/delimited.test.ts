import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { type Dialect, delimitedRows } from '../../src/formats/delimited.ts'
import { collect } from '../collect.ts'
import { cutText } from './streams.ts'

const csv: Dialect = { delimiter: ',', quotes: true, escape: '"', rowEnd: '\n', preamble: 0 }
const rowsAndErrors = (text: string, dialect: Partial<Dialect> = {}, size = 5) =>
  collect(delimitedRows(cutText(text, size), { ...csv, ...dialect }, 'x'))
const rows = async (text: string, dialect: Partial<Dialect> = {}, size = 5) =>
  (await rowsAndErrors(text, dialect, size)).map(row => {
    if (row instanceof LstmError) throw row
    return row
  })
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
    const [first, second] = await rowsAndErrors(text, dialect, 3)
    expect(first).toEqual({ values: ['a', 'b'], line: 1 })
    expect(second).toMatchObject({
      code: 'data',
      message: 'x:2: the double quotes in this row make no pairs',
    })
  })

  it.each([
    ['at the end of the file', 'a,b\n"c,d\ne,f\n', {}, [1, 'x:2', 3]],
    ['in the last line', 'a,b\nc,"d', {}, [1, 'x:2']],
    ['at a later quote', 'a,b\n"c,d\n"e",f\ng,h\n', {}, [1, 'x:2', 3, 4]],
    ['after a value of two lines', '"a\n1","b\nc,d\n', {}, ['x:1', 3]],
    ['several times', '"a,1\n"b,2\nc,"3"\n"d,4\ne,5\n', {}, ['x:1', 'x:2', 3, 'x:4', 5]],
    ['with backslashes', 'a,b\n"c\\",d\n"e\\"",f\n', { escape: '\\' }, [1, 'x:2', 3]],
    ['between tabs', 'a\tb\n"c\td\ne\tf"\tg\nh\ti\n', { delimiter: '\t' }, [1, 'x:2', 3, 4]],
    ['with carriage returns', 'a,b\r"c,d\re,f\r', { rowEnd: '\r' }, [1, 'x:2', 3]],
  ] as const)(
    'reads on after the line of a quote without another one: %s',
    async (_, text, dialect, expected) => {
      for (const size of [1, 2, 7, 99]) {
        const found = await rowsAndErrors(text, dialect, size)
        const places = found.map(row => (row instanceof LstmError ? row.message.slice(0, 3) : row.line))
        expect(places).toEqual(expected)
      }
    },
  )

  it('loses of any text no more than the lines on which it tells of an error, and looks at none often', async () => {
    const character = fc.constantFrom('"', '"', ',', '\n', '\n', '\\', 'a', '\r')
    const text = fc.string({ unit: character, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom('"', '\\'),
        fc.integer({ min: 1, max: 30 }),
        async (all, before, size) => {
          const found = await rowsAndErrors(all, { escape: before }, size)
          const lines = found.map(row =>
            row instanceof LstmError ? Number(row.message.split(':')[1]) : row.line,
          )
          expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b))
          expect(found).toEqual(await rowsAndErrors(all, { escape: before }, all.length + 1))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('takes linear time where no quote has another one', async () => {
    const bad = 'x,"a""b\n'.repeat(2e4)
    const found = await rowsAndErrors(`${bad}y,z\n`, {}, 1 << 16)
    expect(found).toHaveLength(2e4 + 1)
    const swallowing = `"a\n${'x,y\n'.repeat(1e5)}`
    expect(await rowsAndErrors(swallowing, {}, 1 << 16)).toHaveLength(1e5 + 1)
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
