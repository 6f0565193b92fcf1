import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { keepProbabilityOf, optimizerOf } from '../../src/settings/engine-settings.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { presets } from '../../src/settings/presets.ts'
import { restoreHyperparameters } from '../../src/settings/restore-hyperparameters.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { defaults, flag, parseSetting } from '../../src/settings/table.ts'

const table = hyperparameterTable
const standard = defaults(table)

const refuse = (what: string) => new Error(`refused: ${what}`)

describe('the presets', () => {
  it.each(Object.entries(presets))('%s has values of the table', (_, preset) => {
    expect(restoreHyperparameters(preset, refuse)).toEqual({ ...standard, ...preset })
  })
})

describe('the table', () => {
  it("has the settings of the official script's main run as defaults", () => {
    const byOfficialName = Object.fromEntries(
      Object.values(table).flatMap(row => ('official' in row ? [[row.official, row.default]] : [])),
    )
    expect(byOfficialName).toEqual({
      dim_proj: 128,
      patience: 10,
      max_epochs: 100,
      dispFreq: 10,
      decay_c: 0,
      lrate: 0.0001,
      n_words: 10000,
      optimizer: 'adadelta',
      validFreq: 370,
      saveFreq: 1110,
      maxlen: 100,
      batch_size: 16,
      valid_batch_size: 64,
      use_dropout: true,
      test_size: 500,
      valid_portion: 0.05,
      SEED: 123,
    })
  })

  it('gives the flags their usual form', () => {
    expect(flag('evaluationBatchSize')).toBe('--evaluation-batch-size')
  })
})

describe('parseSetting', () => {
  it.each([
    ['batchSize', '64', 64],
    ['validationInterval', '-1', -1],
    ['learningRate', '1e-3', 0.001],
    ['weightDecay', '0', 0],
    ['optimizer', 'sgd', 'sgd'],
    ['seed', '4294967295', 4294967295],
  ] as const)('%s takes %s', (name, text, value) => {
    expect(parseSetting(name, table[name], text)).toBe(value)
  })

  it.each([
    ['batchSize', '0'],
    ['batchSize', '1.5'],
    ['batchSize', '12abc'],
    ['batchSize', ''],
    ['batchSize', '0x10'],
    ['batchSize', 'Infinity'],
    ['batchSize', '1e400'],
    ['validationInterval', '0'],
    ['validationInterval', '-2'],
    ['learningRate', '0'],
    ['learningRate', '-1'],
    ['validationPortion', '1'],
    ['validationPortion', '0'],
    ['optimizer', 'adamw'],
    ['optimizer', 'toString'],
    ['seed', '4294967296'],
    ['seed', '-1'],
  ] as const)('%s refuses %j with an error that names the flag and what it wants', (name, text) => {
    const parse = () => parseSetting(name, table[name], text)
    expect(parse).toThrow(LstmError)
    expect(parse).toThrow(`${flag(name)} wants `)
  })

  it('tells a list of weights with a fault at its end at once, however long it is', () => {
    const begin = performance.now()
    const weights = Array.from({ length: 1000 }, (_, c) => `label ${c}=${c}.5`).join()
    expect(parseSetting('classWeights', table.classWeights, weights)).toBe(weights)
    expect(() => parseSetting('classWeights', table.classWeights, `${weights}x`)).toThrow(
      'wants none, balanced',
    )
    expect(performance.now() - begin).toBeLessThan(1000)
  })

  it('takes every default in its own notation', () => {
    for (const [name, row] of Object.entries({ ...table, ...runSettingTable })) {
      if (row.kind !== 'switch') expect(parseSetting(name, row, String(row.default))).toBe(row.default)
    }
  })
})

describe('restoreHyperparameters', () => {
  it('gives back what was stored, and the default of a row that came later', () => {
    const { seed, ...older } = { ...standard, batchSize: 7 }
    expect(restoreHyperparameters(older, refuse)).toEqual({ ...standard, batchSize: 7, seed })
  })

  it.each<Record<string, unknown>>([
    { batchSize: 0 },
    { batchSize: '16' },
    { dropout: 1 },
    { optimizer: 'adamw' },
    { constructor: 1 },
    { other: 1 },
  ])('refuses %j', stored => {
    expect(() => restoreHyperparameters(stored, refuse)).toThrow(/^refused: it/)
  })
})

describe('what the engine is told', () => {
  it('only sgd and adam have a learning rate', () => {
    expect(optimizerOf(standard)).toEqual({ name: 'adadelta' })
    expect(optimizerOf({ ...standard, optimizer: 'sgd' })).toEqual({ name: 'sgd', learningRate: 0.0001 })
    const adam = { name: 'adam', learningRate: 0.0001, epsilon: 1e-8 }
    expect(optimizerOf({ ...standard, optimizer: 'adam' })).toEqual(adam)
  })

  it('the pooled vector is halved in evaluation only where dropout is on', () => {
    expect(keepProbabilityOf(standard)).toBe(0.5)
    expect(keepProbabilityOf({ ...standard, dropout: false })).toBe(1)
  })
})
