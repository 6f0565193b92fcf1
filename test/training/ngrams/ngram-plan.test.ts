import { describe, expect, it } from 'vitest'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { presets } from '../../../src/settings/presets.ts'
import { defaults } from '../../../src/settings/table.ts'
import { planNgrams } from '../../../src/training/ngrams/ngram-plan.ts'

const settings = { ...defaults(hyperparameterTable), ...presets.auto, validationPortion: 0.2 }

describe('planNgrams', () => {
  it('scores every fold where texts are few, and one where they are many or there is little time', () => {
    const few = { texts: 3000, classes: 2 }
    expect(planNgrams(few, settings)).toEqual({ minimum: 2, maximum: 250_000, scored: 5 })
    expect(planNgrams({ texts: 25_000, classes: 2 }, settings).scored).toBe(1)
    expect(planNgrams(few, { ...settings, ngramModels: 'ratios' }).scored).toBe(1)
    expect(planNgrams(few, { ...settings, validationPortion: 0.5 }).scored).toBe(2)
  })

  it('keeps fewer n-grams of many classes, so that the solver fits into memory', () => {
    expect(planNgrams({ texts: 3000, classes: 100 }, settings).maximum).toBe(41_943)
    expect(planNgrams({ texts: 3000, classes: 2 }, { ...settings, ngramFeatures: 100 }).maximum).toBe(100)
    const counts = { ...settings, ngramModels: 'counts' } as const
    expect(planNgrams({ texts: 3000, classes: 2000 }, counts).maximum).toBe(8388)
  })
})
