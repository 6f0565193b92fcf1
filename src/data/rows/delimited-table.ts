import { LstmError } from '../../errors.ts'
import { type DelimitedRow, delimitedRows } from '../../formats/delimited.ts'
import { peeked } from '../../formats/peek.ts'
import { counted } from '../../wording.ts'
import type { TextStream } from '../input/text-stream.ts'
import type { Reading, SourceRow, Talk, Usable } from '../reading.ts'
import { rowsToJudge } from './column-hint.ts'
import type { Wanted } from './columns.ts'
import { findDialect } from './dialect.ts'
import { findHeader, type Header } from './header.ts'
import type { Table } from './row-table.ts'

/** What of a text is looked at to find how it is written. */
const sampleLength = 1 << 18

/**
 * The table that delimited text holds; undefined when it holds no row.
 *
 * @param usual the delimiter where neither the text nor the user says another
 * @throws LstmError 'data' when the columns are not found, or the text is none
 */
export async function delimitedTable(
  { name, pieces, share }: TextStream,
  usual: ',' | '\t',
  reading: Reading,
  wanted: Wanted,
  talk: Talk,
): Promise<Table | undefined> {
  const { first, whole, all } = await peeked(pieces, enough)
  const sample = first.join('')
  const dialect = findDialect(
    sample.slice(0, sampleLength),
    whole && sample.length <= sampleLength,
    usual,
    reading,
  )
  const rows = delimitedRows(all, dialect, name)
  const { problems, firstRow } = await firstRowOf(rows, reading)
  if (!firstRow) return undefined
  const place = `${name}:${firstRow.line}`
  const header = await headerOf(
    dialect.rows.length > 0 ? dialect.rows : [firstRow.values],
    () => withMore(firstRow, rows),
    reading,
    wanted,
    place,
  )
  for (const remark of [...dialect.remarks, ...header.remarks]) talk.notice(`${name}: ${remark}`)
  return {
    columns: header.names,
    named: header.present,
    chosen: header.chosen,
    rows: rowsUnder(header, firstRow),
  }

  async function* rowsUnder(
    { present, names }: Header,
    first: DelimitedRow,
  ): AsyncGenerator<Usable<SourceRow>> {
    yield* problems
    if (!present) yield rowOf(first, names)
    for await (const row of rows) yield row instanceof LstmError ? row : rowOf(row, names)
  }

  function rowOf({ values, line }: DelimitedRow, columns: readonly string[]): Usable<SourceRow> {
    const place = `${name}:${line}`
    if (values.length === columns.length) return { place, share: share(), columns, values }
    return new LstmError(
      'data',
      `${place}: ${counted(values.length, 'value')}, but the first row has ${columns.length}`,
      {
        hint: 'put values that hold the delimiter or a line break in double quotes, or leave such rows out with --skip-bad',
      },
    )
  }
}

/**
 * What is proposed where the columns are not found is judged by many more rows: the labels of the first ones may all be the same, or
 * all different.
 *
 * @throws LstmError as `findHeader`
 */
async function headerOf(
  first: readonly (readonly string[])[],
  more: () => Promise<readonly (readonly string[])[]>,
  ...[reading, wanted, place]: readonly [Reading, Wanted, string]
): Promise<Header> {
  try {
    return findHeader(first, reading, wanted, place)
  } catch (error) {
    // Texts to classify may come slowly, and none is waited for.
    if (wanted === 'text' || !(error instanceof LstmError)) throw error
    findHeader(await more(), reading, wanted, place)
    throw error
  }
}

/** Characters of the rows by which columns are proposed, at most. */
const mostCharacters = 1 << 24

async function withMore(
  { values }: DelimitedRow,
  rows: AsyncIterable<DelimitedRow | LstmError>,
): Promise<readonly (readonly string[])[]> {
  const read = [values]
  let characters = 0
  for await (const row of rows) {
    if (row instanceof LstmError || row.values.length !== values.length) continue
    read.push(row.values)
    characters += row.values.reduce((sum, { length }) => sum + length, 0)
    if (read.length > rowsToJudge || characters >= mostCharacters) break
  }
  return read
}

/** @throws LstmError the problem with the first row, since the others are read by it: unless it is known to be like them */
async function firstRowOf(
  rows: AsyncGenerator<DelimitedRow | LstmError>,
  { skipBad, header }: Reading,
): Promise<{ readonly problems: readonly LstmError[]; readonly firstRow: DelimitedRow | undefined }> {
  const problems: LstmError[] = []
  for (;;) {
    const { done, value } = await rows.next()
    if (done && problems.length > 0) throw problems[0]!
    if (done || !(value instanceof LstmError)) return { problems, firstRow: value }
    if (!skipBad || header !== false) throw value
    problems.push(value)
  }
}

/** A first line, whole, and the character after a carriage return: it tells how rows end. */
function enough(pieces: readonly string[]): boolean {
  const sample = pieces.join('')
  return /\n|\r./s.test(sample) || sample.length >= sampleLength
}
