/** Tables in files that the user names: CSV, JSON Lines or Parquet, by the ending. */
import type { LabelledRow } from '../data/labelled-rows.ts'
import { tableFormatOf } from '../data/rows/table-endings.ts'
import { LstmError } from '../errors.ts'
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import { tableBytes, type WrittenFormat, type WrittenTable } from '../formats/written-table.ts'

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
  await writeNamedFile(path, await tableBytes(format, table), 'make room, or choose another place')
}

/** The same for labelled texts. */
export async function writeTexts(
  path: string,
  format: WrittenFormat,
  texts: readonly Pick<LabelledRow, 'text' | 'label'>[],
): Promise<void> {
  const rows = texts.map(({ text, label }) => ({ json: { text, label }, cells: [text, label] }))
  await writeTable(path, format, { columns: ['text', 'label'], rows })
}
