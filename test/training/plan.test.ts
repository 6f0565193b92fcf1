import { describe, expect, it } from 'vitest'
import { planFor } from '../../src/training/plan.ts'

/** Texts of ten tokens, the classes in turn. */
function corpusOf(texts: number, classes: number) {
  const offsets = Int32Array.from({ length: texts + 1 }, (_, i) => 10 * i)
  const labels = Int32Array.from({ length: texts }, (_, i) => i % classes)
  return {
    digest: '',
    words: ['word'],
    labelNames: Array.from({ length: classes }, (_, i) => `label ${i}`),
    train: { tokens: new Int32Array(10 * texts), offsets, labels },
    test: undefined,
  }
}

describe('planFor', () => {
  it.each([
    [10_000, undefined, undefined],
    [300_000, 8, undefined],
    [2_000_000, 1, 2],
    [8_000_000, 1, 1],
  ])(
    'has a network read %i texts of ten tokens in so many epochs, and says so',
    (texts, epochs, vectorEpochs) => {
      const { settings, reasons } = planFor(corpusOf(texts, 2))
      expect([settings.maxEpochs, settings.wordVectorEpochs]).toEqual([epochs, vectorEpochs])
      expect(reasons.some(reason => reason.includes('--max-epochs'))).toBe(epochs !== undefined)
    },
  )

  it.each([
    [2, 'all', true],
    [200, 'all', true],
    [500, 'ratios', true],
    [2_000, 'counts', false],
  ] as const)(
    'of 6,000 texts of %i classes fits what takes seconds to minutes, and says so',
    (classes, models, network) => {
      const { settings, reasons } = planFor(corpusOf(6_000, classes))
      expect(settings.ngramModels ?? 'all').toBe(models)
      expect(settings.network).toBe(network)
      expect(reasons.some(reason => reason.includes('--ngram-models'))).toBe(models !== 'all')
    },
  )
})
