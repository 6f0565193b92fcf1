import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokensByPattern, withoutMarkup, words } from '../../../src/text/tokenizers/words.ts'
import { tokensOfAscii } from '../../../src/text/tokenizers/words-ascii.ts'

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
    expect(tokensOfAscii(`one ${text} two`)).toBeUndefined()
    expect(words.tokenize(text)).toEqual(tokensByPattern(withoutMarkup(text)))
  })
})
