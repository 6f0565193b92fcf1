import { crc32 as nodesCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatenated, fromLatin1, fromUtf8, indexOf, toLatin1, toUtf8 } from '../../src/formats/bytes.ts'
import { crc32 } from '../../src/formats/crc32.ts'

const bytes = fc.uint8Array({ maxLength: 6000 })

it('Latin-1 and UTF-8 are those of Node, and texts come back', () => {
  fc.assert(
    fc.property(bytes, fc.string({ unit: 'grapheme' }), (some, text) => {
      const buffer = Buffer.from(some)
      expect(fromLatin1(some)).toBe(buffer.toString('latin1'))
      expect(toLatin1(fromLatin1(some))).toEqual(some)
      expect(fromUtf8(some)).toBe(buffer.toString('utf8'))
      expect(toUtf8(text)).toEqual(new Uint8Array(Buffer.from(text)))
    }),
  )
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
})

it('characters are found where Node finds them', () => {
  const few = fc.stringMatching(/^[ab]{0,12}$/)
  fc.assert(
    fc.property(few, fc.stringMatching(/^[ab]{1,4}$/), (text, wanted) => {
      expect(indexOf(toLatin1(text), wanted)).toBe(text.indexOf(wanted))
    }),
  )
})

it('chunks are joined', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 4 }), chunks => {
      expect(concatenated(chunks)).toEqual(new Uint8Array(Buffer.concat(chunks)))
    }),
  )
})

it("the checksum is Node's", () => {
  fc.assert(
    fc.property(bytes, some => {
      expect(crc32(some)).toBe(nodesCrc32(some))
    }),
  )
})
