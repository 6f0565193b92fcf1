import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linesOf } from '../../src/formats/lines.ts'
import { collect } from '../collect.ts'
import { cutText } from './streams.ts'

const textsOf = async (text: string, size = 7) =>
  (await collect(linesOf(cutText(text, size), 'x'))).map(line => line.text)

it('splits at \\n only, strips \\r before it, and keeps empty lines and a last line without \\n', async () => {
  const text = 'one\r\n\r\n\ntwo\u2028still two\u2029\u0085 two\rtwo\n last'
  expect(await textsOf(text)).toEqual(['one', '', '', 'two\u2028still two\u2029\u0085 two\rtwo', ' last'])
  expect(await textsOf('')).toEqual([])
  expect(await textsOf('\n')).toEqual([''])
})

it('numbers lines from 1', async () => {
  const lines = await collect(linesOf(cutText('ä\nb\nc', 2), 'x'))
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3])
})

it('refuses a line of more than 2^28 characters, and names it', async () => {
  async function* endless() {
    yield 'short\n'
    for (;;) yield ' '.repeat(1 << 26)
  }
  await expect(collect(linesOf(endless(), 'x'))).rejects.toThrow('x:2: more than 268435456 characters')
})

it('gives any text, cut anywhere, the lines that the whole has', async () => {
  const unit = fc.constantFrom('\n', '\r', '\u2028', 'a', 'é')
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (text, size) => {
        const parts = text.split('\n')
        if (parts.at(-1) === '') parts.pop()
        expect(await textsOf(text, size)).toEqual(parts.map(part => part.replace(/\r$/, '')))
      },
    ),
  )
})
