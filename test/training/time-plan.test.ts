import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { presets } from '../../src/settings/presets.ts'
import { defaults } from '../../src/settings/table.ts'
import { planTime, secondsOf } from '../../src/training/time-plan.ts'

const auto = { ...defaults(hyperparameterTable), ...presets.auto, validationPortion: 0.05 }
const long = { ...auto, dimension: 128, crop: 150, wordVectorEpochs: 5, maxEpochs: 4, ngramCharacters: 0 }
const reviews = { texts: 25_000, tokens: 6_700_000, classes: 2, threads: 1 }
const plan = (seconds: number, given = {}, speed = 1) =>
  planTime(reviews, { ...long, ...given }, given, { seconds, speed })

describe('planTime', () => {
  it('changes nothing where there is time enough', () => {
    expect(plan(3600)).toMatchObject({ changes: {}, fits: true })
  })

  it('leaves out the network first, then models of the n-grams, then triples', () => {
    expect(plan(300).changes).toMatchObject({ maxEpochs: expect.any(Number) })
    expect(plan(57).changes).toEqual({ network: false })
    expect(plan(20).changes).toEqual({ network: false, ngramModels: 'ratios' })
    expect(plan(9).changes).toEqual({ network: false, ngramModels: 'ratios', ngramWords: 2 })
    expect(plan(5).changes).toEqual({ network: false, ngramModels: 'ratios', ngramWords: 1 })
  })

  it('plans for twice the time on a machine of half the speed', () => {
    expect(plan(120, {}, 0.5)).toEqual({ ...plan(60), expected: 2 * plan(60).expected })
  })

  it('expects n-grams in two threads sooner, but not in half of the time, and a few texts as soon as in one', () => {
    const ngrams = { ...auto, network: false }
    const texts = { texts: 8000, tokens: 160_000, classes: 5, threads: 1 }
    const inOne = secondsOf(texts, ngrams)
    expect(secondsOf({ ...texts, threads: 2 }, ngrams)).toBeLessThan(0.7 * inOne)
    expect(secondsOf({ ...texts, threads: 2 }, ngrams)).toBeGreaterThan(0.5 * inOne)
    const few = { ...texts, texts: 100, tokens: 2000 }
    expect(secondsOf({ ...few, threads: 2 }, ngrams)).toBe(secondsOf(few, ngrams))
  })

  it('says where nothing fits, and what the least would take', () => {
    const { fits, expected, changes } = plan(0.1)
    expect(fits).toBe(false)
    expect(expected).toBeGreaterThan(0.1)
    expect(changes.ngramWords).toBe(1)
  })

  it('changes nothing that the user says, and leaves a network that is all there is', () => {
    expect(plan(5, { network: true, ngramWords: 3 }).changes).not.toHaveProperty('ngramWords')
    expect(plan(5, { network: true }).changes).not.toHaveProperty('network')
    const alone = planTime(reviews, { ...long, ngrams: false }, {}, { seconds: 100, speed: 1 })
    expect(alone.changes).toEqual({ wordVectorEpochs: 2, maxEpochs: 2 })
  })

  it('never plans for more than the time where it says that it fits, and takes less where there is less time', () => {
    const work = fc.record({
      texts: fc.integer({ min: 2, max: 1_000_000 }),
      tokens: fc.integer({ min: 10, max: 50_000_000 }),
      classes: fc.integer({ min: 2, max: 50 }),
      threads: fc.integer({ min: 1, max: 8 }),
    })
    fc.assert(
      fc.property(work, fc.double({ min: 0.1, max: 4000, noNaN: true }), (work, seconds) => {
        const given = planTime(work, long, {}, { seconds, speed: 1 })
        expect(!given.fits || given.expected <= seconds).toBe(true)
        const half = planTime(work, long, {}, { seconds: seconds / 2, speed: 1 })
        expect(half.expected).toBeLessThanOrEqual(given.expected)
        expect(secondsOf(work, { ...long, ...given.changes })).toBeCloseTo(given.expected, 6)
      }),
    )
  })
})
