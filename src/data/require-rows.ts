import { LstmError } from '../errors.ts'
import { kindOf } from '../wording.ts'

/** @throws LstmError 'data' for what is no sequence of rows; a text is one of letters, and most likely the path of a file */
export function requireRows(rows: unknown): void {
  const isText = typeof rows === 'string' || rows instanceof String
  if (!isText && (Symbol.iterator in Object(rows) || Symbol.asyncIterator in Object(rows))) return
  throw new LstmError('data', `rows are a sequence of objects, not ${isText ? 'a string' : kindOf(rows)}`, {
    hint: isText
      ? 'a file is read by readCorpus(path)'
      : 'a row is an object such as { text: "A wonderful film.", label: "positive" }',
  })
}
