import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodedFile, decodedText, wrongBytesIn } from '../../../src/data/input/encoding.ts'
import { LstmError } from '../../../src/errors.ts'
import { cut, joined } from '../../formats/streams.ts'

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const decoded = (bytes: Uint8Array, encoding?: string, size = 3) =>
  joined(decodedText(cut(bytes, size), 'x', { encoding }))

describe('decodedText', () => {
  it.each([
    ['UTF-8', Buffer.from('\ufeffpêche 😀')],
    ['UTF-16, little end first', Buffer.from('\ufeffpêche 😀', 'utf16le')],
    ['UTF-16, big end first', utf16be('\ufeffpêche 😀')],
  ])('heeds the byte order mark of %s, whatever it is told', async (_, bytes) => {
    for (const encoding of [undefined, 'latin1']) expect(await decoded(bytes, encoding, 1)).toBe('pêche 😀')
  })

  it('drops a mark at the start only, and has nothing to say of a mark alone', async () => {
    expect(await decoded(Buffer.from('\ufeffa\ufeffb'))).toBe('a\ufeffb')
    for (const order of ['utf16le', 'utf8'] as const) {
      expect(await decoded(Buffer.from('\ufeff\ufeffa\ufeffb', order))).toBe('\ufeffa\ufeffb')
    }
    expect(await decoded(Buffer.from('\ufeff'))).toBe('')
    expect(await decoded(Buffer.alloc(0))).toBe('')
  })

  it('reads what the encoding says', async () => {
    expect(await decoded(Buffer.from('p\xeache \x80', 'latin1'), 'latin1')).toBe('pêche €')
    expect(await decoded(Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'shift_jis')).toBe('日本')
    expect(await decoded(utf16be('ab\nc'), 'utf-16be')).toBe('ab\nc')
  })

  it('stops at bytes that are no UTF-8, after the lines before them, and names the line', async () => {
    const bytes = Buffer.from('a\nbé\nca\xe9\nd\n', 'latin1')
    expect(await decoded(Buffer.from('a\nbé\n'))).toBe('a\nbé\n')
    expect(await decoded(bytes, undefined, 100)).toBe('a\n<x:2: bytes that are no UTF-8 text>')
    for (const size of [1, 2, 3, 5, 100]) {
      const wrong = Buffer.concat([Buffer.from('a\né\n'), Buffer.from('b\xe9', 'latin1')])
      expect(await decoded(wrong, undefined, size)).toMatch(/^a\né\nb?<x:3: bytes that are no UTF-8 text>$/)
    }
  })

  it('gives the lines of a piece in one piece, so that how a table is written is found from more than its first', async () => {
    const pieces = async (bytes: Buffer, decoding: object) => {
      const found: string[] = []
      for await (const piece of decodedText(cut(bytes, 100), 'x', decoding)) found.push(piece)
      return found
    }
    const latin = Buffer.from('a;b\n\xe9;c\nd;e\n', 'latin1')
    expect(await pieces(latin, { encoding: 'latin1' })).toContain('a;b\né;c\nd;e\n')
    const marked = await pieces(latin, { marksWrong: true })
    expect(marked.find(piece => piece.startsWith('a;b'))).toMatch(/^a;b\n.*;c\nd;e\n$/)
  })

  it('marks them where their row is to be left out alone, however the bytes are cut, in every encoding', async () => {
    const cases = [
      [
        undefined,
        Buffer.concat([Buffer.from('é1\n'), Buffer.from('b\xe9\n', 'latin1'), Buffer.from('é3\né')]),
      ],
      [
        undefined,
        Buffer.concat([Buffer.from('é1\n'), Buffer.from('b\xe9', 'latin1'), Buffer.from('\né3\né')]),
      ],
      [
        'utf-16le',
        Buffer.concat([
          Buffer.from('a\nb', 'utf16le'),
          Buffer.from([0, 0xd8]),
          Buffer.from('\nc\nd', 'utf16le'),
        ]),
      ],
      [
        'shift_jis',
        Buffer.concat([Buffer.from('a\n'), Buffer.from([0x81, 0xff, 0x0a]), Buffer.from('c\nd')]),
      ],
    ] as const
    for (const [encoding, bytes] of cases) {
      for (const size of [1, 2, 3, 5, 100]) {
        const text = await joined(decodedText(cut(bytes, size), 'x', { encoding, marksWrong: true }))
        const lines = text.split('\n')
        expect(lines.map((line, n) => wrongBytesIn(line, `x:${n + 1}`)?.message)).toEqual([
          undefined,
          'x:2: bytes that are no text in its encoding',
          undefined,
          undefined,
        ])
      }
    }
    const cutOff = joined(decodedText(cut(Buffer.from('a\né').subarray(0, 3), 2), 'x', { marksWrong: true }))
    expect(wrongBytesIn(await cutOff, 'x:2')).toBeDefined()
  })

  it('reads characters that are cut in their middle, whatever their bytes are', async () => {
    const text = 'a\u0080\u2000\u{10000}b\uffff\u{10ffff}'
    for (const size of [1, 2, 3, 4, 5]) expect(await decoded(Buffer.from(text), undefined, size)).toBe(text)
  })

  it('says of one line among others beyond ASCII that it is damaged, not that all are in another encoding', async () => {
    const errorOf = async (before: string) => {
      const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xe9, 10])])
      try {
        for await (const _ of decodedText(cut(bytes, 100), 'x'));
      } catch (error) {
        return error as LstmError
      }
      return undefined
    }
    expect(await errorOf('plain\n')).toMatchObject({
      hint: expect.stringMatching(/--encoding windows-1252/),
      encoding: { likely: 'windows-1252' },
    })
    expect(await errorOf('é\n')).toMatchObject({
      hint: expect.stringMatching(/repair this one.*--skip-bad/),
      encoding: undefined,
    })
    expect(() => decodedFile(Buffer.from([0x81, 0xff]), 'x', 'shift_jis')).toThrow(
      expect.objectContaining({ hint: 'another --encoding may be the right one' }),
    )
  })

  it('names the line in other encodings, too', async () => {
    const bytes = Buffer.concat([Buffer.from(`${'a\n'.repeat(1000)}`), Buffer.from([0x81, 0xff])])
    expect(await decoded(bytes, 'shift_jis', 5000)).toBe(
      `${'a\n'.repeat(1000)}<x:1001: bytes that are no SHIFT_JIS text>`,
    )
    expect(await decoded(Buffer.from([0x61]), 'utf-16le')).toBe('<x:1: bytes that are no UTF-16LE text>')
  })

  it('does not take UTF-16 without a mark for UTF-8 full of NULs', async () => {
    expect(await decoded(Buffer.from('text,label\n', 'utf16le'), undefined, 999)).toMatch(/full of NUL bytes/)
    const hint = (bytes: Uint8Array) => {
      try {
        decodedFile(bytes, 'x')
      } catch (error) {
        const { hint, encoding } = error as LstmError
        return hint?.endsWith(`--encoding ${encoding?.likely}`) ? hint : undefined
      }
      return undefined
    }
    expect(hint(Buffer.from('text,label', 'utf16le'))).toMatch(/--encoding utf-16le/)
    expect(hint(Buffer.from('ab', 'utf16le'))).toMatch(/--encoding utf-16le/)
    expect(hint(utf16be('text,label'))).toMatch(/--encoding utf-16be/)
    expect(await decoded(Buffer.from('one \0 in a long text'))).toBe('one \0 in a long text')
    expect(await decoded(Buffer.from('a\0b'))).toBe('a\0b')
  })

  it('knows the encodings that TextDecoder knows', async () => {
    for (const text of ['a', '\ufeffa']) {
      expect(await decoded(Buffer.from(text), 'klingon')).toMatch(/there is no encoding 'klingon'/)
    }
  })

  it('gives any bytes, cut anywhere, what the whole gives', async () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'binary' }).map(text => Buffer.from(text.replaceAll('\0', ''))),
      fc.uint8Array({ maxLength: 30, min: 1 }),
    )
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (all, size) => {
        const whole = await decoded(all, undefined, 1000)
        const pieces = await decoded(all, undefined, size)
        const right = !whole.includes('bytes that are no')
        // Cut into pieces, more of a wrong line may have been given before the error.
        if (right) expect(pieces).toBe(whole)
        else expect(pieces.slice(pieces.lastIndexOf('<x'))).toBe(whole.slice(whole.lastIndexOf('<x')))
        if (right && all[0] !== 0xef && all[0] !== 0xfe && all[0] !== 0xff) {
          expect(Buffer.from(whole)).toEqual(Buffer.from(all))
        }
      }),
    )
  })
})

describe('decodedFile', () => {
  it('reads as decodedText does', () => {
    expect(decodedFile(Buffer.from('\ufeffé', 'utf16le'), 'x')).toBe('é')
    expect(() => decodedFile(Buffer.from('a\nb\xe9', 'latin1'), 'x')).toThrow(
      new LstmError('data', 'x:2: bytes that are no UTF-8 text', {
        hint: expect.anything(),
        encoding: { likely: 'windows-1252' },
      }),
    )
  })
})
