import type { Corpus, TokenisedCorpus } from '../corpus.ts'
import type { Input } from '../input/input.ts'
import type { Reading, ReadingFlag, Talk } from '../reading.ts'

interface Format {
  /** The endings, in lower case, of the paths that have this format, without what compression adds. */
  readonly extensions: readonly string[]
  /** What of a reading it has a use for. */
  readonly flags: readonly ReadingFlag[]
}

/** A file of labelled texts. */
export interface FileReader extends Format {
  readonly source: 'file'
  /** @throws LstmError 'data', also while the streams are read, when the source is not of this format */
  read(input: Input, reading: Reading, talk: Talk): Promise<Corpus>
}

/** A folder of labelled texts. */
export interface FolderReader extends Format {
  readonly source: 'folder'
  /** All bytes that decide what `read` gives, in a fixed order; a digest over them identifies the data. */
  contents(path: string, reading: Reading): AsyncIterable<Uint8Array>
  /** @throws LstmError 'data', also while the streams are read, when the source is not of this format */
  read(path: string, reading: Reading, talk: Talk): Promise<Corpus>
}

/** A file that holds word ids instead of texts. */
export interface IdReader extends Format {
  readonly source: 'file'
  /**
   * @param dictionary the file that gives the ids their words; undefined: they stay without
   * @throws LstmError 'data' when one of the files is not of this format
   */
  readIds(input: Input, dictionary: string | undefined): Promise<Omit<TokenisedCorpus, 'digest'>>
}

export type Reader = FileReader | FolderReader | IdReader
