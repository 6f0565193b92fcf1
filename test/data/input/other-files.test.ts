import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodedFile, decodedText } from '../../../src/data/input/encoding.ts'
import { memoryInput } from '../../../src/data/input/input.ts'
import { sniffFormat } from '../../../src/data/sniff.ts'
import { cut, joined } from '../../formats/streams.ts'

const utf32 = (text: string) =>
  Buffer.concat(
    [...text].map(character => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(character.codePointAt(0)!)
      return bytes
    }),
  )
const bytes = (text: string) => Buffer.from(text, 'latin1')

const samples: readonly (readonly [what: string, start: Buffer])[] = [
  ['a text in UTF-32', utf32('\ufefftext,label\n')],
  ['a text in UTF-32', Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), Buffer.alloc(8)])],
  ['a workbook, another document or a ZIP archive', bytes('PK\x03\x04\x14\0\x06\0[Content_Types].xml')],
  ['of old Office programs', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0')],
  ['a Parquet file', bytes('PAR1\x15\x04')],
  ['a PDF file', bytes('%PDF-1.4\n%\xe2\xe3')],
  ['an RTF document', bytes('{\\rtf1\\ansi hello}')],
  ['an SQLite database', bytes('SQLite format 3\0\x10\0')],
  ['a pointer of Git LFS', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 1\n')],
  ['by xz, bzip2 or 7z', bytes('\xfd7zXZ\0\0\x04')],
  ['by xz, bzip2 or 7z', bytes('BZh91AY&SY\x01\x02')],
  ['by xz, bzip2 or 7z', bytes("7z\xbc\xaf'\x1c\0\x04")],
  ['compressed twice', gzipSync('text,label\n')],
  ['an image', bytes('\x89PNG\r\n\x1a\n')],
  ['an image', bytes('\xff\xd8\xff\xe0\0\x10JFIF')],
]

describe('a file that is known to hold no text', () => {
  it.each(samples)('is told as %s, however it comes', async (what, start) => {
    const whole = Buffer.concat([start, Buffer.from('abc')])
    for (const size of [1, 3, 100])
      for (const encoding of [undefined, 'windows-1252'])
        expect(await joined(decodedText(cut(whole, size), 'x', { encoding }))).toContain(what)
    expect(() => decodedFile(whole, 'x')).toThrow(`x is `)
    expect(() => decodedFile(whole, 'x')).toThrow(what)
  })

  it.each(samples.filter(([what]) => !/Parquet|twice/.test(what)))(
    'is told as %s where its name tells no format',
    async (what, start) => {
      const input = await memoryInput(cut(start, 100), 'x')
      await expect(sniffFormat(input)).rejects.toThrow(what)
    },
  )

  it.each([
    'PK',
    'PK is short',
    'BZh',
    'B',
    '%PDF',
    'version https://git-lfs',
    '{"text": "a"}',
    'P',
    '7z is old',
  ])('is not one that only begins alike: %s', async text => {
    for (const size of [1, 2, 100])
      expect(await joined(decodedText(cut(Buffer.from(text), size), 'x'))).toBe(text)
  })
})
