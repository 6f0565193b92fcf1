import { createReadStream } from 'node:fs'
import type { Corpus } from '../corpus.ts'

/** The columns (or keys) chosen by the user; undefined: found by their usual names. */
export interface ColumnChoice {
  readonly textColumn?: string | undefined
  readonly labelColumn?: string | undefined
}

/** How one data format is recognised, identified and read. */
export interface Reader {
  /** What its path leads to. */
  readonly source: 'file' | 'folder'
  /** The endings, in lower case, of the paths that have this format. */
  readonly extensions: readonly string[]
  /** All bytes that decide what `read` gives, in a fixed order; a digest over them identifies the data. */
  contents(path: string): AsyncIterable<Uint8Array>
  /** @throws LstmError 'data', also while the streams are read, when the source is not of this format */
  read(path: string, columns: ColumnChoice): Promise<Corpus>
}

/** The bytes of a file, in large pieces. */
export function fileContents(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 1 << 20 })
}
