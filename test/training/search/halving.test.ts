import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  nextStep,
  rungsFor,
  type Step,
  type StepDone,
  shareOf,
} from '../../../src/training/search/halving.ts'

const alone = { index: 0, of: 1 }

/** All steps, a trial's badness being what is given. */
function stepsOf(rungs: number, trials: number, badness: (step: Step) => number, shard = alone): StepDone[] {
  const done: StepDone[] = []
  for (;;) {
    const step = nextStep(done, { rungs, trials, shard })
    if (!step) return done
    done.push({ ...step, badness: badness(step) })
  }
}

describe('nextStep', () => {
  it('has trial 0 on all texts first, then brackets of which the best third goes on', () => {
    const steps = stepsOf(1, 7, ({ trial }) => trial % 4)
    expect(steps.map(({ trial, rung }) => `${trial}@${rung}`)).toEqual([
      '0@1',
      '1@0',
      '2@0',
      '3@0',
      '1@1',
      '4@0',
      '5@0',
      '6@0',
      '4@1',
    ])
  })

  it('leaves a trial that failed where it is', () => {
    const steps = stepsOf(1, 4, ({ trial }) => (trial === 1 ? Number.POSITIVE_INFINITY : trial))
    expect(steps.map(({ trial, rung }) => `${trial}@${rung}`)).toEqual(['0@1', '1@0', '2@0', '3@0', '2@1'])
  })

  it('makes every trial on all texts without rungs, and the pieces of it are all of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), (trials, of) => {
        const pieces = Array.from({ length: of }, (_, index) => stepsOf(0, trials, () => 0, { index, of }))
        const numbers = pieces.flat().map(({ trial }) => trial)
        expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: trials }, (_, n) => n))
      }),
    )
  })

  it('goes on from any beginning as if it had never stopped', () => {
    const badness = ({ trial, rung }: Step) => ((trial * 7919) % 13) + rung
    const whole = stepsOf(2, 30, badness)
    for (const length of [1, 5, 12, whole.length - 1]) {
      expect(nextStep(whole.slice(0, length), { rungs: 2, trials: 30, shard: alone })).toMatchObject({
        trial: whole[length]!.trial,
        rung: whole[length]!.rung,
      })
    }
  })
})

describe('rungs', () => {
  it('leave 5,000 texts at least, and are thirds of each other', () => {
    expect([1000, 14_999, 15_000, 45_000, 1e6].map(rungsFor)).toEqual([0, 0, 1, 2, 2])
    expect(shareOf(2, 2)).toBe(1)
    expect(shareOf(0, 2)).toBeCloseTo(1 / 9, 12)
  })
})
