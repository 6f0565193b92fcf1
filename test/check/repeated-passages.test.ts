import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRepeatedPassages } from '../../src/check/repeated-passages.ts'
import { tokenised } from './tokenised.ts'

function found(texts: readonly string[]): string[] {
  const { words, ...sequences } = tokenised(texts)
  const isWord = Uint8Array.from(words, word => Number(/[\p{L}\p{N}]/u.test(word)))
  return findRepeatedPassages('train', sequences, isWord).flatMap(({ rows }) =>
    rows.map(({ index }) => texts[index]!),
  )
}

describe('a passage twice or more often, and nothing else', () => {
  it('is found, whole or cut', () => {
    const texts = [
      'bad '.repeat(30),
      'A fine film, I think. A fine film, I think.',
      'this is a test this is a test this is',
      'good good good',
    ]
    expect(
      found([...texts, 'A fine film. A fine film, I think.', 'no, no, no', 'so so', '. . . . . . . .', '']),
    ).toEqual(texts)
  })

  it('is found by comparing with every shift', () => {
    const letters = fc.array(fc.constantFrom('a', 'b'), { minLength: 6, maxLength: 16 })
    fc.assert(
      fc.property(letters, text => {
        const shifts = Array.from({ length: text.length >> 1 }, (_, i) => i + 1)
        const repeats = shifts.some(shift => text.every((word, i) => i < shift || word === text[i - shift]))
        expect(found([text.join(' ')]).length).toBe(Number(repeats))
      }),
    )
  })
})
