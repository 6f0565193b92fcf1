import { LstmError } from '../../errors.ts'
import { type JsonText, jsonObjects, parseJsonObject } from '../../formats/json-objects.ts'
import type { TextStream } from '../input/text-stream.ts'
import type { Reading, SourceRow, Usable } from '../reading.ts'
import type { Wanted } from './columns.ts'
import { findColumns } from './columns.ts'
import type { Table } from './row-table.ts'

/**
 * The table that JSON Lines or a JSON array of objects hold; undefined when they hold none. The keys of the first object decide the
 * columns.
 *
 * @throws LstmError 'data' when the columns are not found, or the first object is none
 */
export async function jsonTable(
  { name, pieces, share }: TextStream,
  reading: Reading,
  wanted: Wanted,
): Promise<Table | undefined> {
  const objects = jsonObjects(pieces, name)
  const problems: LstmError[] = []
  for (;;) {
    const { done, value } = await objects.next()
    if (done && problems.length === 0) return undefined
    if (done) throw problems[0]!
    const row = rowOf(value)
    if (row instanceof LstmError) {
      if (!reading.skipBad) throw row
      problems.push(row)
    } else {
      const chosen = findColumns(row.columns, reading, wanted, row.place)
      return { columns: row.columns, named: true, chosen, rows: rowsFrom([...problems, row]) }
    }
  }

  async function* rowsFrom(first: readonly Usable<SourceRow>[]): AsyncGenerator<Usable<SourceRow>> {
    yield* first
    for await (const object of objects) yield rowOf(object)
  }

  function rowOf({ text, line }: JsonText): Usable<SourceRow> {
    const place = `${name}:${line}`
    try {
      const object = parseJsonObject(text, place)
      return { place, share: share(), columns: Object.keys(object), values: Object.values(object) }
    } catch (error) {
      if (error instanceof LstmError) return error
      throw error
    }
  }
}
