import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrowingInt32Array } from '../../../src/text/growing-int32-array.ts'
import { Interner } from '../../../src/text/interner.ts'
import { numberTokens } from '../../../src/text/tokenizers/pieces.ts'
import type { Tokenizer } from '../../../src/text/tokenizers/tokenizer.ts'
import { tokensByPattern, withoutMarkup, words } from '../../../src/text/tokenizers/words.ts'
import { scanAscii } from '../../../src/text/tokenizers/words-ascii.ts'

/** What the patterns tell apart, so that it comes together often. */
const pieces = fc.constantFrom(
  ...Array.from("aBsdop159 '.-,:;=()[]|*/\\<>`!_\n\t\x7f\0"),
  ..."'s 's. a. U.S. <3 :) :-) :'( =d <br /> <BR> <br ... -- 1,5 10:3 o'c n't".split(' '),
)

describe('the scanner of ASCII gives what the patterns give', () => {
  it('for pieces of all that they tell apart', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 24 }).map(parts => parts.join('')),
        text => {
          expect(words.tokenize(text)).toEqual(tokensByPattern(withoutMarkup(text)))
        },
      ),
      { numRuns: 20_000 },
    )
  })

  it('for any characters of ASCII, and others that are folded to them', () => {
    const character = fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code))
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 60 }).map(parts => parts.join('')),
        text => {
          expect(words.tokenize(text)).toEqual(tokensByPattern(withoutMarkup(text)))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['a word of 1,000 letters', 'a'.repeat(1000)],
    ['a number of 21 marks', '1,'.repeat(22)],
    ['an abbreviation of 21 letters', 'a.'.repeat(22)],
  ])('but for %s, which is left to them', (_name, text) => {
    expect(scanAscii(`one ${text} two`, { slice: () => {}, token: () => {} })).toBe(false)
    expect(words.tokenize(text)).toEqual(tokensByPattern(withoutMarkup(text)))
  })
})

describe('numberTokens', () => {
  it('numbers what tokenize gives, for texts of ASCII and others, those left to the patterns among them', () => {
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 24 }).map(parts => parts.join('')),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(`one ${'a'.repeat(1000)} two`, `1. one ${'1,'.repeat(22)}`),
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), texts => {
        const interner = new Interner()
        const numbers = new GrowingInt32Array()
        for (const text of texts) numberTokens(words, text, interner, numbers)
        const tokens = texts.flatMap(text => words.tokenize(text))
        expect(Array.from(numbers.view(), number => interner.names[number])).toEqual(tokens)
        expect(new Set(interner.names)).toEqual(new Set(tokens))
      }),
      { numRuns: 2000 },
    )
  })

  it('numbers those of a tokenizer that has no other way, and of long texts piece by piece', () => {
    const interner = new Interner()
    const numbers = new GrowingInt32Array()
    const { numberTokens: _, ...plain }: Tokenizer = words
    const text = 'one two one three '.repeat(20)
    for (const tokenizer of [words, plain]) numberTokens(tokenizer, text, interner, numbers, 50)
    expect(interner.names).toEqual(['one', 'two', 'three'])
    expect(numbers.toArray()).toEqual(Int32Array.from({ length: 160 }, (_, t) => [0, 1, 0, 2][t % 4]!))
  })
})
