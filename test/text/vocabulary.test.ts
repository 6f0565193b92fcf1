import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { idsOf, unknownId, Vocabulary } from '../../src/text/vocabulary.ts'

describe('Vocabulary.build', () => {
  const words = ['never', 'late', 'once', 'early', 'often']

  it('orders words by descending count, ties by first appearance, and leaves out words that do not occur', () => {
    const tokens = Int32Array.of(3, 4, 1, 4, 2, 1, 3, 4)
    expect(Vocabulary.build(words, [tokens], 100).words).toEqual(['often', 'early', 'late', 'once'])
  })

  it('has V ids at most, padding and unknown included', () => {
    const vocabulary = Vocabulary.build(words, [Int32Array.of(3, 4, 4)], 3)
    expect(vocabulary.words).toEqual(['often'])
    expect(vocabulary.size).toBe(3)
  })

  it('agrees with counting the words themselves', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1 }),
        fc.array(fc.nat(), { minLength: 1 }),
        fc.integer({ min: 3, max: 30 }),
        (table, draws, size) => {
          const text = draws.map(draw => table[draw % table.length]!)
          const counts = new Map<string, number>()
          for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1)
          const expected = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word)
          const tokens = Int32Array.from(text, word => table.indexOf(word))
          expect(Vocabulary.build(table, [tokens], size).words).toEqual(expected.slice(0, size - 2))
        },
      ),
    )
  })

  it('does not count unknown words', () => {
    expect(Vocabulary.build(words, [Int32Array.of(-1, 2, -1)], 100).words).toEqual(['once'])
  })

  it.each([[[]], [[-1, -1]]])('refuses training texts without a word: %j', tokens => {
    const build = () => Vocabulary.build(words, [Int32Array.from(tokens)], 100)
    expect(build).toThrow('no training text has a word in it')
  })
})

describe('Vocabulary', () => {
  const vocabulary = new Vocabulary(['the', 'a', '__proto__'])

  it('gives words the ids from 2, and 1 to all others', () => {
    expect(['the', 'a', '__proto__', 'The', 'constructor', ''].map(word => vocabulary.id(word))).toEqual([
      2,
      3,
      4,
      unknownId,
      unknownId,
      unknownId,
    ])
  })

  it('gives ids their words, and none to padding, unknown and ids beyond', () => {
    expect([-1, 0, 1, 2, 3, 4, 5].map(id => vocabulary.word(id))).toEqual([
      undefined,
      undefined,
      undefined,
      'the',
      'a',
      '__proto__',
      undefined,
    ])
  })

  it('counts the reserved ids in its size', () => {
    expect(vocabulary.size).toBe(5)
  })

  it('names a word that stands twice', () => {
    const damaged = () => new Vocabulary(['the', 'a', 'film', 'a'])
    expect(damaged).toThrow(LstmError)
    expect(damaged).toThrow("the vocabulary has the word 'a' twice")
  })

  it('refuses an empty list', () => {
    expect(() => new Vocabulary([])).toThrow('the vocabulary has no words')
  })
})

describe('idsOf', () => {
  it("gives the vocabulary's id of a token of the corpus, and of unknown words, also marked -1, theirs", () => {
    const ids = idsOf(['dull', 'unseen', 'film'], new Vocabulary(['film', 'dull']))
    expect([0, 2, 1, 2, -1].map(ids)).toEqual([3, 2, unknownId, 2, unknownId])
  })
})
