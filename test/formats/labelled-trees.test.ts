import { describe, expect, it } from 'vitest'
import { phrasesOf, plainText, spacedText } from '../../src/formats/labelled-trees.ts'

describe('phrasesOf', () => {
  it('gives the parts of a tree before their whole', () => {
    const phrases = phrasesOf('(4 (3 (2 a) (4 lovely)) (2 film))', 'trees:1')
    expect(phrases.map(({ label, tokens }) => `${label} ${tokens.join(' ')}`)).toEqual([
      '2 a',
      '4 lovely',
      '3 a lovely',
      '2 film',
      '4 a lovely film',
    ])
  })

  it.each([
    '',
    '(2 a',
    '(2 a))',
    'a (2 b)',
    '(2 a) b',
    '(2 )',
    '()',
    '((2 a))',
    '(2 (3 a) ()',
    '('.repeat(5000),
  ])('refuses %j with its place', line => {
    expect(() => phrasesOf(line, 'trees:7')).toThrow(/^trees:7: /)
  })

  it('refuses a line whose phrases are far more words than it has', () => {
    const line = `${'(1 '.repeat(999)}${'w '.repeat(20_000)}${')'.repeat(999)}`
    expect(() => phrasesOf(line, 'trees:7')).toThrow('too many words in too many brackets')
  })

  it('writes marks as they are read, and contractions together where people do', () => {
    const tokens = [
      'It',
      'does',
      "n't",
      '-LRB-',
      'really',
      '-RRB-',
      'work',
      ',',
      'and\\/or',
      "'s",
      '``',
      'not',
      "''",
      '.',
    ]
    expect(spacedText(tokens)).toBe('It does n\'t ( really ) work , and/or \'s " not " .')
    expect(plainText(tokens)).toBe('It doesn\'t (really) work, and/or\'s " not ".')
  })
})
