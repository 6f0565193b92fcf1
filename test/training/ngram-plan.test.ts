import { describe, expect, it } from 'vitest'
import { planNgrams } from '../../src/training/ngram-plan.ts'

describe('planNgrams', () => {
  it('looks into words and scores every fold where texts are few', () => {
    expect(planNgrams({ texts: 3000, tokens: 60_000, classes: 2 })).toEqual({
      kinds: { words: 3, characters: [3, 6] },
      minimum: 2,
      maximum: 250_000,
      folds: { dealt: 5, scored: 5 },
    })
  })

  it('looks at words alone and scores one fold, of 20,000 texts at most, where there are many', () => {
    expect(planNgrams({ texts: 25_000, tokens: 6_000_000, classes: 2 })).toMatchObject({
      kinds: { characters: undefined },
      folds: { dealt: 10, scored: 1 },
    })
    expect(planNgrams({ texts: 1_600_000, tokens: 20_000_000, classes: 2 }).folds.dealt).toBe(80)
  })

  it('keeps fewer n-grams of many classes, so that the solver fits into memory', () => {
    expect(planNgrams({ texts: 3000, tokens: 60_000, classes: 100 }).maximum).toBe(41_943)
  })
})
