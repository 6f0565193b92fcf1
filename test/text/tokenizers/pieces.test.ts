import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadTokenizer } from '../../../src/text/tokenizers/load-tokenizer.ts'
import { piecesOf, tokensOf } from '../../../src/text/tokenizers/pieces.ts'
import { tokenizerNames } from '../../../src/text/tokenizers/tokenizer.ts'
import { wordTokenizer } from '../word-tokenizer.ts'

describe('tokensOf', () => {
  it.each(tokenizerNames)('gives what %s gives, however the text is cut into pieces', async name => {
    const tokenizer = await loadTokenizer(name)
    const special = fc.constantFrom(
      ...'aBs .\'-:;,()/<>"0é我ก\u0301\u200d\ud800😀',
      ' ',
      ' a b ',
      'Mr. ',
      "'s ",
      '...',
      '<br />',
      'DOT',
      ' MULTI',
      ' p.m. ',
      'U.S. A',
    )
    const text = fc.oneof(
      fc.array(special, { maxLength: 60 }).map(parts => parts.join('')),
      fc.lorem({ maxCount: 20 }),
    )
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (sample, length) => {
        expect([...tokensOf(tokenizer, sample, length)]).toEqual(tokenizer.tokenize(sample))
      }),
      { numRuns: 300 },
    )
  })

  it('takes no piece of more than a mebi of characters, and divides no character', () => {
    const lengths: number[] = []
    const tokenizer = {
      ...wordTokenizer(),
      tokenize: (text: string) => {
        lengths.push(text.length)
        return [/[\ud800-\udfff]/u.test(text) ? 'cut' : 'well']
      },
    }
    const text = `a b ${'😀'.repeat(1_600_000)}`
    expect(new Set(tokensOf(tokenizer, text))).toEqual(new Set(['well']))
    expect(lengths.reduce((sum, length) => sum + length)).toBe(text.length)
    expect(Math.max(...lengths)).toBeLessThanOrEqual((1 << 20) + 1)
    expect(lengths.length).toBeGreaterThan(3)
  })

  it('makes no empty piece after a last character of two halves', () => {
    const text = `x${'😀'.repeat(1 << 19)}`
    expect(text.length).toBe((1 << 20) + 1)
    expect(Array.from(piecesOf(text), piece => piece.length)).toEqual([text.length])
    expect([...piecesOf('')]).toEqual([''])
  })

  it('cuts a text of many words into pieces of 2^16 characters or a little more', () => {
    const lengths: number[] = []
    const tokenizer = { ...wordTokenizer(), tokenize: (text: string) => [String(lengths.push(text.length))] }
    expect([...tokensOf(tokenizer, 'a good film '.repeat(100_000))].length).toBeGreaterThan(15)
    expect(Math.max(...lengths)).toBeLessThan((1 << 16) + 20)
  })
})
