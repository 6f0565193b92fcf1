import { LstmError } from '../../errors.ts'
import { wrongBytesIn } from '../input/encoding.ts'
import type { Input } from '../input/input.ts'
import { type ByteStream, textStream } from '../input/text-stream.ts'
import type { Reading, ReadingFlag, SourceRow, Talk, Usable } from '../reading.ts'
import { answeredLabels, passedOver, type Wanted } from './columns.ts'
import type { Table } from './row-table.ts'

/** The formats that hold rows with named values. */
export const tableFormats = ['csv', 'tsv', 'jsonl', 'parquet'] as const
export type TableFormat = (typeof tableFormats)[number]

const delimited = ['textColumn', 'encoding', 'delimiter', 'header', 'quotes', 'escape', 'skipBad'] as const

/** What of a reading each of them has a use for, beside the label's column. */
export const tableFlags: Readonly<Record<TableFormat, readonly ReadingFlag[]>> = {
  csv: delimited,
  tsv: delimited,
  jsonl: ['textColumn', 'encoding', 'skipBad'],
  parquet: ['textColumn', 'skipBad'],
}

/**
 * The table that a source holds; undefined when it is empty.
 *
 * @param stream read once, as its rows are asked for; Parquet as a whole, unless it is an `Input`
 * @throws LstmError 'data', here and while the rows are read, when it is not of this format or the columns are not found
 */
export async function openTable(
  format: TableFormat,
  stream: ByteStream | Input,
  reading: Reading,
  wanted: Wanted,
  talk: Talk,
): Promise<Table | undefined> {
  const table = await tableOf(format, stream, reading, wanted, talk)
  if (table?.named) {
    for (const line of passedOver(table.columns, reading, table.chosen))
      talk.notice(`${stream.name}: ${line}`)
    const answered = wanted === 'text and label' ? answeredLabels(table.columns, reading) : undefined
    if (answered !== undefined) {
      talk.notice(
        `${stream.name}: '${answered}' stands beside 'probability', as lstm predict writes it: a model's answers are no labels to learn from or measure by (--label-column ${answered}: they are right)`,
      )
    }
  }
  return table && reading.skipBad ? { ...table, rows: withoutWrongBytes(table.rows) } : table
}

/** Rows with bytes that are no text are left out alone. */
async function* withoutWrongBytes(rows: AsyncIterable<Usable<SourceRow>>): AsyncGenerator<Usable<SourceRow>> {
  for await (const row of rows) yield row instanceof LstmError ? row : (wrongIn(row) ?? row)
}

function wrongIn({ columns, values, place }: SourceRow): LstmError | undefined {
  for (const value of [...columns, ...values]) {
    const wrong = typeof value === 'string' ? wrongBytesIn(value, place) : undefined
    if (wrong) return wrong
  }
  return undefined
}

/** The same by the reader of its format, which is loaded when there is a table for it: whoever asks of one sentence waits for none. */
async function tableOf(
  ...[format, stream, reading, wanted, talk]: Parameters<typeof openTable>
): Promise<Table | undefined> {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const { delimitedTable } = await import('./delimited-table.ts')
      const delimiter = format === 'csv' ? ',' : '\t'
      return delimitedTable(textStream(stream, reading), delimiter, reading, wanted, talk)
    }
    case 'jsonl': {
      const { jsonTable } = await import('./json.ts')
      return jsonTable(textStream(stream, reading), reading, wanted)
    }
    case 'parquet': {
      const { parquetTable } = await import('./parquet.ts')
      return parquetTable(stream, reading, wanted)
    }
  }
}
