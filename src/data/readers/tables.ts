import { LstmError } from '../../errors.ts'
import type { Example } from '../corpus.ts'
import { type ReadColumns, type SourceRow, type Usable, usable } from '../reading.ts'
import { openTable, type TableFormat, tableFlags } from '../rows/open-table.ts'
import { labelIn, textIn, weightIn } from '../rows/row-values.ts'
import { tableEndings } from '../rows/table-endings.ts'
import type { FileReader } from './reader.ts'

export const csvReader = tableReader('csv')
export const tsvReader = tableReader('tsv')
export const jsonlReader = tableReader('jsonl')
export const parquetReader = tableReader('parquet')

/** Rows with a column for the text and one for the label. */
function tableReader(format: TableFormat): FileReader {
  return {
    source: 'file',
    extensions: tableEndings[format],
    flags: [...tableFlags[format], 'labelColumn', 'weightColumn'],
    read: async (input, reading, talk) => {
      const table = await openTable(format, input, reading, 'text and label', talk)
      if (!table) return { train: none(), test: undefined }
      const columns = { text: table.chosen.text!, label: table.chosen.label! }
      const rows = labelled(table.rows, columns, table.chosen.weight)
      return { train: usable(rows, reading, talk), test: undefined, columns }
    },
  }
}

async function* labelled(
  rows: AsyncIterable<Usable<SourceRow>>,
  columns: ReadColumns,
  weight: string | undefined,
): AsyncGenerator<Usable<Example>> {
  for await (const row of rows) yield row instanceof LstmError ? row : example(row, columns, weight)
}

function example(row: SourceRow, columns: ReadColumns, weightColumn: string | undefined): Usable<Example> {
  const text = textIn(row, columns.text)
  if (text instanceof LstmError) return text
  const label = labelIn(row, columns.label)
  if (label instanceof LstmError) return label
  const read = { text, label, place: row.place, share: row.share, row }
  if (weightColumn === undefined) return read
  const weight = weightIn(row, weightColumn)
  return weight instanceof LstmError ? weight : { ...read, weight }
}

async function* none(): AsyncGenerator<never> {}
