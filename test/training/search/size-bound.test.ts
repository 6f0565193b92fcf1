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
