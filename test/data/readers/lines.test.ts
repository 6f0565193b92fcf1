import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readLines } from '../../../src/data/readers/lines.ts'
import { collect } from '../../collect.ts'

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const linesOf = async (bytes: Uint8Array, size = 7) =>
  (await collect(readLines(chunks(bytes, size)))).map(({ text }) => text)

it('splits at \\n only, strips \\r before it, and keeps empty lines and a last line without \\n', async () => {
  const text = 'one\r\n\r\n\ntwo\u2028still two\u2029\u0085 two\rtwo\n last'
  expect(await linesOf(Buffer.from(text))).toEqual([
    'one',
    '',
    '',
    'two\u2028still two\u2029\u0085 two\rtwo',
    ' last',
  ])
  expect(await linesOf(Buffer.from(''))).toEqual([])
  expect(await linesOf(Buffer.from('\n'))).toEqual([''])
})

it('replaces invalid UTF-8 and drops a byte order mark at the start only', async () => {
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0a, 0xc3, 0x0a, 0xef, 0xbb, 0xbf, 0x62])
  expect(await linesOf(bytes, 1)).toEqual(['a\ufffd', '\ufffd', '\ufeffb'])
})

it('numbers lines from 1 and counts bytes up to the size of the input', async () => {
  const bytes = Buffer.from('ä\nb\nc')
  const lines = await collect(readLines(chunks(bytes, 2)))
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(lines.at(-1)?.bytes).toBe(bytes.length)
})

it('gives any bytes, cut anywhere, the lines that the whole has', async () => {
  const byte = fc.oneof(fc.constantFrom(0x0a, 0x0d, 0xe2, 0x80, 0xa8, 0xc3), fc.integer({ min: 0, max: 255 }))
  await fc.assert(
    fc.asyncProperty(
      fc.array(byte, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (values, size) => {
        const bytes = Uint8Array.from(values)
        const parts = new TextDecoder().decode(bytes).split('\n')
        if (parts.at(-1) === '') parts.pop()
        expect(await linesOf(bytes, size)).toEqual(parts.map(part => part.replace(/\r$/, '')))
      },
    ),
  )
})
