import { LstmError } from '../errors.ts'
import { kindOf } from '../wording.ts'

/** A string, which is a sequence of its letters that nobody means. */
export function isText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof String
}

/** What can be iterated over, at once or as it comes. */
export function isSequence(value: unknown): boolean {
  return Symbol.iterator in Object(value) || Symbol.asyncIterator in Object(value)
}

/** @throws LstmError 'data' for what is no sequence of rows; a text is one of letters, and most likely the path of a file */
export function requireRows(rows: unknown): void {
  if (!isText(rows) && isSequence(rows)) return
  throw new LstmError(
    'data',
    `rows are a sequence of objects, not ${isText(rows) ? 'a string' : kindOf(rows)}`,
    {
      hint: isText(rows)
        ? 'a file is read by readCorpus(path)'
        : 'a row is an object such as { text: "A wonderful film.", label: "positive" }',
    },
  )
}

/** The rows, which may be there once only, for as often as is wanted. @throws LstmError 'data' for what is no sequence of rows */
export async function gatheredRows<Row>(rows: Iterable<Row> | AsyncIterable<Row>): Promise<readonly Row[]> {
  if (Array.isArray(rows)) return rows
  requireRows(rows)
  const gathered: Row[] = []
  for await (const row of rows) gathered.push(row)
  return gathered
}
