/** Rows of texts and numbers written to a file that the user names: CSV, JSON Lines or Parquet, by its ending. */
import { tableFormatOf } from '../data/predictions.ts'
import { LstmError } from '../errors.ts'
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import { rowWriter } from './answer-formats.ts'

export type WrittenFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet'

type Cell = string | number | null

/** A table to be written. */
interface WrittenTable {
  /** The columns of CSV and Parquet. */
  readonly columns: readonly string[]
  readonly rows: Iterable<WrittenRow>
}

export interface WrittenRow {
  /** As many as there are columns. */
  readonly cells: readonly Cell[]
  /** What JSON Lines hold. */
  readonly json: unknown
}

/**
 * Finds out before any work is done how a table is to be written there.
 *
 * @param flag that names the path, for errors
 * @throws LstmError 'usage' for an ending that names no format, 'disk' where it cannot be written
 */
export async function writableTable(path: string, flag: string): Promise<WrittenFormat> {
  const format = tableFormatOf(path)
  if (!format) {
    throw new LstmError('usage', `${flag} ${path}: the ending names no format`, {
      hint: 'end it with .csv, .tsv, .jsonl or .parquet',
    })
  }
  await proveWritable(path, `name a file in a folder that exists, such as ${flag} answers.csv`)
  return format
}

/** @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export async function writeTable(path: string, format: WrittenFormat, table: WrittenTable): Promise<void> {
  const chunks = format === 'parquet' ? [await parquet(table)] : inChunks(lines(format, table))
  await writeNamedFile(path, chunks, 'make room, or choose another place')
}

function* lines(
  format: Exclude<WrittenFormat, 'parquet'>,
  { columns, rows }: WrittenTable,
): Generator<string> {
  if (format === 'jsonl') {
    for (const { json } of rows) yield `${JSON.stringify(json)}\n`
    return
  }
  const line = rowWriter(format === 'csv' ? ',' : '\t', { safe: false, terminal: false })
  yield line(columns)
  for (const { cells } of rows) yield line(cells.map(cell => cell ?? ''))
}

const chunkLength = 1 << 20

function* inChunks(pieces: Iterable<string>): Generator<Uint8Array> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkLength) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  yield Buffer.from(chunk)
}

async function parquet({ columns, rows }: WrittenTable): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const data = columns.map(() => [] as Cell[])
  for (const { cells } of rows) for (const [i, cell] of cells.entries()) data[i]!.push(cell)
  const columnData = columns.map((name, i) => ({
    name,
    data: data[i]!,
    type: data[i]!.some(cell => typeof cell === 'number') ? ('DOUBLE' as const) : ('STRING' as const),
    nullable: data[i]!.includes(null),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}
