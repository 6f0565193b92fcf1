/** By which endings of a path a table is known; compression may add another one. */
import type { TableFormat } from './open-table.ts'

/** In lower case. */
export const tableEndings: Readonly<Record<TableFormat, readonly string[]>> = {
  csv: ['.csv'],
  tsv: ['.tsv', '.tab'],
  jsonl: ['.jsonl', '.ndjson', '.json'],
  parquet: ['.parquet', '.parq'],
}

/** The format of a table by its path; undefined where that does not tell. */
export function tableFormatOf(path: string): TableFormat | undefined {
  const name = path.toLowerCase().replace(/\.(gz|zst)$/, '')
  const formats = Object.keys(tableEndings) as TableFormat[]
  return formats.find(format => tableEndings[format].some(ending => name.endsWith(ending)))
}
