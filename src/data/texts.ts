import type { Readable } from 'node:stream'
import { parseIds } from '../text/word-ids.ts'
import { findTextColumn } from './readers/columns.ts'
import { delimitedRows } from './readers/delimited.ts'
import { parseObject, textOf } from './readers/jsonl.ts'
import { readLines } from './readers/lines.ts'

export const inputFormatNames = ['lines', 'csv', 'jsonl', 'ids'] as const
export type InputFormatName = (typeof inputFormatNames)[number]

/**
 * The texts of a stream: its lines (empty ones too), which may hold word ids, or one column of its CSV rows or JSON objects.
 *
 * @param column its name; undefined: found by its usual names
 * @throws LstmError 'data' naming the line, after the texts before it
 */
export function readTexts(
  input: Readable,
  format: InputFormatName,
  column: string | undefined,
): AsyncIterable<string> {
  return readers[format](input, column)
}

const name = 'stdin'

const readers = {
  async *lines(input) {
    for await (const { text } of readLines(input)) yield text
  },

  async *ids(input) {
    for await (const { text, number } of readLines(input)) {
      // Refused here, where the line's number is known, and so after the lines before it.
      parseIds(text, `${name}:${number}`)
      yield text
    }
  },

  async *csv(input, column) {
    let index: number | undefined
    for await (const { values, line } of delimitedRows(input, ',', name)) {
      if (index === undefined) {
        index = values.indexOf(findTextColumn(values, column, `${name}:${line}`))
      } else {
        yield values[index] ?? ''
      }
    }
  },

  async *jsonl(input, column) {
    let key: string | undefined
    for await (const { text, number } of readLines(input)) {
      if (text.trim() === '') continue
      const place = `${name}:${number}`
      const object = parseObject(text, place)
      key ??= findTextColumn(Object.keys(object), column, place)
      yield textOf(object, key, place)
    }
  },
} as const satisfies Record<
  InputFormatName,
  (input: Readable, column: string | undefined) => AsyncIterable<string>
>
