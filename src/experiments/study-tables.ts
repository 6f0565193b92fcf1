import { aligned } from '../wording.ts'
import type { ChangeResult } from './ablation.ts'
import { formatMeasured } from './error-format.ts'
import type { CellResult } from './study.ts'
import { lags } from './task.ts'
import type { CellName } from './variants.ts'

/** Cells, their sizes, errors (mean and spread over the seeds) and the time to train one network. */
export function comparisonTable(results: readonly CellResult[]): string {
  const header = [
    'cell',
    'parameters',
    'training error',
    'fresh error',
    ...lags.map(({ input, delay }) => `x${input} ${delay} ago`),
    'seconds',
  ]
  return linesOf([
    header,
    ...results.map(result => [
      result.cell,
      String(result.parameters),
      formatMeasured(result.trainingError, result.runs.length),
      formatMeasured(result.freshError, result.runs.length),
      ...result.freshErrorByOutput.map(error => formatMeasured(error, 1)),
      result.seconds.mean.toFixed(1),
    ]),
  ])
}

/** The cells of one column, the first of which a row has is shown; lstm-forget stands for the proper LSTM. */
const columns: readonly (readonly [string, readonly CellName[]])[] = [
  ['elman', ['elman', 'elman-quarter']],
  ['tied', ['tied', 'tied-open']],
  ['lstm-forget', ['lstm-forget', 'lstm-open']],
]

/** Fresh errors, one row for each change. */
export function ablationTable(results: readonly ChangeResult[]): string {
  return linesOf([
    ['change', ...columns.map(([title]) => title)],
    ...results.map(({ name, cells }) => [
      name,
      ...columns.map(([, names]) => {
        const result = cells.find(({ cell }) => names.includes(cell))
        return result ? formatMeasured(result.freshError, result.runs.length) : '-'
      }),
    ]),
  ])
}

function linesOf(rows: readonly (readonly string[])[]): string {
  return aligned(rows)
    .map(line => `${line}\n`)
    .join('')
}
