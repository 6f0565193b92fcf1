import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { words, words2 } from '../../../src/text/tokenizers/words.ts'

const tokens = (text: string) => words2.tokenize(text).join(' ')

describe('words-2', () => {
  it.each([
    ['Thai', 'หนังเรื่องนี้สนุกมาก', 'หนัง เรื่อง นี้ สนุก มาก'],
    ['Lao', 'ຂ້ອຍມັກຮູບເງົານີ້', /^ຂ້ອຍ ມັກ /],
    ['Khmer', 'ខ្ញុំចូលចិត្តរឿងនេះ', /^ខ្ញុំ ចូលចិត្ត /],
    ['Burmese', 'ဒီရုပ်ရှင်ကောင်းတယ်', / ကောင်း/],
  ])('divides %s into words', (_, text, expected) => {
    if (typeof expected === 'string') expect(tokens(text)).toBe(expected)
    else expect(tokens(text)).toMatch(expected)
    expect(words2.tokenize(text).join('')).toBe(text)
    expect(words2.needsDictionary?.(text)).toBe(true)
  })

  it('leaves what stands around it as words has it', () => {
    expect(tokens("It's สนุกมาก, 5/5 :-)")).toBe("it 's สนุก มาก , 5/5 :)")
    expect(words2.needsDictionary?.("It's fun")).toBe(false)
  })

  it('gives all texts without such scripts the tokens of words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        fc.pre(!words2.needsDictionary!(text))
        expect(words2.tokenize(text)).toEqual(words.tokenize(text))
      }),
    )
  })

  it('divides a hundred thousand characters without a blank in linear time', () => {
    expect(words2.tokenize('สนุกมาก'.repeat(15_000)).length).toBeGreaterThan(25_000)
    expect(words2.tokenize('ก'.repeat(100_000)).length).toBeGreaterThan(0)
    expect(words2.tokenize(`ก${'\u0e31'.repeat(100_000)}`).length).toBeGreaterThan(0)
  })
})
