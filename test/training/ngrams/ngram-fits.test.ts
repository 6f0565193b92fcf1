import { describe, expect, it } from 'vitest'
import { tokeniseRows } from '../../../src/data/labelled-rows.ts'
import { type Hyperparameters, hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { presets } from '../../../src/settings/presets.ts'
import { defaults } from '../../../src/settings/table.ts'
import { loadTokenizer } from '../../../src/text/tokenizers/load-tokenizer.ts'
import type { NgramFit, NgramFitOptions } from '../../../src/training/ngrams/ngram-fit.ts'
import { NgramFits } from '../../../src/training/ngrams/ngram-fits.ts'
import { fittedNgrams } from '../../../src/training/ngrams/ngram-session.ts'
import { prepare } from '../../../src/training/prepare.ts'

const rows = Array.from({ length: 90 }, (_, n) => ({
  text: `a ${['fine', 'poor', 'mixed'][n % 3]} film of ${['love', 'war'][n % 2]} and number${n}${' and more'.repeat(n % 2)}`,
  label: ['praise', 'blame', 'praise'][n % 3]!,
}))
const tokenizer = await loadTokenizer('words-2')
const corpus = await tokeniseRows(rows, tokenizer)
const usual = { ...defaults(hyperparameterTable), ...presets.auto, ngramFeatures: 500 }

/** A memory that counts what is made. */
class Counted extends NgramFits {
  made = 0
  last: NgramFit | undefined
  override async fit(of: Parameters<NgramFits['fit']>[0], make: () => Promise<NgramFit>): Promise<NgramFit> {
    this.last = await super.fit(of, () => {
      this.made++
      return make()
    })
    return this.last
  }
}

function ngrams(changes: Partial<Hyperparameters>, fits?: NgramFits, of = corpus, index?: number) {
  const settings = { ...usual, ...changes }
  const prepared = prepare(of, settings, index === undefined ? {} : { fold: { index, of: 3 } })
  return fittedNgrams(of, prepared, settings, { fits })
}

describe('NgramFits', () => {
  it('makes n-grams once for trainings whose networks differ, to the bits that they have without it', async () => {
    const fits = new Counted()
    const first = await ngrams({}, fits)
    const others: Partial<Hyperparameters>[] = [
      { network: false },
      { dimension: 8, maxEpochs: 2, pooling: 'mean', learningRate: 0.1 },
    ]
    for (const changes of others) {
      expect(await ngrams(changes, fits)).toEqual(first)
      expect(await ngrams(changes)).toEqual(first)
    }
    expect(fits.made).toBe(1)
  })

  it('makes others for everything that decides them, to the bits that they have without it', async () => {
    const fits = new Counted()
    await ngrams({}, fits)
    const others: [Partial<Hyperparameters>, typeof corpus?, number?][] = [
      [{ ngramWords: 1 }],
      [{ ngramCharacters: 0 }],
      [{ ngramFeatures: 100 }],
      [{ ngramModels: 'counts' }],
      [{ classWeights: 'balanced' }],
      [{ splitSeed: 7 }],
      [{ validationPortion: 0.1 }],
      [{ maxlen: 8 }],
      [{}, corpus, 0],
      [{}, corpus, 1],
      [{}, await tokeniseRows(rows.slice(1), tokenizer)],
    ]
    for (const [n, [changes, of, index]] of others.entries()) {
      expect(await ngrams(changes, fits, of, index)).toEqual(await ngrams(changes, undefined, of, index))
      expect([n, fits.made]).toEqual([n, n + 2])
    }
  })

  it('forgets those that were wanted longest ago, where there is no room for all', async () => {
    const one = new Counted()
    await ngrams({}, one)
    const fit = one.last!
    const room = new Counted(3 * 8 + 2.5 * bytesOf(fit))
    const make = async () => fit
    const of = (salt: number) => ({
      corpus,
      places: Int32Array.of(1, 2),
      classWeights: '',
      options: { salt } as NgramFitOptions,
    })
    for (const salt of [0, 1, 0, 2, 0]) await room.fit(of(salt), make)
    expect(room.made).toBe(3)
    await room.fit(of(1), make)
    expect(room.made).toBe(4)
    const none = new Counted(0)
    for (let n = 0; n < 2; n++) await none.fit(of(0), make)
    expect(none.made).toBe(1)
  })
})

function bytesOf({ part, heldOut, scores, learned }: NgramFit): number {
  const arrays = [part.keys.low, part.keys.high, part.weights, heldOut, scores, learned]
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
