import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOver, judge } from '../../src/training/early-stopping.ts'

/** Runs a whole series of validation errors; gives the verdict on each until training stops. */
function judgeAll(errors: readonly number[], patience: number) {
  const verdicts = []
  let badCounter = 0
  for (let n = 1; n <= errors.length; n++) {
    const verdict = judge(errors.slice(0, n), badCounter, patience)
    verdicts.push(verdict)
    badCounter = verdict.badCounter
    if (isOver(badCounter, patience)) break
  }
  return verdicts
}

/** The official loop, word for word in another notation (lstm.py, train_lstm), as an independent reference. */
function officialLoop(errors: readonly number[], patience: number) {
  const history: number[] = []
  const bestAt: number[] = []
  let bad_counter = 0
  for (const valid_err of errors) {
    history.push(valid_err)
    if (bestAt.length === 0 || valid_err <= Math.min(...history)) {
      bestAt.push(history.length)
      bad_counter = 0
    }
    if (history.length > patience && valid_err >= Math.min(...history.slice(0, history.length - patience))) {
      bad_counter += 1
      if (bad_counter > patience) return { bestAt, stoppedAt: history.length }
    }
  }
  return { bestAt, stoppedAt: undefined }
}

describe('judge', () => {
  it('judges as many validations as there are, 200,000 and more', () => {
    const errors = Array.from({ length: 200_000 }, (_, n) => 1 - n / 400_000)
    expect(judge(errors, 3, 10)).toEqual({ best: true, badCounter: 0 })
  })

  it('takes the first validation, every smaller error and every equal one for the best', () => {
    expect(judgeAll([0.5, 0.4, 0.4, 0.41], 10).map(verdict => verdict.best)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  it('counts validations without progress only after `patience` of them, and stops past `patience`', () => {
    const verdicts = judgeAll([0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2], 2)
    expect(verdicts.map(verdict => verdict.badCounter)).toEqual([0, 0, 1, 2, 3])
    expect(verdicts.map(verdict => isOver(verdict.badCounter, 2))).toEqual([false, false, false, false, true])
  })

  it('counts a best validation as bad when it only equals an old one', () => {
    expect(judge([0.1, 0.2, 0.1], 1, 1)).toEqual({ best: true, badCounter: 1 })
  })

  it('does what the official loop does, for any series of errors', () => {
    const error = fc.integer({ min: 0, max: 6 }).map(n => n / 6)
    fc.assert(
      fc.property(
        fc.array(error, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        (errors, patience) => {
          const verdicts = judgeAll(errors, patience)
          const stop = verdicts.findIndex(verdict => isOver(verdict.badCounter, patience))
          const ours = {
            bestAt: verdicts.flatMap((verdict, i) => (verdict.best ? [i + 1] : [])),
            stoppedAt: stop < 0 ? undefined : stop + 1,
          }
          expect(ours).toEqual(officialLoop(errors, patience))
        },
      ),
      { numRuns: 500 },
    )
  })
})
