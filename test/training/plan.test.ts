import { describe, expect, it } from 'vitest'
import { planFor, settingsFor } from '../../src/training/plan.ts'

/** Texts of so many tokens, of these classes. */
function corpusOf(classes: readonly number[], length = 10) {
  const labels = Int32Array.from(classes)
  return {
    digest: '',
    words: ['word'],
    labelNames: [...new Set(classes)].map(label => `label ${label}`),
    train: {
      tokens: new Int32Array(length * labels.length),
      offsets: Int32Array.from({ length: labels.length + 1 }, (_, i) => length * i),
      labels,
    },
    test: undefined,
  }
}

/** Classes in turn. */
function inTurn(texts: number, classes: number): number[] {
  return Array.from({ length: texts }, (_, i) => i % classes)
}

describe('planFor', () => {
  it.each([
    [4_999, 10, false],
    [5_000, 10, true],
    [9_999, 100, false],
    [10_000, 100, true],
  ])('of %i texts of %i tokens: a network is %s', (texts, length, network) => {
    expect(planFor(corpusOf(inTurn(texts, 2), length)).settings.network).toBe(network)
  })

  it.each([
    [[12_500, 12_500], 0.05],
    [[30_000, 400], 0.05],
    [[30_000, 399, 5_000], 1 / 19],
    [[30_000, 230], 1 / 11],
    [[30_000, 100], 0.2],
    [[30_000, 99], 0.05],
    [[30_000, 99, 250], 1 / 12],
    [[10_000, 50], 0.2],
  ])(
    'of classes of %j texts holds out the share that gives each 20 of its own, where it has so many',
    (sizes, portion) => {
      const { settings } = planFor(corpusOf(sizes.flatMap((size, label) => Array<number>(size).fill(label))))
      expect(settings.validationPortion).toBe(portion)
    },
  )

  it.each([
    [10_000, undefined, undefined],
    [400_000, 8, undefined],
    [2_000_000, 1, 3],
    [8_000_000, 1, 1],
  ])(
    'has a network read %i texts of ten tokens in so many epochs, and says so',
    (texts, epochs, vectorEpochs) => {
      const { settings, reasons } = planFor(corpusOf(inTurn(texts, 2)))
      expect([settings.maxEpochs, settings.wordVectorEpochs]).toEqual([epochs, vectorEpochs])
      expect(reasons.some(reason => reason.includes('--max-epochs'))).toBe(epochs !== undefined)
    },
  )

  it.each([
    [2, 'all', true],
    [60, 'all', true],
    [200, 'both', true],
    [500, 'ratios', true],
    [2_000, 'counts', false],
  ] as const)(
    'of 6,000 texts of %i classes fits what takes seconds to minutes, and says so',
    (classes, models, network) => {
      const { settings, reasons } = planFor(corpusOf(inTurn(6_000, classes)))
      expect(settings.ngramModels ?? 'all').toBe(models)
      expect(settings.network).toBe(network)
      expect(reasons.some(reason => reason.includes('--ngram-models'))).toBe(models !== 'all')
    },
  )
})

describe('the reasons of a plan', () => {
  const reasons = (texts: number, classes: number, given: Parameters<typeof settingsFor>[2]) =>
    settingsFor(corpusOf(inTurn(texts, classes)), 'auto', given).reasons.slice(1)
  const ngrams = 'n-grams of words and pieces of words, judged on texts held out'

  it.each([
    [900, 2, {}, [ngrams, 'no network: with fewer than 5,000 texts it does not help (--network trains one)']],
    [
      900,
      2,
      { network: true },
      [ngrams, 'and a network of 64 hidden units beside them, mixed as held-out texts say'],
    ],
    // A setting of the network says that there is one.
    [
      900,
      2,
      { dimension: 32 },
      [ngrams, 'and a network of 32 hidden units beside them, mixed as held-out texts say'],
    ],
    [9000, 2, { network: false }, [ngrams, 'no network, as asked for']],
    [9000, 2, { ngrams: false }, ['no n-grams, as asked for', 'and a network of 64 hidden units']],
    [
      900,
      2,
      { ngramCharacters: 0, network: false },
      ['n-grams of words, judged on texts held out', 'no network, as asked for'],
    ],
  ])('go with what was asked for: %i texts of %i classes, %j', (texts, classes, given, expected) => {
    expect(reasons(texts, classes, given)).toEqual(expected)
  })

  it('leave out what was decided otherwise', () => {
    const many = 'n-grams by two models (--ngram-models both): so many classes take time'
    expect(reasons(6000, 200, { network: false }).at(-1)).toBe(many)
    for (const given of [{ ngramModels: 'all' as const }, { ngrams: false, network: true }])
      expect(reasons(6000, 200, given).join()).not.toContain('--ngram-models')
    expect(reasons(2_000_000, 2, {}).at(-1)).toContain('--max-epochs')
    for (const given of [{ maxEpochs: 3 }, { network: false }])
      expect(reasons(2_000_000, 2, given).join()).not.toContain('--max-epochs')
  })
})
