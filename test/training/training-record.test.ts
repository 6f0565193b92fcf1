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
