/** Labelled texts in a file that a page was given. */
import type { Corpus } from '../data/corpus.ts'
import type { Input } from '../data/input/input.ts'
import type { LabelledRow, LabelledRows } from '../data/labelled-rows.ts'
import { fasttextReader } from '../data/readers/fasttext.ts'
import { csvReader, jsonlReader, tsvReader } from '../data/readers/tables.ts'
import { NoticeLog, type ReadColumns, type Reading, requireUsed, silent, type Talk } from '../data/reading.ts'
import { looksOf, rowsToJudge } from '../data/rows/column-hint.ts'
import { openTable, type TableFormat } from '../data/rows/open-table.ts'
import { sniffFormat } from '../data/sniff.ts'
import { LstmError } from '../errors.ts'

const readers = { csv: csvReader, tsv: tsvReader, jsonl: jsonlReader, fasttext: fasttextReader } as const
type FileFormat = keyof typeof readers

/** How a file is read, as far as it is said; the rest is found from its first lines. */
export interface FileReading extends Omit<Reading, 'glob' | 'known'> {
  /** `csv`, `tsv`, `jsonl` or `fasttext`. */
  readonly format?: FileFormat | undefined
}

/** A file of labelled texts, compressed with gzip or zstd or not, and how it is read. */
export interface FileTexts {
  readonly file: Blob
  /** As messages name it. */
  readonly name: string
  readonly reading: FileReading
  /** Its column `validation` says which texts are validated on: so it is with rows, and not with a file of that a person has. */
  readonly marksValidation?: boolean | undefined
}

/** The beginning of a table, for a person to choose the columns by. */
export interface Preview {
  readonly format: FileFormat
  /** None where the format has no columns. */
  readonly columns: readonly string[]
  /** Whether the columns have names in the file; else they are counted. */
  readonly named: boolean
  /** The columns that will be read, unless others are chosen; undefined where none are found. */
  readonly chosen: ReadColumns | undefined
  /** Where none are found: the columns that look by their values as if they were meant. */
  readonly likely: Partial<ReadColumns>
  /** The first rows, a text for each column. */
  readonly rows: readonly (readonly string[])[]
  /** How it is written, where that is not as its name says: a line each. */
  readonly notices: readonly string[]
}

const previewRows = 5

/** The rows that were given, as a file that can be sent and kept. */
export async function fileOfRows(rows: LabelledRows): Promise<FileTexts> {
  const given: Partial<LabelledRow>[] = []
  for await (const row of rows) {
    const { text, label, weight, validation } = Object(row) as Partial<LabelledRow>
    given.push({ text: text!, label: label!, weight, validation })
  }
  const weighted = given.some(({ weight }) => weight !== undefined)
  const marksValidation = given.some(({ validation }) => validation !== undefined)
  const lines = given.map(
    ({ weight = 1, ...row }) => `${JSON.stringify(weighted ? { ...row, weight } : row)}\n`,
  )
  return {
    ...{ file: new Blob(lines), name: 'the rows' },
    reading: {
      ...{ format: 'jsonl', textColumn: 'text', labelColumn: 'label' },
      ...(weighted && { weightColumn: 'weight' }),
    },
    ...(marksValidation && { marksValidation }),
  }
}

/**
 * The texts of a file, one after the other: no more of it is in memory than is being looked at.
 *
 * @param notice told what was found, or is left out: a line each
 * @throws LstmError 'data' at what is not as the format wants; 'usage' for what the format has no use for
 */
export async function* rowsOf(texts: FileTexts, notice: (line: string) => void): AsyncGenerator<LabelledRow> {
  const { input, format, reading } = await opened(texts)
  const reader = readers[format]
  requireUsed(reading, reader.flags, `${texts.name}, which is read as ${format}`)
  const log = new NoticeLog(notice)
  const corpus: Corpus = await reader.read(input, reading, log)
  for await (const { text, label, weight, row } of corpus.train) {
    const validation = texts.marksValidation && row?.values[row.columns.indexOf('validation')]
    yield {
      ...{ text, label },
      ...(weight !== undefined && { weight }),
      // What is no truth value is refused where the rows are read.
      ...(validation !== undefined && { validation: validation as boolean }),
    }
  }
  log.finish()
}

/** The first rows of a file. @throws LstmError 'data', 'usage' as `rowsOf` */
export async function previewOf(texts: FileTexts): Promise<Preview> {
  const { input, format, reading } = await opened(texts)
  const notices: string[] = []
  const talk = { ...silent, notice: (line: string) => notices.push(line) }
  if (format === 'fasttext')
    return { format, columns: [], named: false, chosen: undefined, likely: {}, rows: [], notices }
  const table = await tableIn(format, input, reading, talk)
  if (!table)
    throw new LstmError('data', `${texts.name} holds no texts`, {
      hint: 'give a file that has a text and a label in each row',
    })
  const rows: string[][] = []
  for await (const row of table.rows) {
    if (!(row instanceof LstmError)) rows.push(row.values.map(shown))
    if (rows.length === (table.found ? previewRows : rowsToJudge)) break
  }
  const { text, label } = table.chosen
  const known = table.found && text !== undefined && label !== undefined
  return {
    format,
    columns: table.columns,
    named: table.named,
    chosen: known ? { text, label } : undefined,
    likely: known ? {} : likelyColumns(table.columns, rows),
    rows: rows.slice(0, previewRows),
    notices,
  }
}

function likelyColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Partial<ReadColumns> {
  const { text, label } = looksOf(rows)
  return {
    ...(text !== undefined && { text: columns[text]! }),
    ...(label !== undefined && { label: columns[label]! }),
  }
}

/** The table with its columns found, or with the first one in the place of both where they are not. */
async function tableIn(format: TableFormat, input: Input, reading: Reading, talk: Talk) {
  try {
    const table = await openTable(format, input, reading, 'text and label', talk)
    return table && { ...table, found: true }
  } catch (error) {
    if (!(error instanceof LstmError) || reading.textColumn !== undefined) throw error
    const first = { ...reading, textColumn: '1', labelColumn: '1' }
    const header = format === 'jsonl' ? {} : { header: true }
    const table = await openTable(format, input, { ...first, ...header }, 'text and label', talk)
    return table && { ...table, found: false }
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

async function opened({ file, name, reading: { format, ...reading } }: FileTexts): Promise<{
  readonly input: Input
  readonly format: FileFormat
  readonly reading: Reading
}> {
  const input = inputOf(file, name)
  return { input, format: format ?? (await formatOf(input)), reading }
}

async function formatOf(input: Input): Promise<FileFormat> {
  const name = input.name.toLowerCase().replace(/\.(gz|zst)$/, '')
  const named = (Object.keys(readers) as FileFormat[]).find(format =>
    readers[format].extensions.some(ending => name.endsWith(ending)),
  )
  const found = named ?? (await sniffFormat(input))
  if (found !== undefined && Object.hasOwn(readers, found)) return found as FileFormat
  throw new LstmError(
    'usage',
    `${input.name} is ${found ? `of the format ${found}` : 'of no known format'}`,
    {
      hint: `a page reads ${Object.keys(readers).join(', ')}, compressed with gzip or zstd or not`,
    },
  )
}

function inputOf(file: Blob, name: string): Input {
  return {
    name,
    size: file.size,
    bytes: () => chunksOf(file),
    slice: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  }
}

/** Bytes read at a time. */
const piece = 1 << 20

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.size; start += piece) {
    yield new Uint8Array(await file.slice(start, start + piece).arrayBuffer())
  }
}
