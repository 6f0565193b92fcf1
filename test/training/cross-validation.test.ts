import { describe, expect, it } from 'vitest'
import { hashesOf } from '../../src/data/fingerprint.ts'
import { tokeniseRows } from '../../src/data/labelled-rows.ts'
import { train } from '../../src/index.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { defaults } from '../../src/settings/table.ts'
import { wordKeys } from '../../src/text/ngrams.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { latencyOf } from '../../src/training/cross-validation.ts'
import type { TrainingEvent } from '../../src/training/events.ts'
import { spreadOf, summaryOf } from '../../src/training/fold-summary.ts'
import { foldTexts } from '../../src/training/prepare.ts'
import { unansweredClasses } from '../../src/training/unanswered.ts'

/** Texts in which a word tells the label; every tenth is turned, and each stands there twice. */
function rows(count: number) {
  const random = new Random(2)
  return Array.from({ length: count }, (_, n) => {
    const label = ['bad', 'fine', 'good'][n % 3]!
    const cue = n % 10 === 0 ? 'fine' : label
    return { text: `w${random.integer(40)} ${cue} w${random.integer(40)} w${random.integer(40)}`, label }
  }).flatMap(row => [row, row])
}

async function eventsOf(training: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = []
  for await (const event of training) events.push(event)
  return events
}

describe('folds', () => {
  it('divide the training texts: each is in one, equal texts in the same, each class in equal shares (to 2 texts)', async () => {
    const corpus = await tokeniseRows(rows(90), await loadTokenizer('words-2'))
    const settings = { ...defaults(hyperparameterTable), testPortion: 0 }
    const folds = [0, 1, 2, 3].map(index => foldTexts(corpus, settings, { index, of: 4 }))
    const hashes = folds.map(({ heldOut }) => new Set(heldOut.pick(hashesOf(corpus.train, corpus.words))))
    expect(folds.reduce((sum, { heldOut }) => sum + heldOut.size, 0)).toBe(180)
    expect(new Set(hashes.flatMap(set => [...set])).size).toBe(
      hashes.reduce((sum, { size }) => sum + size, 0),
    )
    for (const { train, heldOut } of folds) {
      expect(train.size + heldOut.size).toBe(180)
      for (const label of [0, 1, 2])
        expect(Math.abs(heldOut.labels().filter(of => of === label).length - 15)).toBeLessThanOrEqual(2)
    }
    const other = foldTexts(corpus, { ...settings, splitSeed: 9 }, { index: 0, of: 4 })
    expect([...other.heldOut.labels()]).not.toEqual([...folds[0]!.heldOut.labels()])
  })

  it('are refused before the first is trained, where one of them would be empty', async () => {
    const corpus = await tokeniseRows(rows(10), await loadTokenizer('words-2'))
    const settings = { ...defaults(hyperparameterTable), testPortion: 0 }
    expect(() => foldTexts(corpus, settings, { index: 0, of: 50 })).toThrow(/cannot be dealt out to 50 folds/)
  })

  it('are told one by one and with their means, stay with the model, and change nothing of it', async () => {
    const settings = { preset: 'auto', threads: 1, seed: 5 } as const
    const training = train(rows(60), { ...settings, folds: 3 })
    const events = await eventsOf(training)
    const folds = events.filter(event => event.event === 'fold')
    expect(folds.map(({ fold, folds }) => [fold, folds])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(folds.reduce((sum, { examples }) => sum + examples, 0)).toBe(120)
    const start = events.find(event => event.event === 'start')!
    expect(start.folds!.accuracy).toEqual(spreadOf(folds.map(({ accuracy }) => accuracy)))
    expect(start.folds!.accuracy.mean).toBeGreaterThan(0.8)
    await using model = await training.model
    expect(model.provenance.folds).toEqual(start.folds!.folds)
    await using alone = await train(rows(60), settings).model
    expect(await model.predict('w1 fine w2')).toEqual(await alone.predict('w1 fine w2'))
  })

  it('train a network each where there is one', async () => {
    const settings = {
      preset: 'auto',
      network: true,
      dimension: 4,
      maxEpochs: 1,
      wordVectorEpochs: 1,
    } as const
    const events = await eventsOf(train(rows(60), { ...settings, threads: 1, folds: 2 }))
    expect(events.filter(({ event }) => event === 'fold')).toHaveLength(2)
    const shares = events.flatMap(event =>
      event.event === 'progress' && event.phase === 'folds' ? [event.share] : [],
    )
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect([shares.some(share => share < 0.5), shares.some(share => share > 0.5)]).toEqual([true, true])
    const end = events.find(event => event.event === 'end')!
    expect(end.alone).toEqual({ network: expect.any(Number), ngrams: expect.any(Number) })
  })

  it('more than there are texts are refused', async () => {
    const few = ['a good one', 'a bad one', 'so good', 'so bad'].map(text => ({
      text,
      label: text.split(' ')[1]!,
    }))
    await expect(train(few, { folds: 9 }).model).rejects.toMatchObject({ code: 'data' })
  })
})

describe('latencyOf', () => {
  it('is the middle one of the times that texts take, of which a few are slow', async () => {
    const corpus = await tokeniseRows(rows(90), await loadTokenizer('words-2'))
    const model = {
      ...{ vocabulary: undefined, labels: corpus.labelNames, provenance: { producer: 'test' } },
      hyperparameters: { ...defaults(hyperparameterTable), tokenizer: 'words-2' as const },
      ngrams: {
        ...{ kinds: { words: 1, characters: undefined } as const, classes: 3, keys: wordKeys(['good']) },
        ...{ weights: Float32Array.of(0, 0, 1), bias: new Float32Array(3) },
      },
    }
    let [time, calls] = [0, 0]
    // The n-th text takes 10 + n milliseconds, but for every fifth, which takes a second.
    const now = () => {
      const n = calls++ >> 1
      if (calls % 2 === 0) time += n % 5 === 0 ? 1000 : 10 + n
      return time
    }
    const run = { ...defaults(runSettingTable), threads: 1 }
    expect(await latencyOf(model, corpus, run, now)).toBe(26)
    expect(calls).toBe(50)
  })
})

describe('summaryOf', () => {
  it('has the folds in their order, the mean and the deviation of a sample', () => {
    const fold = (fold: number, accuracy: number) => ({
      ...{ fold, folds: 2, train: 9, examples: 1, accuracy, macroF1: 0.5, cost: 1, unanswered: [] },
    })
    const { folds, accuracy, macroF1 } = summaryOf([fold(2, 0.5), fold(1, 1)])
    expect(folds.map(({ fold }) => fold)).toEqual([1, 2])
    expect(accuracy).toEqual({ mean: 0.75, deviation: Math.sqrt(0.125) })
    expect(macroF1.deviation).toBe(0)
  })
})

describe('unansweredClasses', () => {
  it('are those that occur and are never the highest, the first of equals counting as it', () => {
    const scores = Float64Array.of(1, 0, 0, 1, 1, 0)
    expect(unansweredClasses(scores, Int32Array.of(0, 1), 3)).toEqual([1])
    expect(unansweredClasses(scores, Int32Array.of(0, 0), 3)).toEqual([])
  })
})
