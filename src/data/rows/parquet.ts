import { LstmError, reason } from '../../errors.ts'
import { counted } from '../../wording.ts'
import { type Input, memoryInput } from '../input/input.ts'
import type { ByteStream } from '../input/text-stream.ts'
import type { Reading, SourceRow } from '../reading.ts'
import type { Wanted } from './columns.ts'
import { findColumns } from './columns.ts'
import { ParquetThread } from './parquet-thread.ts'
import type { Table } from './row-table.ts'

/** Rows that are read at a time: all columns of so many are in memory. */
const rowsAtOnce = 10_000

/** Milliseconds that they may take: an honest file takes a second. */
const usualPatience = 60_000

/** Rows that a file may hold at most, as its own metadata says: no more than other things here can be counted to. */
const mostRows = 2 ** 31

/**
 * The table of a Parquet file, all its columns; undefined when it holds no row. A stream is read to its end first, since the columns
 * are told there. What is read is bounded by what the file says and held against it, and so is the time: a damaged file may keep
 * the library busy without end.
 *
 * @param patience milliseconds that some thousand rows may take
 * @throws LstmError 'data' when it is no Parquet or the columns are not found
 */
export async function parquetTable(
  stream: ByteStream | Input,
  reading: Reading,
  wanted: Wanted,
  patience = usualPatience,
): Promise<Table | undefined> {
  const input = 'slice' in stream ? stream : await memoryInput(stream.bytes(), stream.name)
  const { name } = input
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet')
  const file = {
    byteLength: input.size,
    slice: async (start: number, end = input.size) => {
      const bytes = await input.slice(start < 0 ? input.size + start : start, end)
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
    },
  }
  const metadata = await parquet(name, () => parquetMetadataAsync(file))
  const count = Number(metadata.num_rows)
  if (!(count >= 0 && count < mostRows))
    throw unreadable(name, `it says that it holds ${counted(count, 'row')}`)
  if (count === 0) return undefined
  const columns = await parquet(name, () =>
    parquetSchema(metadata).children.map(({ element }) => element.name),
  )
  return { columns, named: true, chosen: findColumns(columns, reading, wanted, name), rows: rows() }

  async function* rows(): AsyncGenerator<SourceRow> {
    const thread = new ParquetThread(input, patience)
    try {
      let end = 0
      for (const group of metadata.row_groups) {
        const groupEnd = end + Number(group.num_rows)
        for (; end < groupEnd; ) {
          const [start, to] = [end, Math.min(groupEnd, end + rowsAtOnce)]
          const objects = await parquet(name, () => thread.rows(start, to))
          if (objects.length !== to - start) throw unreadable(name, 'it holds fewer rows than it says')
          for (const [i, object] of objects.entries()) {
            const row = start + i + 1
            const values = columns.map(column => plain(object[column]))
            yield { place: `${name}, row ${row}`, share: row / count, columns, values }
          }
          end = to
        }
      }
    } finally {
      await thread.close()
    }
  }
}

async function parquet<T>(name: string, read: () => Promise<T> | T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof LstmError || (error instanceof Error && 'syscall' in error)) throw error
    // What JavaScript says of a value that is missing tells nobody anything about the file.
    const why = error instanceof TypeError || error instanceof RangeError ? 'it is damaged' : reason(error)
    throw unreadable(name, why, error)
  }
}

/** What JSON has, too: an integer beyond 2^53 as its digits, a date as ISO 8601 has it, bytes as UTF-8. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
  }
  return value ?? null
}

function unreadable(name: string, why: string, cause?: unknown): LstmError {
  return new LstmError('data', `${name} is no readable Parquet file: ${why}`, {
    hint: 'use another copy of the file, or write it again',
    cause,
  })
}
