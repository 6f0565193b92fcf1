import { beforeAll, describe, expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { loadTokenisedCorpus } from '../../src/data/load-corpus.ts'
import { isOfficial } from '../../src/data/official-reviews.ts'
import { wordTokenizer } from '../text/word-tokenizer.ts'

describe('the official reviews', () => {
  let reviews: TokenisedCorpus
  beforeAll(async () => {
    const beginning = { tokenize: (text: string) => text.toLowerCase().split(' ', 12) }
    reviews = await loadTokenisedCorpus({ data: 'imdb' }, { ...wordTokenizer(), ...beginning })
  }, 60_000)

  it('are known by what they say, in each of their forms', () => {
    expect(reviews.official).toBe(true)
    for (const format of ['folder', 'archive'] as const) expect(isOfficial(format, reviews)).toBe(true)
    expect(isOfficial('pickle', { ...reviews, words: undefined })).toBe(true)
    expect(isOfficial('csv', reviews)).toBe(false)
  })

  it('are not 25,000 other texts in a folder, whatever their labels', () => {
    const { train, test } = reviews
    const words = reviews.words!.toReversed()
    expect(isOfficial('folder', { train, test, words })).toBe(false)
    expect(isOfficial('folder', { ...reviews, train: { ...train, labels: new Int32Array(25_000) } })).toBe(
      false,
    )
    expect(isOfficial('folder', { ...reviews, test: undefined })).toBe(false)
  })
})
