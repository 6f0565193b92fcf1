/** Rows of texts and numbers as the bytes of a file: CSV, TSV, JSON Lines or Parquet. */
import { rowWriter } from './delimited-rows.ts'

export type WrittenFormat = 'csv' | 'tsv' | 'jsonl' | 'parquet'

type Cell = string | number | null

/** A table to be written. */
export interface WrittenTable {
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

/** The file, in chunks. */
export async function tableBytes(format: WrittenFormat, table: WrittenTable): Promise<Iterable<Uint8Array>> {
  return format === 'parquet' ? [await parquet(table)] : inChunks(lines(format, table))
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

const encoder = new TextEncoder()

const chunkLength = 1 << 20

function* inChunks(pieces: Iterable<string>): Generator<Uint8Array> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkLength) continue
    yield encoder.encode(chunk)
    chunk = ''
  }
  yield encoder.encode(chunk)
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
