import { LstmError } from '../errors.ts'
import { listed } from '../printable.ts'
import type { Example } from './corpus.ts'
import { named } from './rows/columns.ts'

/** A text as it stands in its source. */
export interface Original {
  /** As messages name it: 'reviews.csv:12'. */
  readonly place: string
  /** Null where the source holds word ids. */
  readonly text: string | null
  /** What a column has that was asked for, as a text. */
  readonly value?: string
}

/**
 * The texts of a source at these indices, [n], as they stand there. The source is read once more for that: a corpus keeps tokens alone.
 *
 * @param examples all texts of a split, in the order of its corpus; undefined for a source of word ids, which holds none
 * @param indices [n], ascending
 * @param column whose values are told as well
 * @throws LstmError 'data' when there are fewer texts than before
 */
export async function originalsAt(
  examples: AsyncIterable<Pick<Example, 'place' | 'text' | 'row'>> | undefined,
  indices: Int32Array,
  name: string,
  column?: string,
): Promise<Original[]> {
  if (!examples) return Array.from(indices, index => ({ place: `${name}, text ${index + 1}`, text: null }))
  const found: Original[] = []
  if (indices.length === 0) return found
  let index = 0
  for await (const { place, text, row } of examples) {
    if (index++ !== indices[found.length]) continue
    found.push(column === undefined ? { place, text } : { place, text, value: valueIn(row, column, place) })
    if (found.length === indices.length) return found
  }
  throw new LstmError('data', `${name} was changed while it was read`, {
    hint: 'start again when nothing writes to it',
  })
}

/** @throws LstmError 'data' where the row has no such column */
function valueIn(row: Example['row'], wanted: string, place: string): string {
  if (!row) {
    throw new LstmError('data', `${place}: there are no columns, and so no '${wanted}'`, {
      hint: 'give a table: csv, tsv, jsonl or parquet',
    })
  }
  const column = named(row.columns, wanted)
  if (column === undefined) {
    throw new LstmError('data', `${place}: no column '${wanted}'; there are ${listed(row.columns)}`, {
      hint: 'name one of these',
    })
  }
  const value = row.values[row.columns.indexOf(column)]
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value)
}
