import { expect, it } from 'vitest'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { presets } from '../../src/settings/presets.ts'
import { defaults } from '../../src/settings/table.ts'
import { shareDone } from '../../src/training/share-done.ts'

const work = { texts: 1000, tokens: 20_000, classes: 2, threads: 1 }
const settings = { ...defaults(hyperparameterTable), ...presets.auto }

it('a training goes from nothing to all of it: n-grams first, then the network, each its share of the time', () => {
  const both = shareDone(work, { ...settings, network: true, ngrams: true })
  expect(both('n-grams', 0)).toBe(0)
  expect(both('n-grams', 1)).toBeGreaterThan(0)
  expect(both('n-grams', 1)).toBeLessThan(1)
  expect(both('network', 0)).toBe(both('n-grams', 1))
  expect(both('network', 1)).toBe(1)
  expect(both('word vectors', 0.5)).toBe(both('network', 0))
})

it('of one part it is that part', () => {
  const ngrams = shareDone(work, { ...settings, network: false, ngrams: true })
  expect(ngrams('n-grams', 0.25)).toBe(0.25)
  const network = shareDone(work, { ...settings, network: true, ngrams: false })
  expect(network('network', 0.75)).toBe(0.75)
})
