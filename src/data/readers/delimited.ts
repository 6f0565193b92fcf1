import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { LstmError, systemCode } from '../../errors.ts'
import type { Example } from '../corpus.ts'
import { findColumns } from './columns.ts'
import { type ColumnChoice, fileContents, type Reader } from './reader.ts'

export const csvReader = delimitedReader(',', '.csv')
export const tsvReader = delimitedReader('\t', '.tsv')

/** Rows of values under a header row. Quoted values may hold delimiters, line breaks and doubled quotes. */
function delimitedReader(delimiter: string, extension: string): Reader {
  return {
    source: 'file',
    extensions: [extension],
    contents: fileContents,
    read: async (path, choice) => ({ train: examples(path, delimiter, choice), test: undefined }),
  }
}

async function* examples(path: string, delimiter: string, choice: ColumnChoice): AsyncGenerator<Example> {
  const { size } = await stat(path)
  let header: readonly string[] | undefined
  let text = 0
  let label = 0
  for await (const { values, line, bytes } of delimitedRows(fileContents(path), delimiter, path)) {
    const place = `${path}:${line}`
    if (!header) {
      const columns = findColumns(values, choice, place)
      header = values
      text = header.indexOf(columns.text)
      label = header.indexOf(columns.label)
      continue
    }
    const name = values[label]!.trim()
    if (name === '') throw new LstmError('data', `${place}: the label (column '${header[label]}') is empty`)
    yield { text: values[text]!, label: name, place, share: bytes / size }
  }
}

export interface Row {
  readonly values: readonly string[]
  /** Where the row starts, from 1. */
  readonly line: number
  /** The bytes read so far, this row's included. */
  readonly bytes: number
}

/**
 * The rows of delimited text, all as long as the first, which is the header. Blank lines are no rows.
 *
 * Quotes in CSV follow RFC 4180. In TSV many writers do not quote at all, so that there quotes that make no pair are
 * characters like any other; a value that then spans a tab and a line break has swallowed a row, and is an error.
 *
 * @param name of the input, for errors
 * @throws LstmError 'data' with the line, for a row of another length or wrong quotes
 */
export async function* delimitedRows(
  input: AsyncIterable<Uint8Array>,
  delimiter: string,
  name: string,
): AsyncGenerator<Row> {
  let width: number | undefined
  for await (const row of parsedRows(input, delimiter, name)) {
    const { values, line } = row
    width ??= values.length
    if (values.length !== width) {
      throw new LstmError('data', `${name}:${line}: ${values.length} values, but the header has ${width}`, {
        hint: 'put values that hold the delimiter or a line break in double quotes',
      })
    }
    if (delimiter === '\t' && values.some(value => value.includes('\t') && value.includes('\n'))) {
      throw wrongQuotes(`${name}:${line}`)
    }
    yield row
  }
}

/** Lines are counted here, because csv-parse takes a \r\n inside quotes for two. */
async function* parsedRows(
  input: AsyncIterable<Uint8Array>,
  delimiter: string,
  name: string,
): AsyncGenerator<Row> {
  const { parse } = await import('csv-parse')
  const ready: Row[] = []
  let linesOfRows = 0
  const parser = parse({
    delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: delimiter === '\t',
    skip_empty_lines: true,
    on_record: (values, { bytes, empty_lines }) => {
      ready.push({ values, line: linesOfRows + empty_lines + 1, bytes })
      linesOfRows += values.reduce((breaks, value) => breaks + lineBreaks(value), 1)
      return null
    },
  })
  parser.on('error', () => {}) // each error also reaches the callback of the write that caused it
  const write = promisify((chunk: Uint8Array, done: Callback) => parser.write(chunk, done))
  const end = promisify((done: Callback) => parser.end(done))

  try {
    for await (const chunk of input) {
      await write(chunk)
      yield* ready.splice(0)
    }
    await end()
  } catch (error) {
    yield* ready.splice(0)
    const place = `${name}:${linesOfRows + parser.info.empty_lines + 1}`
    throw quoteErrors.has(systemCode(error) ?? '') ? wrongQuotes(place, error) : error
  }
  yield* ready
}

type Callback = (error?: Error | null) => void

const quoteErrors = new Set(['INVALID_OPENING_QUOTE', 'CSV_INVALID_CLOSING_QUOTE', 'CSV_QUOTE_NOT_CLOSED'])

function wrongQuotes(place: string, cause?: unknown): LstmError {
  return new LstmError('data', `${place}: the double quotes in this row make no pairs`, {
    hint: 'a value with quotes in it is put in quotes, and those in it are doubled: "She said ""yes""."',
    cause,
  })
}

function lineBreaks(value: string): number {
  let count = 0
  for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) count++
  return count
}
