import { LstmError } from '../../errors.ts'
import { counted } from '../../wording.ts'
import { longestRow, mostColumns, numbersOf, type VectorFile, type VectorRow, wordOf } from './vector-rows.ts'

const [lineFeed, blank, tab] = [0x0a, 0x20, 0x09]

/**
 * Vectors as text, a word and its numbers a line: of GloVe, or of word2vec and fastText (.vec), whose first line says how many rows
 * and columns there are.
 *
 * @param chunks the bytes of the file
 * @throws LstmError 'data' when its first row is no word with numbers, or a row has no end
 */
export async function textVectors(chunks: AsyncIterable<Uint8Array>, name: string): Promise<VectorFile> {
  const lines = linesOf(chunks, name)
  const first = await lines.next()
  const header = first.done
    ? undefined
    : /^(\d{1,10}) (\d{1,5})\s*$/.exec(first.value.bytes.toString('latin1'))
  const second = header ? await lines.next() : first
  if (second.done)
    throw new LstmError('data', `${name} holds no word vectors: it is empty`, {
      hint: 'fetch the file again, or name another one',
    })
  const [, announced, columns] = header ?? []
  const line = { ...second.value, bytes: Buffer.from(second.value.bytes) }
  const dimension = columns === undefined ? fieldsOf(line.bytes).length : Number(columns)
  const row = rowOf(line, name, dimension)
  const wrong =
    dimension < 1 || dimension > mostColumns
      ? `${counted(dimension, 'number')}, of 1 to ${mostColumns}`
      : row.numbers()
  if (typeof wrong === 'string') {
    throw new LstmError(
      'data',
      `${row.place}: no word with its numbers, as a file of word vectors has them: ${wrong}`,
      {
        hint: 'a line is a word and its numbers, with blanks between them: film 0.12 -0.4 0.33',
      },
    )
  }
  return {
    dimension,
    ...(announced !== undefined && { announced: Number(announced) }),
    rows: rows(line, lines, name, dimension),
  }
}

interface ByteLine {
  /** A view, without the line break. */
  readonly bytes: Buffer
  /** From 1. */
  readonly number: number
}

async function* rows(
  first: ByteLine,
  rest: AsyncIterable<ByteLine>,
  name: string,
  dimension: number,
): AsyncGenerator<VectorRow> {
  yield rowOf(first, name, dimension)
  for await (const line of rest) if (line.bytes.length > 0) yield rowOf(line, name, dimension)
}

function rowOf({ bytes, number }: ByteLine, name: string, dimension: number): VectorRow {
  return {
    word: wordOf(bytes.subarray(0, endOfWord(bytes))),
    place: `${name}:${number}`,
    numbers: () => numbersOf(fieldsOf(bytes), dimension),
  }
}

function endOfWord(bytes: Buffer): number {
  const end = bytes.indexOf(blank)
  const other = bytes.subarray(0, end < 0 ? bytes.length : end).indexOf(tab)
  return other >= 0 ? other : end < 0 ? bytes.length : end
}

/** What stands after the word. */
function fieldsOf(bytes: Buffer): string[] {
  const text = bytes.toString('latin1', endOfWord(bytes)).trim()
  return text === '' ? [] : text.split(/[ \t]+/)
}

/** The lines of bytes; each is to be looked at before the next one is asked for. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<ByteLine> {
  let open = Buffer.alloc(0)
  let number = 0
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      const whole =
        open.length > 0 ? Buffer.concat([open, bytes.subarray(start, end)]) : bytes.subarray(start, end)
      yield { bytes: whole.at(-1) === 0x0d ? whole.subarray(0, -1) : whole, number: ++number }
      open = Buffer.alloc(0)
      start = end + 1
    }
    open = Buffer.concat([open, bytes.subarray(start)])
    if (open.length > longestRow) {
      throw new LstmError(
        'data',
        `${name}:${number + 1}: a row of more than ${counted(longestRow, 'byte')}`,
        {
          hint: 'is it a file of word vectors? A line is a word and its numbers',
        },
      )
    }
  }
  if (open.length > 0) yield { bytes: open, number: ++number }
}
