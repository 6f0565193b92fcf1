import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../../src/data/corpus.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { presets } from '../../../src/settings/presets.ts'
import { defaults } from '../../../src/settings/table.ts'
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

it('has room for the words that only word vectors know: rows of a network, and n-grams', () => {
  const withVectors = (extra: number, extraWords = 20_000) =>
    withinSize({ ...settings, extraWords }, 4e6, corpusOf(100), {
      provenance: {
        wordVectors: { source: 'v', digest: '', words: 1, found: 1, share: 1, extra },
      },
    })
  const without = withinSize(settings, 4e6, corpusOf(100))
  expect(without.network).toBe(true)
  expect(withVectors(0)).toEqual(without)
  // Two of two classes are ten bytes each, and a row of 64 numbers with what names its word 266.
  const few = withVectors(1000, 200)
  expect(few.network).toBe(true)
  expect(without.ngramFeatures - few.ngramFeatures).toBeLessThanOrEqual(1000 + 27 * 200)
  expect(few.vocabularySize + 200).toBeLessThanOrEqual(without.vocabularySize)
  const many = withVectors(300_000)
  expect(many.network).toBe(false)
  expect(many.ngramFeatures).toBeLessThanOrEqual(100_000)
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
