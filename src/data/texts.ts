/** Texts to be classified, one after the other, with all that their source says of them. */
import { linesOf } from '../formats/lines.ts'
import { requireIds } from '../text/word-ids.ts'
import { type ByteStream, textStream } from './input/text-stream.ts'
import {
  type Reading,
  requireUsed,
  type SourceRow,
  silent,
  type Talk,
  type Usable,
  usable,
} from './reading.ts'
import { openTable, type TableFormat, tableFlags, tableFormats } from './rows/open-table.ts'
import { textIn } from './rows/row-values.ts'

export const inputFormatNames = ['lines', ...tableFormats, 'ids'] as const
export type InputFormatName = (typeof inputFormatNames)[number]

/** One text of a source, in its order. */
export interface TextRow {
  readonly text: string
  /** Where it stands, as messages name it: 'stdin:12'. */
  readonly place: string
  /** The names of all values of its row, the text's included, in the order of the source; none for lines. */
  readonly columns: readonly string[]
  /** As many, as `SourceRow` has them: texts; of JSON and Parquet any JSON value. */
  readonly values: readonly unknown[]
}

interface Texts {
  /** The columns of the table; those of the first object of JSON; none for lines and for an empty input. */
  readonly columns: readonly string[]
  /** The one that holds the text; undefined for lines, and for an empty input. */
  readonly textColumn: string | undefined
  /** To be read once. @throws LstmError 'data' naming the line, after the texts before it */
  readonly rows: AsyncIterable<TextRow>
}

/**
 * The texts of a stream: its lines (empty ones too), which may hold word ids, or one column of its table. The stream is read as the
 * rows are asked for, each as soon as it has come (Parquet: when all has).
 *
 * @throws LstmError 'data' when the column of the text is not found; 'usage' when `reading` does not fit the format
 */
export async function openTexts(
  stream: ByteStream,
  format: InputFormatName,
  reading: Reading = {},
  talk: Talk = silent,
): Promise<Texts> {
  if (format === 'lines' || format === 'ids') {
    requireUsed(reading, ['encoding'], `--input-format ${format}`)
    return { columns: [], textColumn: undefined, rows: lineRows(stream, format, reading) }
  }
  return tableTexts(stream, format, reading, talk)
}

async function tableTexts(
  stream: ByteStream,
  format: TableFormat,
  reading: Reading,
  talk: Talk,
): Promise<Texts> {
  requireUsed(reading, tableFlags[format], `--input-format ${format}`)
  const table = await openTable(format, stream, reading, 'text', talk)
  if (!table) return { columns: [], textColumn: undefined, rows: noRows() }
  const { columns, chosen, rows } = table
  return { columns, textColumn: chosen.text, rows: usable(textRows(rows, chosen.text!), reading, talk) }
}

async function* textRows(
  rows: AsyncIterable<Usable<SourceRow>>,
  column: string,
): AsyncGenerator<Usable<TextRow>> {
  for await (const row of rows) yield textRow(row, column)
}

function textRow(row: Usable<SourceRow>, column: string): Usable<TextRow> {
  if (!('columns' in row)) return row
  const text = textIn(row, column)
  return typeof text === 'string'
    ? { text, place: row.place, columns: row.columns, values: row.values }
    : text
}

async function* lineRows(
  stream: ByteStream,
  format: 'lines' | 'ids',
  reading: Reading,
): AsyncGenerator<TextRow> {
  const { name, pieces } = textStream(stream, reading)
  for await (const { text, number } of linesOf(pieces, name)) {
    const place = `${name}:${number}`
    // Refused here, where the line's number is known, and so after the lines before it.
    if (format === 'ids') requireIds(text, place)
    yield { text, place, columns: [], values: [] }
  }
}

async function* noRows(): AsyncGenerator<never> {}
