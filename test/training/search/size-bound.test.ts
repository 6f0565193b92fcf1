import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../../src/data/corpus.ts'
import type { Model } from '../../../src/model/model.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { presets } from '../../../src/settings/presets.ts'
import { defaults } from '../../../src/settings/table.ts'
import { Vocabulary } from '../../../src/text/vocabulary.ts'
import type { Known } from '../../../src/training/known.ts'
import { fewerNgrams, withinSize } from '../../../src/training/search/size-bound.ts'

const settings = { ...defaults(hyperparameterTable), ...presets.auto, network: true }

function corpusOf(texts: number): TokenisedCorpus {
  const train = {
    tokens: new Int32Array(texts),
    offsets: Int32Array.from({ length: texts + 1 }, (_, i) => i),
    labels: new Int32Array(texts),
  }
  return { digest: '', words: ['a'], labelNames: ['a', 'b'], train, test: undefined }
}

it('leaves settings as they are where there is room, and takes away what there is none for, n-grams last', () => {
  expect(withinSize(settings, 100e6, corpusOf(25_000))).toEqual(settings)
  const small = withinSize(settings, 200e3, corpusOf(25_000))
  expect(small).toMatchObject({ network: false, fingerprint: false, heldOutAnswers: false })
  expect(small.ngramFeatures).toBeGreaterThan(19_000)
  expect(small.ngramFeatures).toBeLessThan(20_000)
  expect(withinSize(settings, 5e3, corpusOf(100)).ngramFeatures).toBeGreaterThan(100)
})

it('gives a network alone all of the room', () => {
  const alone = withinSize({ ...settings, ngrams: false }, 200e3, corpusOf(25_000))
  // 133 KB of recurrent weights, and 266 bytes a word.
  expect(alone).toMatchObject({ network: true, ngrams: false })
  expect(alone.vocabularySize).toBeGreaterThan(200)
  expect(alone.vocabularySize).toBeLessThan(250)
})

it('has room for what is kept beside the n-grams of the texts: words of word vectors, rows and n-grams of a model', () => {
  const vectors = (found: number, extra: number): Known => ({
    provenance: { wordVectors: { source: 'v', digest: '', words: found, found, share: 1, extra } },
  })
  const withKnown = (known: Known, size: number, extraWords = 200) =>
    withinSize({ ...settings, extraWords }, size, corpusOf(100), known)
  const without = withinSize(settings, 4e6, corpusOf(100))
  expect(without.network).toBe(true)
  expect(withKnown(vectors(0, 0), 4e6)).toEqual({ ...without, extraWords: 200 })
  // Two of two classes are ten bytes each, and a row of 64 numbers with what names its word 266.
  const few = withKnown(vectors(0, 1000), 4e6)
  expect(few.network).toBe(true)
  expect(without.ngramFeatures - few.ngramFeatures).toBeLessThanOrEqual(1000 + 27 * 200)
  expect(few.vocabularySize + 200).toBeLessThanOrEqual(without.vocabularySize)
  const many = withKnown(vectors(100_000, 200_000), 4e6, 20_000)
  expect(many.network).toBe(false)
  expect(many.ngramFeatures).toBeLessThanOrEqual(100_000)

  const vocabulary = new Vocabulary(Array.from({ length: 10_000 }, (_, n) => `w${n}`))
  const keys = { low: new Uint32Array(50_000), high: new Uint32Array(50_000) }
  const from = { ngrams: { keys, classes: 2 }, vocabulary, network: {} } as Model
  // 2.7 MB of rows, half a megabyte of n-grams.
  expect(withKnown({ from }, 3e6)).toMatchObject({ network: false, ngramFeatures: 249_400 })
  const large = withKnown({ from }, 5e6)
  expect(large.network).toBe(true)
  const kept = 266 * (10_000 + large.vocabularySize) + 10 * (50_000 + large.ngramFeatures)
  expect(kept).toBeLessThan(5e6)
  expect(kept).toBeGreaterThan(4.5e6)
})

it('never has more n-grams than were wanted, nor fewer than one', () => {
  const alone = { ...settings, network: false }
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 3e7 }), fc.integer({ min: 2, max: 30_000 }), (size, texts) => {
      const corpus = corpusOf(texts)
      const within = withinSize(alone, size, corpus)
      expect(within.ngramFeatures).toBeLessThanOrEqual(alone.ngramFeatures)
      expect(within.ngramFeatures).toBeGreaterThanOrEqual(1)
    }),
  )
})

it('takes as many n-grams away as make up for the bytes that are too many', () => {
  expect(fewerNgrams(1000, { bytes: 12_000, size: 10_000, classes: 2 })).toBe(1000 - 200 - 8)
  expect(fewerNgrams(100, { bytes: 12_000, size: 10_000, classes: 2 })).toBeUndefined()
})
