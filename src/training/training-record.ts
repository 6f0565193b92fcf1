import type { FloatTensor, Results, TrainingRecord } from '../model/model.ts'
import type { Validation } from './early-stopping.ts'

/** What the official script saves beside the parameters: the history, and at the end the three errors. */
export function trainingRecord(history: readonly Validation[], results?: Results): TrainingRecord {
  return {
    ...(results && {
      train_err: single(results.train.error),
      valid_err: single(results.validation.error),
      test_err: single(results.test.error),
    }),
    history_errs: {
      shape: [history.length, 2],
      data: Float64Array.from(
        history.flatMap(({ validationError, testError }) => [validationError, testError]),
      ),
    },
  }
}

function single(value: number): FloatTensor {
  return { shape: [], data: Float64Array.of(value) }
}
