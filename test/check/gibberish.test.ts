import { describe, expect, it } from 'vitest'
import { findGibberish } from '../../src/check/gibberish.ts'
import { Random } from '../../src/random.ts'
import { cleanRows } from './planted.ts'
import { tokenised } from './tokenised.ts'

/** As many words as a text's worth of letters allows: two to four of these syllables, so that triples of letters stand in several. */
const syllables = 'ba con der in for man pro re sta ti ver win ding less ment ous tion ly al est'.split(' ')
const random = new Random(5)
const word = (): string =>
  Array.from({ length: 1 + random.integer(2) }, () => syllables[random.integer(syllables.length - 1)]).join(
    '',
  )
const clean = Array.from({ length: 400 }, () => Array.from({ length: 9 }, word).join(' '))

function found(texts: readonly string[], trained = texts.length) {
  const { words, ...sequences } = tokenised(texts)
  return findGibberish(sequences, trained, words).flatMap(({ rows }) =>
    rows.map(({ split, index }) => [split, texts[split === 'train' ? index : trained + index]]),
  )
}

describe('texts of words whose letters stand together so in no other', () => {
  it.each([
    ['asdf jkl qwer asdf'],
    ['xkcd vbnm, qwrtp zxcvb!'],
    ['hjkl hjkl lkjh sdfg poiu'],
    ['Ez egy nagyon jó film, mindenkinek ajánlom'],
  ])('are found: %s', text => {
    expect(found([...clean.slice(0, 50), text, ...clean.slice(50)])).toEqual([['train', text]])
    expect(found([...clean, text], clean.length)).toEqual([['test', text]])
  })

  it.each([
    ['The kefu'],
    ['Prostation of kefuqaxi winding verment and dering'],
    ['brouhah'],
    ['winding forman less lesssssssss conment ly'],
  ])('are none where a word or a name is strange: %s', text => {
    expect(found([...clean, text])).toEqual([])
  })

  it('are not told where texts are too few, or of too few words, to know what is usual', () => {
    expect(found(['Powder keg', 'Nostalgia', 'Vulnerable squeezing', 'asdf jkl qwer'])).toEqual([])
    const form = cleanRows(400, 6).map(({ text }) => text)
    expect(found([...form, 'Krzysztof Kieślowski came to Szczecin, and Zbigniew was moved.'])).toEqual([])
  })
})
