import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines } from '../../src/prediction/lines.ts'
import { collect } from '../collect.ts'

async function* chunks(...parts: Uint8Array[]) {
  yield* parts
}
const linesOf = async (...parts: Uint8Array[]) => (await collect(readLines(chunks(...parts)))).flat()
const bytes = (text: string) => Buffer.from(text)

describe('readLines', () => {
  it('ends lines at \\n only, drops the \\r before it and keeps a last line without newline', async () => {
    expect(await linesOf(bytes('a\r\n\nb\u2028c\rd\n'))).toEqual(['a', '', 'b\u2028c\rd'])
    expect(await linesOf(bytes('a\nb'))).toEqual(['a', 'b'])
    expect(await linesOf(bytes('\n'))).toEqual([''])
    expect(await linesOf()).toEqual([])
  })

  it('skips a byte order mark at the start only, and replaces invalid UTF-8', async () => {
    expect(await linesOf(bytes('\ufeffa\n\ufeffb\n'))).toEqual(['a', '\ufeffb'])
    expect(await linesOf(Uint8Array.of(0x61, 0xff, 0x0a, 0xe2, 0x82))).toEqual(['a\ufffd', '\ufffd'])
  })

  it('gives the same lines wherever the bytes are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        async (texts, cuts) => {
          const whole = Buffer.from(texts.join('\n'))
          const parts: Uint8Array[] = []
          let start = 0
          for (const cut of cuts) {
            parts.push(whole.subarray(start, start + cut))
            start += cut
          }
          parts.push(whole.subarray(start))
          expect(await linesOf(...parts)).toEqual(await linesOf(whole))
        },
      ),
    )
  })

  it('gives one line for each newline, and one for what follows the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async input => {
        const newlines = input.filter(byte => byte === 0x0a).length
        const rest = input.length > 0 && input.at(-1) !== 0x0a ? 1 : 0
        expect(await linesOf(input)).toHaveLength(newlines + rest)
      }),
    )
  })
})
