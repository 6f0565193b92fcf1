import { describe, expect, it } from 'vitest'
import { classWordsOf, drawnHistory, trainingFacts } from '../../src/evaluation/model-facts.ts'
import { train } from '../../src/index.ts'
import { TextModel } from '../../src/library/text-model.ts'
import type { Provenance } from '../../src/model/model.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'

const hyperparameters = defaults(hyperparameterTable)
const result = (examples: number, error: number) => ({ examples, error })

describe('trainingFacts', () => {
  it('says what a model was made of, by which settings, and to what errors', () => {
    const provenance: Provenance = {
      producer: 'lstm 1.2.3',
      source: { data: 'reviews.csv' },
      digest: 'ab12',
      results: {
        updates: 1200,
        train: result(900, 0.01),
        validation: result(100, 0.125),
        test: result(0, 0),
      },
      temperature: 1.25,
      mixing: { network: 0.5, ngrams: 1.25 },
    }
    const changed = { ...hyperparameters, ngrams: true, batchSize: 8, network: false }
    expect(Object.fromEntries(trainingFacts({ provenance, hyperparameters: changed }))).toEqual({
      'Made by': 'lstm 1.2.3',
      Data: 'reviews.csv',
      'SHA-256 of the data': 'ab12',
      'Settings that are not the defaults': '--no-network --ngrams --batch-size 8',
      Updates: '1200',
      // Of no test text there is no error.
      Errors: 'train 1.00 % of 900 texts, validation 12.50 % of 100 texts',
      Temperature: '1.250',
      Mixture: '0.50 of the network, 1.25 of the n-grams',
    })
  })

  it('says no more than is known', () => {
    expect(trainingFacts({ provenance: { producer: 'somebody' }, hyperparameters })).toEqual([
      ['Made by', 'somebody'],
      ['Settings that are not the defaults', 'none'],
    ])
  })
})

describe('classWordsOf', () => {
  it('names the n-grams that speak most for each class, by the weights that they have there', async () => {
    const rows = Array.from({ length: 60 }, (_, n) =>
      n % 2 ? { text: `good film ${n}`, label: 'pos' } : { text: `bad film ${n}`, label: 'neg' },
    )
    const settings = { network: false, ngrams: true, tokenizer: 'words-2' } as const
    await using model = await train(rows, settings).model
    const [negative, positive] = classWordsOf(TextModel.classifierOf(model).model)
    const strongest = [negative!, positive!].map(({ label, words }) => [label, words[0]!.text])
    expect(strongest).toEqual([
      ['neg', expect.stringContaining('bad')],
      ['pos', expect.stringContaining('good')],
    ])
    for (const { words } of [negative!, positive!]) {
      expect(words.length).toBeLessThanOrEqual(24)
      for (const { weight } of words) expect(weight).toBeGreaterThan(0)
    }
  })

  it('has none where there are no n-grams', () => {
    expect(classWordsOf({ labels: ['a', 'b'] })).toEqual([])
  })
})

describe('drawnHistory', () => {
  const history = [{ update: 10, trainError: 0.1, validationError: 0.2, testError: 0 }]
  const results = (examples: number) => ({
    results: { updates: 10, train: result(9, 0), validation: result(9, 0), test: result(examples, 0) },
  })

  it('has a test error where there were test texts, even of 0', () => {
    expect(drawnHistory(history, results(5))).toEqual(history)
  })

  it('has none where there were no test texts, ended or not', () => {
    const expected = [{ update: 10, trainError: 0.1, validationError: 0.2 }]
    expect(drawnHistory(history, results(0))).toEqual(expected)
    expect(drawnHistory(history, {})).toEqual(expected)
  })
})
