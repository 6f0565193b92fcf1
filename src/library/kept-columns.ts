/** Predictions written beside all columns of the rows that they are for. */
import type { TextRow } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import { type FieldOptions, rowWriter } from '../formats/delimited-rows.ts'
import type { Prediction } from '../model/prediction.ts'
import { jsonLine } from '../printable.ts'
import { delimiters } from './answer-formats.ts'

interface TableFormat {
  readonly header: string
  readonly all: boolean
  /** The names of the columns that hold the answers. */
  readonly answers: readonly string[]
  /** @throws LstmError 'data' for a row that has other columns than the first, where the format cannot hold them */
  line(
    prediction: Prediction,
    shown: undefined | string,
    row: Pick<TextRow, 'columns' | 'values' | 'place'>,
  ): readonly string[]
}

export type TableFormatName = 'json' | 'csv' | 'tsv'

/**
 * Keeps the columns of a table, and adds the answers under names that it does not have: 'label', or else 'predicted_label'.
 *
 * @param columns of the table; of JSON those of the first object
 * @param options of the values in CSV and TSV
 */
export function tableFormat(
  name: TableFormatName,
  columns: readonly string[],
  options: FieldOptions,
): TableFormat {
  return name === 'json' ? jsonTable(columns) : delimitedTable(delimiters[name], columns, options)
}

const jsonNames = ['label', 'probability', 'probabilities', 'top', 'explanation'] as const

function jsonTable(columns: readonly string[]): TableFormat {
  const prefix = freePrefix(jsonNames, columns)
  const taken = new Set(jsonNames.map(name => prefix + name))
  return {
    header: '',
    all: true,
    answers: [`${prefix}label`, `${prefix}probability`],
    line(prediction, _, { columns, values, place }) {
      const clash = columns.find(column => taken.has(column))
      if (clash !== undefined)
        throw otherColumn(place, `the answer is to be written under the key '${clash}'`)
      const kept = columns.map((column, i) => [column, values[i]])
      const added = jsonNames.flatMap(name =>
        prediction[name] === undefined ? [] : [[prefix + name, prediction[name]]],
      )
      return [`${jsonLine(Object.fromEntries([...kept, ...added]))}\n`]
    },
  }
}

function delimitedTable(delimiter: string, columns: readonly string[], options: FieldOptions): TableFormat {
  const prefix = freePrefix(['label', 'probability'], columns)
  const answers = [`${prefix}label`, `${prefix}probability`]
  const write = rowWriter(delimiter, options)
  const known = new Set(columns)
  return {
    header: write([...columns, ...answers]),
    all: false,
    answers,
    line({ label, probability }, _, row) {
      const unknown = row.columns === columns ? undefined : row.columns.find(column => !known.has(column))
      if (unknown !== undefined) throw otherColumn(row.place, `the first row has no '${unknown}'`)
      const values =
        row.columns === columns ? row.values : columns.map(column => row.values[row.columns.indexOf(column)])
      return [write([...values.map(asText), label, probability])]
    },
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

/** What makes all these names new among the columns, whatever case they are written in. */
function freePrefix(names: readonly string[], columns: readonly string[]): string {
  const taken = new Set(columns.map(column => column.trim().toLowerCase()))
  for (let count = 0; ; count++) {
    const prefix = ['', 'predicted_'][count] ?? `predicted_${count}_`
    if (!names.some(name => taken.has(prefix + name))) return prefix
  }
}

function otherColumn(place: string, what: string): LstmError {
  return new LstmError('data', `${place}: ${what}`, {
    hint: 'leave the columns of the input out with --only-predictions',
  })
}
