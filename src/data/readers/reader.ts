import { createReadStream } from 'node:fs'
import type { Corpus, TokenisedCorpus } from '../corpus.ts'

/** The columns (or keys) chosen by the user; undefined: found by their usual names. */
export interface ColumnChoice {
  readonly textColumn?: string | undefined
  readonly labelColumn?: string | undefined
}

/** How one data format is recognised and identified. */
interface Format {
  /** What its path leads to. */
  readonly source: 'file' | 'folder'
  /** The endings, in lower case, of the paths that have this format. */
  readonly extensions: readonly string[]
  /** All bytes that decide what `read` gives, in a fixed order; a digest over them identifies the data. */
  contents(path: string): AsyncIterable<Uint8Array>
}

/** A format of texts. */
export interface Reader extends Format {
  /** @throws LstmError 'data', also while the streams are read, when the source is not of this format */
  read(path: string, columns: ColumnChoice): Promise<Corpus>
}

/** A format that holds word ids instead of texts. */
export interface IdReader extends Format {
  /**
   * @param dictionary the file that gives the ids their words; undefined: they stay without
   * @throws LstmError 'data' when one of the files is not of this format
   */
  readIds(path: string, dictionary: string | undefined): Promise<Omit<TokenisedCorpus, 'digest'>>
}

/** The bytes of a file, in large pieces. */
export function fileContents(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 1 << 20 })
}
