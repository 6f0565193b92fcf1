import { expect, it } from 'vitest'
import { trainingRecord } from '../../src/training/training-record.ts'

it('has the names and shapes of the official script', () => {
  const validation = { update: 1, epoch: 1, trainError: 0.1, validationError: 0.2, testError: 0.3 }
  const result = (error: number) => ({ examples: 10, error })
  const results = { updates: 2, train: result(0.5), validation: result(0.6), test: result(0.7) }
  expect(trainingRecord([validation, { ...validation, testError: 0.4 }], results)).toEqual({
    train_err: { shape: [], data: Float64Array.of(0.5) },
    valid_err: { shape: [], data: Float64Array.of(0.6) },
    test_err: { shape: [], data: Float64Array.of(0.7) },
    history_errs: { shape: [2, 2], data: Float64Array.of(0.2, 0.3, 0.2, 0.4) },
  })
  expect(trainingRecord([])).toEqual({ history_errs: { shape: [0, 2], data: new Float64Array(0) } })
})

it('has no error on test texts where there are none, and NaN in its place in the history', () => {
  const validation = { update: 1, epoch: 1, trainError: 0.1, validationError: 0.2 }
  const result = { examples: 10, error: 0.5 }
  const record = trainingRecord([validation], { updates: 2, train: result, validation: result })
  expect(Object.keys(record)).toEqual(['train_err', 'valid_err', 'history_errs'])
  expect(record.history_errs).toEqual({ shape: [1, 2], data: Float64Array.of(0.2, Number.NaN) })
})
