import { LstmError } from '../../errors.ts'
import { longestRow, mostColumns, type VectorFile, type VectorRow, wordOf } from './vector-rows.ts'

const [lineFeed, blank] = [0x0a, 0x20]

/** What a file of word2vec begins with, text or not: '3000000 300\n'. */
const header = /^(\d{1,10}) (\d{1,5})\n/

/** Whether bytes begin as word2vec's binary format does: the header, a word, and bytes that are no numbers in digits. */
export function isBinary(start: Uint8Array): boolean {
  const text = Buffer.from(start.buffer, start.byteOffset, start.length).toString('latin1')
  const [line, , columns] = header.exec(text) ?? []
  if (line === undefined) return false
  const first = text.indexOf(' ', line.length) + 1
  return first > 0 && /^[^\n]*[^\t\r\n -~]/.test(text.slice(first, first + 4 * Number(columns)))
}

/**
 * Vectors in word2vec's binary format: a line with the numbers of rows and columns, then words, each with a blank and its numbers
 * as float32, little end first.
 *
 * @param chunks the bytes of the file
 * @throws LstmError 'data' when it does not begin so, or ends in the middle
 */
export async function binaryVectors(chunks: AsyncIterable<Uint8Array>, name: string): Promise<VectorFile> {
  const bytes = new Bytes(chunks)
  const line = await bytes.until(lineFeed, 32)
  const [, announced, columns] = header.exec(`${line?.toString('latin1') ?? ''}\n`) ?? []
  const dimension = Number(columns)
  if (!(dimension >= 1 && dimension <= mostColumns)) {
    throw new LstmError('data', `${name} does not begin as word2vec's binary files do`, {
      hint: 'vectors as text (.vec, .txt) are read as well: give those, or fetch the file again',
    })
  }
  return { dimension, announced: Number(announced), rows: rows(bytes, name, Number(announced), dimension) }
}

async function* rows(
  bytes: Bytes,
  name: string,
  announced: number,
  dimension: number,
): AsyncGenerator<VectorRow> {
  for (let row = 1; row <= announced; row++) {
    const place = `${name}: vector ${row}`
    const word = await bytes.until(blank, longestRow)
    const numbers = word && (await bytes.take(4 * dimension))
    if (!numbers) {
      const why = bytes.ended ? `the file ends here, and announces ${announced}` : 'it begins with no word'
      throw new LstmError('data', `${place}: ${why}`, {
        hint: 'it is cut off or damaged: use another copy of the file',
      })
    }
    yield {
      // Some programs write a line break after each vector.
      word: wordOf(word[0] === lineFeed ? word.subarray(1) : word),
      place,
      numbers: () => {
        const vector = Float32Array.from({ length: dimension }, (_, i) => numbers.readFloatLE(4 * i))
        const wrong = vector.findIndex(value => !Number.isFinite(value))
        return wrong < 0 ? vector : `its number ${wrong + 1} is ${vector[wrong]}`
      },
    }
  }
}

/** Bytes that are taken piece by piece. */
class Bytes {
  readonly #chunks: AsyncIterator<Uint8Array>
  #open = Buffer.alloc(0)
  #at = 0
  #ended = false

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Whether there are no more than were looked at. */
  get ended(): boolean {
    return this.#ended
  }

  /** The next bytes; undefined where there are fewer. A view. */
  async take(count: number): Promise<Buffer | undefined> {
    while (this.#open.length - this.#at < count) if (!(await this.#more())) return undefined
    this.#at += count
    return this.#open.subarray(this.#at - count, this.#at)
  }

  /** The next bytes before this one, which is passed over; undefined where it is not among so many. A view. */
  async until(byte: number, most: number): Promise<Buffer | undefined> {
    for (;;) {
      const end = this.#open.indexOf(byte, this.#at)
      if (end >= 0 ? end - this.#at > most : this.#open.length - this.#at > most) return undefined
      if (end >= 0) {
        const found = this.#open.subarray(this.#at, end)
        this.#at = end + 1
        return found
      }
      if (!(await this.#more())) return undefined
    }
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next()
    this.#ended = done === true
    if (done) return false
    this.#open = Buffer.concat([this.#open.subarray(this.#at), value])
    this.#at = 0
    return true
  }
}
