import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, printable, printableJson } from '../src/printable.ts'

describe('printable', () => {
  it.each([
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[2J\u009b31m\u0007\u0000\u007f', '\\u001b[2J\\u009b31m\\u0007\\u0000\\u007f'],
    ['\u2028\u2029\u0085', '\\u2028\\u2029\\u0085'],
    ['abc\u202egpj.exe\u2066\u200f', 'abc\\u202egpj.exe\\u2066\\u200f'],
    ['po\u00adsitive\u200b\ufeff', 'po\\u00adsitive\\u200b\\ufeff'],
    ['hidden\u{e0041}', 'hidden\\u{e0041}'],
  ])('%j: escapes what acts or stands there unseen', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it('leaves the letters of all languages, emoji and backslashes alone', () => {
    for (const text of [
      'C:\\new',
      'مراجعة\u06dd',
      'می\u200cخواهم',
      '👩\u200d👩\u200d👧 ❤\ufe0f',
      'เยี่ยม',
      '  ',
      '\ud800',
    ])
      expect(printable(text)).toBe(text)
  })

  it('gives one line without control characters, the same again, for all texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const shown = printable(text)
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
        expect(printable(shown)).toBe(shown)
      }),
    )
  })
})

describe('printableJson', () => {
  it('gives the same value back, without what acts on a terminal, for all values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        const json = printableJson(JSON.stringify(value))
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(json).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
      }),
    )
  })
})

describe('fitted', () => {
  it('leaves out whole words at the end, and says so', () => {
    expect(fitted('epoch 3, cost 0.1234', 20)).toBe('epoch 3, cost 0.1234')
    expect(fitted('epoch 3, cost 0.1234', 19)).toBe('epoch 3, cost …')
    expect(fitted('epoch 3, cost 0.1234', 12)).toBe('epoch 3, …')
    expect(fitted('12345678', 4)).toBe('')
  })

  it('cuts no word and is never wider than there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\w{1,9}$/)), fc.nat(60), (words, width) => {
        const shown = fitted(words.join(' '), width)
        expect(shown.length).toBeLessThanOrEqual(width)
        const kept = shown.replace(/ ?…$/, '').split(' ').filter(Boolean)
        expect(kept).toEqual(words.slice(0, kept.length))
      }),
    )
  })
})
