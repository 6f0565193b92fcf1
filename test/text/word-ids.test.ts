import { describe, expect, it } from 'vitest'
import { idsOf } from '../../src/text/vocabulary.ts'
import { encodeIds, firstWords, knownId, parseIds, requireIds } from '../../src/text/word-ids.ts'

describe('word ids', () => {
  it('are parsed from a line', () => {
    expect([...parseIds('12 7\t345  0\r')]).toEqual([12, 7, 345, 0])
    expect([...parseIds('  ')]).toEqual([])
  })

  it.each(['1.5', '-1', 'word', '0x10', '1,2', '1e3'])('are not %s', text => {
    expect(() => requireIds(`3 ${text}`, 'stdin:2')).toThrow(`stdin:2: '${text}' is no word id`)
  })

  it('that no embedding stands for are unknown words', () => {
    expect([knownId(9, 10), knownId(10, 10)]).toEqual([9, 1])
    const texts = { tokens: Int32Array.of(-1, 0, 7, 8), offsets: Int32Array.of(0, 4) }
    expect([...encodeIds(texts, 10).tokens]).toEqual([1, 2, 9, 1])
  })

  it('keep their order in the vocabulary, and words past it are unknown', () => {
    const words = ['b', 'a', 'c']
    expect([0, 1, 2, -1].map(idsOf(words, firstWords(words, 4)))).toEqual([2, 3, 1, 1])
  })
})
