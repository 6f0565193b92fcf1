import { describe, expect, it } from 'vitest'
import { MetWords } from '../../src/model/met-words.ts'

function listOf(remembered?: number) {
  const known: string[] = []
  const learner = {
    learn: (words: readonly string[]) => void known.push(...words),
    forget: () => void known.splice(0),
  }
  const met = new MetWords([learner], remembered)
  /** The words of texts, by what was learned of their numbers. */
  const read = (texts: readonly string[]) =>
    met
      .numbersOf(texts.length, (i, words, numbers) => {
        for (const word of texts[i]!.split(' ')) {
          if (word === '!') throw new Error('no word')
          numbers.push(words.id(word))
        }
      })
      .map(numbers => Array.from(numbers, number => known[number]))
  return { read, known }
}

describe('MetWords', () => {
  it('has each word learned once, and finds it by its number', () => {
    const { read, known } = listOf()
    expect(read(['a b a', 'c'])).toEqual([['a', 'b', 'a'], ['c']])
    expect(read(['c d'])).toEqual([['c', 'd']])
    expect(known).toEqual(['a', 'b', 'c', 'd'])
  })

  it('knows no word by the number of another after a text that cannot be read', () => {
    const { read } = listOf()
    read(['a'])
    expect(() => read(['b c', 'd !'])).toThrow('no word')
    expect(read(['d e', 'b a'])).toEqual([
      ['d', 'e'],
      ['b', 'a'],
    ])
  })

  it('forgets all words when they are too many, and learns them anew', () => {
    const { read, known } = listOf(2)
    expect(read(['a b c'])).toEqual([['a', 'b', 'c']])
    expect(read(['c a'])).toEqual([['c', 'a']])
    expect(known).toEqual(['c', 'a'])
  })
})
