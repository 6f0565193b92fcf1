import type { SourceRow, Usable } from '../reading.ts'
import type { Columns } from './columns.ts'

/** Rows with names for their values. */
export interface Table {
  /** The names of the columns in the order of the source; of JSON those of the first object. */
  readonly columns: readonly string[]
  /** Whether these names stand in the source; else they count the columns. */
  readonly named: boolean
  /** Which of them holds the text, and which the label, where one is wanted. */
  readonly chosen: Columns
  /** To be read once. A row of JSON may have other names than the first. */
  readonly rows: AsyncIterable<Usable<SourceRow>>
}
