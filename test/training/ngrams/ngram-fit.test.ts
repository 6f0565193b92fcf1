import { describe, expect, it } from 'vitest'
import { type NgramPart, NgramScorer } from '../../../src/model/ngram-part.ts'
import { Random } from '../../../src/random.ts'
import type { Sequences } from '../../../src/text/sequences.ts'
import { fitNgrams, type NgramFitOptions } from '../../../src/training/ngrams/ngram-fit.ts'

const words = Array.from({ length: 60 }, (_, i) => `word${i}`)

/** Texts of random words; each class has three words that it likes, and a pair of words says more than either. */
function drawnTexts(random: Random, n: number, classes: number): Sequences {
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes)
  const texts = Array.from(labels, label =>
    Array.from({ length: 12 }, () =>
      random.uniform() < 0.25 ? 3 * label + random.integer(2) : random.integer(words.length - 1),
    ),
  )
  const offsets = Int32Array.from({ length: n + 1 }, (_, i) => 12 * i)
  return { tokens: Int32Array.from(texts.flat()), offsets, labels }
}

const options: NgramFitOptions = {
  classes: 2,
  models: 'all',
  kinds: { words: 3, characters: [3, 6] },
  minimum: 2,
  maximum: 1e6,
  folds: { dealt: 5, scored: 5 },
  salt: 1,
  breathe: async () => {},
}

function accuracy(part: NgramPart, { tokens, offsets, labels }: Sequences): number {
  const scorer = new NgramScorer(part)
  scorer.learn(words)
  let right = 0
  for (const [i, label] of labels.entries()) {
    const scores = scorer.scores(tokens.subarray(offsets[i], offsets[i + 1]))
    if (scores.indexOf(Math.max(...scores)) === label) right++
  }
  return right / labels.length
}

describe('fitNgrams', () => {
  it.each([2, 4])(
    'says of %d classes how good it is on texts it has not seen, to 5 points of 2,000 new ones',
    async classes => {
      const random = new Random(7)
      const fit = await fitNgrams(drawnTexts(random, 600, classes), words, { ...options, classes })
      const found = accuracy(fit.part, drawnTexts(random, 2000, classes))
      expect(found).toBeGreaterThan(0.75)
      expect(Math.abs(fit.accuracy - found)).toBeLessThan(0.05)
      expect(fit.heldOut).toHaveLength(600)
      expect(fit.scores).toHaveLength(600 * classes)
      expect(fit.gradientShare).toBeLessThan(1e-2)
    },
  )

  it('gives the same bits again, and leaves rounded weights that a file can hold', async () => {
    const texts = drawnTexts(new Random(1), 200, 3)
    const once = await fitNgrams(texts, words, { ...options, classes: 3 })
    const again = await fitNgrams(texts, words, { ...options, classes: 3 })
    expect(again).toEqual(once)
  })

  it.each([
    ['counts', 1, 0],
    ['ratios', 2, 3e-2],
    ['both', 3, 1e-2],
    ['all', 3, 5e-3],
  ] as const)(
    'adds up by %s %i models of ten classes, fitted until %d of the gradient is left',
    async (models, count, share) => {
      const random = new Random(5)
      const fit = await fitNgrams(drawnTexts(random, 500, 10), words, { ...options, classes: 10, models })
      expect(fit.factors).toHaveLength(count)
      expect(fit.gradientShare).toBeLessThanOrEqual(share)
      expect(accuracy(fit.part, drawnTexts(random, 1000, 10))).toBeGreaterThan(0.4)
    },
  )

  it.each([
    ['79 tokens', 79, {}, 10],
    ['80 tokens', 80, {}, 30],
    ['80 tokens without pieces of words', 80, { kinds: { words: 3, characters: undefined } }, 10],
    ['80 tokens by one penalty', 80, { models: 'both' }, 10],
  ] as const)(
    'chooses of texts of %s that one word tells apart the weakest penalty there is',
    async (_, length, given, C) => {
      const random = new Random(8)
      const labels = Int32Array.from({ length: 60 }, (_, i) => i % 2)
      const texts = Array.from(labels, label => [
        label,
        ...Array.from({ length: length - 1 }, () => 2 + random.integer(words.length - 3)),
      ])
      const offsets = Int32Array.from({ length: 61 }, (_, i) => length * i)
      const fit = await fitNgrams({ tokens: Int32Array.from(texts.flat()), offsets, labels }, words, {
        ...options,
        ...given,
      })
      expect(fit.C).toBe(C)
    },
  )

  it('scores one fold of several where that is asked for', async () => {
    const fit = await fitNgrams(drawnTexts(new Random(2), 300, 2), words, {
      ...options,
      folds: { dealt: 10, scored: 1 },
    })
    expect(fit.heldOut).toHaveLength(30)
  })

  it('learns what weights say matters: with a class of 1 in 20 weighed up, more of its texts are found', async () => {
    const random = new Random(3)
    const all = drawnTexts(random, 2000, 2)
    const some = Int32Array.from(all.labels.keys()).filter(i => all.labels[i] === 0 || i % 20 === 1)
    const texts = {
      tokens: Int32Array.from([...some].flatMap(i => [...all.tokens.subarray(12 * i, 12 * i + 12)])),
      offsets: Int32Array.from({ length: some.length + 1 }, (_, i) => 12 * i),
      labels: some.map(i => all.labels[i]!),
    }
    const rare = texts.labels.reduce((sum, label) => sum + label, 0)
    const weights = Float64Array.from(
      texts.labels,
      label => texts.labels.length / 2 / (label ? rare : texts.labels.length - rare),
    )
    const found = async (given: Partial<NgramFitOptions>) => {
      const fit = await fitNgrams(texts, words, { ...options, ...given })
      const fresh = drawnTexts(new Random(4), 1000, 2)
      const second = Int32Array.from(fresh.labels.keys()).filter(i => fresh.labels[i] === 1)
      const only = {
        tokens: Int32Array.from([...second].flatMap(i => [...fresh.tokens.subarray(12 * i, 12 * i + 12)])),
        offsets: Int32Array.from({ length: second.length + 1 }, (_, i) => 12 * i),
        labels: second.map(() => 1),
      }
      return accuracy(fit.part, only)
    }
    const plain = await found({})
    expect(await found({ weights })).toBeGreaterThan(plain + 0.05)
  })

  it('answers the majority where texts hold nothing, and lets a breath end it', async () => {
    const empty = {
      tokens: new Int32Array(0),
      offsets: new Int32Array(11),
      labels: Int32Array.from({ length: 10 }, (_, i) => Number(i < 3)),
    }
    const fit = await fitNgrams(empty, words, options)
    expect(new NgramScorer(fit.part).scores(new Int32Array(0))[1]).toBeLessThan(0)
    const breathe = async () => {
      throw new Error('stopped')
    }
    await expect(fitNgrams(drawnTexts(new Random(1), 50, 2), words, { ...options, breathe })).rejects.toThrow(
      'stopped',
    )
  })

  it('breathes as well where no model takes steps: before and between what is done once', async () => {
    let breaths = 0
    const breathe = async () => void breaths++
    await fitNgrams(drawnTexts(new Random(1), 50, 2), words, { ...options, models: 'counts', breathe })
    const models = options.folds.scored + 1
    const ofMixture = 3
    expect(breaths).toBeGreaterThanOrEqual(2 * models + ofMixture)
  })
})
