import { describe, expect, it } from 'vitest'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { presets } from '../../../src/settings/presets.ts'
import { defaults, isValue } from '../../../src/settings/table.ts'
import { importances } from '../../../src/training/search/importance.ts'
import {
  type Beginning,
  type Drawn,
  SearchDraws,
  standardSpace,
} from '../../../src/training/search/search-space.ts'

const base = { ...defaults(hyperparameterTable), ...presets.auto, network: false }
const nothing = { given: {}, base, decided: [] }
const draws = (seed: number, beginnings: readonly Beginning[] = [nothing]) => {
  const space = new SearchDraws(seed, beginnings, standardSpace)
  return Array.from({ length: 60 }, (_, trial) => space.trial(trial))
}

describe('SearchDraws', () => {
  it('changes nothing in trial 0, and in others what the table allows, to something else, and only what does something', () => {
    const [first, ...others] = draws(1)
    expect(first).toEqual({ beginning: 0, changes: {} })
    for (const { changes } of others) {
      const settings = { ...base, ...changes }
      expect(settings.network || settings.ngrams).toBe(true)
      for (const [name, value] of Object.entries(changes)) {
        const row = hyperparameterTable[name as keyof typeof hyperparameterTable]
        expect(isValue(row, value)).toBe(true)
        expect(value).not.toBe(base[name as keyof typeof base])
        if ('appliesTo' in row && 'network' in row.appliesTo) expect(settings.network).toBe(true)
      }
    }
    expect(new Set(others.map(changes => JSON.stringify(changes))).size).toBe(others.length)
  })

  it('begins with each beginning as it is, and with a network or without, the other way round', () => {
    const model = {
      given: { from: 'pretrained' },
      base: { ...base, network: true },
      decided: ['dimension'],
    }
    const [one, other, network, ...drawn] = draws(1, [nothing, model])
    expect([one, other, network]).toEqual([
      { beginning: 0, changes: {} },
      { beginning: 1, changes: {} },
      { beginning: 0, changes: { network: true } },
    ])
    for (const { beginning, changes } of drawn)
      if (beginning === 1) expect(Object.keys(changes)).not.toContain('dimension')
    expect(new Set(drawn.map(({ beginning }) => beginning))).toEqual(new Set([0, 1]))
  })

  it('leaves the n-grams of about half of the trials with a network as they are where they begin', () => {
    const both = { ...nothing, base: { ...base, network: true } }
    const changes = draws(1, [both]).slice(2)
    const same = changes.filter(
      ({ changes }) => !Object.keys(changes).some(name => name === 'network' || name.startsWith('ngram')),
    )
    expect(same.length).toBeGreaterThan(20)
    expect(same.length).toBeLessThan(40)
  })

  it('draws the same for a seed, whatever is asked for first, and others for another', () => {
    expect(new SearchDraws(1, [nothing], standardSpace).trial(40)).toEqual(draws(1)[40])
    expect(draws(1)).toEqual(draws(1))
    expect(draws(2)).not.toEqual(draws(1))
  })

  it('draws no two that come to the same, as long as there are others', () => {
    const space = { ngramWords: { of: [1, 2, 3] }, ngramCharacters: { of: [0, 4, 5, 6] } } as const
    const both = { ...nothing, base: { ...base, network: true } }
    const drawn = (comesTo?: (drawn: Drawn) => string) => {
      const trials = new SearchDraws(1, [both], { ...space, dimension: { of: [8, 9] } }, comesTo)
      return Array.from({ length: 10 }, (_, n) => trials.trial(n))
    }
    // Networks are too large, say: then what is changed of them comes to nothing.
    const ngrams = ({
      changes: { ngramWords = base.ngramWords, ngramCharacters = base.ngramCharacters },
    }: Drawn) => `${ngramWords} ${ngramCharacters}`
    expect(new Set(drawn().map(ngrams)).size).toBeLessThan(10)
    expect(new Set(drawn(ngrams).map(ngrams)).size).toBe(10)
  })

  it('tries what is said instead of the table', () => {
    const space = new SearchDraws(1, [nothing], { ngramWords: { of: [1, 2] } })
    for (let trial = 1; trial < 9; trial++)
      expect(Object.keys(space.trial(trial).changes)).toEqual(expect.not.arrayContaining(['network']))
  })
})

describe('importances', () => {
  it('are all of one setting that decides, and of others what chance gives', () => {
    const trials = Array.from({ length: 40 }, (_, n) => ({
      settings: { ...base, ngramWords: 1 + (n % 2), dimension: 16 + ((n * 7) % 11) },
      badness: n % 2,
    }))
    const [first, second, ...none] = importances(trials)
    expect(first).toEqual({ setting: 'ngramWords', with: [], share: 1 })
    expect(second!.share).toBeLessThan(0.2)
    expect(none).toEqual([])
    expect(importances([])).toEqual([])
  })

  it('are of the trials that a setting does something in, beside one that decides whether it does', () => {
    const trials = Array.from({ length: 12 }, (_, n) => ({
      settings: n % 2 ? { network: true, size: 8 * (1 + (n % 3)) } : { network: false },
      badness: n % 2 ? 1 + (n % 3) : 5,
    }))
    const [network, size] = importances(trials)
    expect([network!.setting, size!.setting]).toEqual(['network', 'size'])
    // All of what the first leaves, and none of what it explains.
    expect(network!.share + size!.share).toBeCloseTo(1, 12)
    expect(size!.share).toBeGreaterThan(0.1)
    expect(
      importances(trials.map(({ badness }, n) => ({ badness, settings: n ? {} : { size: 1 } }))),
    ).toEqual([])
  })

  it('are one of settings that change together', () => {
    const trials = Array.from({ length: 12 }, (_, n) => ({
      settings: { parts: n % 3 ? 'both' : 'ngrams', rate: n % 3 ? 0.1 : 0, size: 8 * (n % 2), seed: 1 },
      badness: n % 3 ? 1 : 2,
    }))
    expect(importances(trials)).toEqual([
      { setting: 'parts', with: ['rate'], share: 1 },
      { setting: 'size', with: [], share: 0 },
    ])
  })
})
