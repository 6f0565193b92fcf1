/** What the formats of word vectors have in common. */
import { counted } from '../../wording.ts'

/** One word and its vector, as they stand in a file. To be looked at before the next one is asked for. */
export interface VectorRow {
  /** Undefined where its bytes are no UTF-8. */
  readonly word: string | undefined
  /** Where it stands, as messages name it: 'glove.txt:12'. */
  readonly place: string
  /** Its numbers, [D]; or what is wrong with them. */
  numbers(): Float32Array | string
}

/** A file of word vectors, whose rows are read as they are asked for. */
export interface VectorFile {
  /** D: numbers that each row ought to have. */
  readonly dimension: number
  /** Rows that there are, as the file itself says. */
  readonly announced?: number | undefined
  readonly rows: AsyncIterable<VectorRow>
}

/** More numbers than any vector has. */
export const mostColumns = 4096

/** Bytes of a row at most: 4096 numbers of some twenty digits, and a word. */
export const longestRow = 1 << 18

/** The numbers that texts stand for, or which of them is none. */
export function numbersOf(texts: readonly string[], dimension: number): Float32Array | string {
  if (texts.length !== dimension) return `${counted(texts.length, 'number')}, where ${dimension} are wanted`
  const numbers = new Float32Array(dimension)
  for (const [i, text] of texts.entries()) {
    numbers[i] = text === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(numbers[i])) return `its number ${i + 1} is '${text.slice(0, 20)}'`
  }
  return numbers
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The word that bytes stand for; undefined where they are no UTF-8. */
export function wordOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
