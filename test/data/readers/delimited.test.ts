import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delimitedRows } from '../../../src/data/readers/delimited.ts'
import { collect } from '../../collect.ts'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

async function readText(contents: string | Uint8Array, name = 'r.csv', columns = {}) {
  return (await read(join(await temporaryFolder({ [name]: contents }), name), columns)).train
}

describe('csv', () => {
  it('reads a byte order mark, CRLF, quoted commas, quotes and line breaks, and a last row without \\n', async () => {
    const contents = '\ufeffid,Review,Sentiment\r\n1,"a ""b"",\r\nc",pos\r\n\r\n2,d\u2028e, neg \r\n3,,pos'
    expect(await readText(contents)).toEqual([
      ['a "b",\r\nc', 'pos'],
      ['d\u2028e', 'neg'],
      ['', 'pos'],
    ])
  })

  it('does not care whether rows end in \\n or \\r\\n, also within one file', async () => {
    expect(await readText('text,label\r\na,x\nb,y\r\n')).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ])
  })

  it('takes chosen columns', async () => {
    const contents = 'text,label,what,kind\na,b,c,d\n'
    expect(await readText(contents, 'r.csv', { textColumn: 'what', labelColumn: 'KIND' })).toEqual([
      ['c', 'd'],
    ])
  })

  it('replaces invalid UTF-8', async () => {
    expect(await readText(Buffer.from('text,label\nca\xe9,x\n', 'latin1'))).toEqual([['ca\ufffd', 'x']])
  })

  it.each([
    ['an empty label', 'text,label\n"a\nb",x\n\nc,\n', /r\.csv:5: the label \(column 'label'\) is empty/],
    [
      'an empty label after CRLF in quotes',
      'text,label\r\n"a\r\nb",x\r\n"c\r\nd",\r\n',
      /r\.csv:4: the label/,
    ],
    ['a short row', 'text,label\na,x\nb\n', /r\.csv:3: 1 values, but the header has 2/],
    ['a long row', 'text,label\na, b,x\n', /r\.csv:2: 3 values, but the header has 2/],
    ['a missing column', 'a;b\n1;2\n', /r\.csv:1: no text column; the columns are a;b/],
    ['an open quote', 'text,label\na,x\n"b,y\nc,z\n', /r\.csv:3: the double quotes/],
    ['a swallowed row', 'text,label\n"hello,pos\ngood,neg\n"bye",pos\n', /r\.csv:2: the double quotes/],
    ['a quote inside', 'text,label\na,x\nsay "hi",y\n', /r\.csv:3: the double quotes/],
  ])('names the line of %s', async (_, contents, message) => {
    await expect(readText(contents)).rejects.toMatchObject({
      name: 'LstmError',
      code: 'data',
      message: expect.stringMatching(message),
    })
  })

  it('gives the rows before a wrong one', async () => {
    const seen: unknown[] = []
    const reading = async () => {
      for await (const { values } of delimitedRows(cut(Buffer.from('a\nb\n"c'), 99), ',', 'x'))
        seen.push(...values)
    }
    await expect(reading()).rejects.toThrow('x:3: the double quotes')
    expect(seen).toEqual(['a', 'b'])
  })

  it('gives back any texts that were written by the rules', async () => {
    const value = fc.string({
      unit: fc.oneof(
        fc.constantFrom('"', ',', '\n', '\r', '\t', '\u2028'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
    })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value)),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const bytes = Buffer.from(`a,b\n${rows.map(row => `${row.map(quoted).join(',')}\n`).join('')}`)
          const back = await collect(delimitedRows(cut(bytes, size), ',', 'x'))
          expect(back.slice(1).map(({ values }) => values)).toEqual(rows)
        },
      ),
    )
  })
})

describe('tsv', () => {
  it('reads quoted values and those of writers that do not quote', async () => {
    const contents =
      'id\treview\tsentiment\n1\t"a ""b""\nc"\tx\n2\t"He said \\"MJ\\", yes"\ty\n3\tan "odd" one\tx\n4\t"Oh" no\ty\n'
    expect(await readText(contents, 'r.tsv')).toEqual([
      ['a "b"\nc', 'x'],
      ['"He said \\"MJ\\", yes"', 'y'],
      ['an "odd" one', 'x'],
      ['"Oh" no', 'y'],
    ])
  })

  it('does not let an open quote swallow rows', async () => {
    await expect(readText('text\tlabel\na\tx\n"b\ty\nc\tx\n"d"\ty\n', 'r.tsv')).rejects.toThrow(
      /r\.tsv:3: the double/,
    )
    await expect(readText('text\tlabel\na\tx\n"b\ty\n', 'r.tsv')).rejects.toThrow(/r\.tsv:3: the double/)
  })
})

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
