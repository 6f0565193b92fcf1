import { LstmError } from '../../errors.ts'
import { listed, printable } from '../../printable.ts'
import { counted } from '../../wording.ts'
import type { SourceRow, Usable } from '../reading.ts'

const leaveOut = 'or leave such rows out with --skip-bad'

/** The value that a row has under a name. @returns an LstmError 'data' when it has none */
function valueIn({ columns, values, place }: SourceRow, column: string): unknown {
  const index = columns.indexOf(column)
  if (index >= 0) return values[index]
  return new LstmError('data', `${place}: no '${column}'; there are ${listed(columns)}`, {
    hint: `give each row its '${listed([column])}', ${leaveOut}`,
  })
}

/** The text of a row. @returns an LstmError 'data' that says why there is none */
export function textIn(row: SourceRow, column: string): Usable<string> {
  const value = valueIn(row, column)
  if (typeof value === 'string' || value instanceof LstmError) return value
  return new LstmError('data', `${row.place}: '${column}' is not a string`, {
    hint: `write it in quotes, choose another column with --text-column, ${leaveOut}`,
  })
}

/** The label of a row: a number or a truth value by its JSON notation. @returns an LstmError 'data' that says why there is none */
export function labelIn(row: SourceRow, column: string): Usable<string> {
  const value = valueIn(row, column)
  if (value instanceof LstmError) return value
  if (typeof value === 'string') return checkedLabel(value, row.place, column)
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value)
  return new LstmError('data', `${row.place}: the label '${column}' is not a string, number or truth value`, {
    hint: `give the row one label, choose another column with --label-column, ${leaveOut}`,
  })
}

/** How much a row counts. @returns an LstmError 'data' when that is no number above 0 */
export function weightIn(row: SourceRow, column: string): Usable<number> {
  const value = valueIn(row, column)
  if (value instanceof LstmError) return value
  return checkedWeight(typeof value === 'string' && value.trim() !== '' ? Number(value) : value, row.place)
}

/** Beyond these the sums of what texts weigh would not be finite numbers, or none above 0. */
const weights = { least: 1e-9, most: 1e9 }

/** @returns an LstmError 'data' when it is no number above 0, or none that can be reckoned with */
export function checkedWeight(weight: unknown, place: string): Usable<number> {
  if (typeof weight === 'number' && weight >= weights.least && weight <= weights.most) return weight
  if (typeof weight === 'number' && weight > 0) {
    return new LstmError(
      'data',
      `${place}: its weight is ${weight}, and weights are from ${weights.least} to ${weights.most}`,
      { hint: 'only what they are to each other counts, where they are less than 1 on average' },
    )
  }
  return new LstmError('data', `${place}: its weight is no number above 0`, {
    hint: 'a text of weight 2 counts as if it stood there twice; leave out texts that are not to count',
  })
}

/**
 * A label without the blanks around it.
 *
 * @param column where it stands, for errors
 * @returns an LstmError 'data' when nothing is left, or it would break the line or the terminal that it is shown in
 */
export function checkedLabel(value: string, place: string, column?: string): Usable<string> {
  const label = value.trim()
  const named = column === undefined ? 'the label' : `the label (column '${listed([column])}')`
  if (label === '') {
    return new LstmError('data', `${place}: ${named} is empty`, {
      hint: `give the row a label, ${leaveOut}`,
    })
  }
  if (label.length > longestLabel) {
    return new LstmError(
      'data',
      `${place}: ${named} has ${counted(label.length, 'character')}; ${longestLabel} are allowed`,
      { hint: 'if it is a text, choose the column of the labels with --label-column' },
    )
  }
  if (label === printable(label)) return label
  return new LstmError('data', `${place}: ${named} has a line break or another invisible character in it`, {
    hint: 'a label is a name on one line',
  })
}

const longestLabel = 1000
