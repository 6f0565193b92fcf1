import { describe, expect, it } from 'vitest'
import { checkFrames } from '../../src/check/frames.ts'
import { meantWords } from '../../src/check/meant-words.ts'

const fillers = Array.from({ length: 300 }, (_, i) => `word${i}`)

/** Texts of 14 words of their own, some with words before or after them. */
function found(count: number, around: (index: number) => { before?: string; after?: string }) {
  const texts = Array.from({ length: count }, (_, i) => {
    const own = Array.from({ length: 14 }, (_, j) => fillers[(i * 37 + j * j * 11) % 300]!)
    const { before = '', after = '' } = around(i)
    return `${before} ${own.join(' ')} ${after}`.trim().split(/\s+/)
  })
  const words = [...new Set(texts.flat())]
  const places = new Map(words.map((word, i) => [word, i]))
  const offsets = [0]
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length)
  const train = {
    tokens: Int32Array.from(texts.flat(), word => places.get(word)!),
    offsets: Int32Array.from(offsets),
    labels: new Int32Array(count),
  }
  const isWord = Uint8Array.from(words, word => Number(/\p{L}/u.test(word)))
  const seen = new Set<string>()
  const isFirst = texts.map(text => seen.size < seen.add(text.join(' ')).size)
  return checkFrames('train', train, words, isWord, meantWords(words), index => isFirst[index]!).map(
    ({ message, severity, rows }) => [severity, message, rows[0]?.index],
  )
}

describe('words that many texts begin or end with', () => {
  it('are told with how many texts have them', () => {
    expect(
      found(290, i => ({
        ...(i % 10 === 3 && { before: 'this mail was sent to our desk :' }),
        ...(i % 20 === 7 && { after: 'sent with my phone , please excuse typos' }),
        ...(i % 25 === 4 && { after: 'yours in haste from all of us' }),
      })),
    ).toEqual([
      [
        'note',
        '29 of 290 training texts begin with the same words as many others: "this mail was sent to" (29)',
        3,
      ],
      [
        'note',
        '27 of 290 training texts end with the same words as many others: ", please excuse typos" (15), "from all of us" (12)',
        7,
      ],
    ])
  })

  it('are told with numbers for one another, and of five texts where they are long', () => {
    expect(found(290, i => (i % 20 === 3 ? { before: `your order ${i} of ${i + 7} may` } : {}))).toEqual([
      [
        'note',
        '15 of 290 training texts begin with the same words as many others: "your order # of #" (15)',
        3,
      ],
    ])
    const before = 'as an assistant i can not write that , but here is an example :'
    expect(found(290, i => (i % 50 === 3 && i < 300 ? { before } : {}))).toEqual([
      [
        'note',
        '6 of 290 training texts begin with the same words as many others: "as an assistant i can not write that , but here is" (6)',
        3,
      ],
    ])
  })

  it('are none of a few texts, of marks or single characters, or of equal texts', () => {
    expect(found(290, i => (i < 9 ? { before: 'this mail was sent to our desk' } : {}))).toEqual([])
    expect(found(290, () => ({ after: 'と 思 い ま す 。' }))).toEqual([])
    expect(found(290, () => ({ before: '- - - - - -', after: '. . . . . .' }))).toEqual([])
    expect(found(900, i => (i % 300 === 0 ? { before: 'this mail was sent to our desk' } : {}))).toEqual([])
  })
})
