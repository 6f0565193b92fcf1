import { stat } from 'node:fs/promises'
import { LstmError, reason } from '../../errors.ts'
import type { Example } from '../corpus.ts'
import { type Columns, findColumns, listed } from './columns.ts'
import { readLines } from './lines.ts'
import { type ColumnChoice, fileContents, type Reader } from './reader.ts'

/** One JSON object a line; blank lines are skipped. The keys of the first object decide the columns. */
export const jsonlReader: Reader = {
  source: 'file',
  extensions: ['.jsonl', '.ndjson'],
  contents: fileContents,
  read: async (path, choice) => ({ train: examples(path, choice), test: undefined }),
}

async function* examples(path: string, choice: ColumnChoice): AsyncGenerator<Example> {
  const { size } = await stat(path)
  let columns: Columns | undefined
  for await (const { text: line, number, bytes } of readLines(fileContents(path))) {
    if (line.trim() === '') continue
    const place = `${path}:${number}`
    const object = parseObject(line, place)
    columns ??= findColumns(Object.keys(object), choice, place)
    yield {
      text: textOf(object, columns.text, place),
      label: labelOf(object, columns.label, place),
      place,
      share: bytes / size,
    }
  }
}

type JsonObject = Readonly<Record<string, unknown>>

const hint = 'JSON Lines has one object on each line, such as {"text": "A fine film.", "label": "positive"}'

/** The object on a line. @throws LstmError 'data' that names `place` when the line holds something else */
export function parseObject(line: string, place: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new LstmError('data', `${place}: not JSON (${reason(error)})`, { hint, cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LstmError('data', `${place}: JSON, but not an object`, { hint })
  }
  return value as JsonObject
}

/** The text under a key. @throws LstmError 'data' that names `place` when it is missing or no string */
export function textOf(object: JsonObject, key: string, place: string): string {
  const value = valueUnder(object, key, place)
  if (typeof value !== 'string') throw new LstmError('data', `${place}: '${key}' is not a string`)
  return value
}

/** A number or a truth value is a label by its JSON notation. */
function labelOf(object: JsonObject, key: string, place: string): string {
  const value = valueUnder(object, key, place)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new LstmError('data', `${place}: the label '${key}' is not a string, number or truth value`)
  }
  const label = String(value).trim()
  if (label === '') throw new LstmError('data', `${place}: the label '${key}' is empty`)
  return label
}

function valueUnder(object: JsonObject, key: string, place: string): unknown {
  if (Object.hasOwn(object, key)) return object[key]
  throw new LstmError('data', `${place}: no key '${key}'; the keys are ${listed(Object.keys(object))}`)
}
