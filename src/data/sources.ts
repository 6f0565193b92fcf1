import { stat } from 'node:fs/promises'
import { LstmError, systemCode } from '../errors.ts'
import { aclimdbReader } from './readers/aclimdb.ts'
import { aclimdbArchiveReader } from './readers/aclimdb-archive.ts'
import { csvReader, tsvReader } from './readers/delimited.ts'
import { fasttextReader } from './readers/fasttext.ts'
import { findImdb, imdbReader } from './readers/imdb.ts'
import { jsonlReader } from './readers/jsonl.ts'
import { pickleReader } from './readers/pickle.ts'
import type { IdReader, Reader } from './readers/reader.ts'

/** Every data format by the name that `--data-format` takes. A new format is a row here. */
export const readers = {
  imdb: imdbReader,
  aclimdb: aclimdbReader,
  'aclimdb-archive': aclimdbArchiveReader,
  csv: csvReader,
  tsv: tsvReader,
  jsonl: jsonlReader,
  fasttext: fasttextReader,
  pickle: pickleReader,
} as const satisfies Record<string, Reader | IdReader>

export type DataFormat = keyof typeof readers
export const dataFormats = Object.keys(readers) as readonly DataFormat[]

/** Data that exists and whose format is known. */
export interface Source {
  readonly path: string
  readonly format: DataFormat
}

/**
 * What `--data` means: `imdb` is the official data set (a file or folder of that name is `./imdb`); anything else is
 * a path, its format given or found from it.
 *
 * @throws LstmError 'data' when there is nothing of that format; 'usage' when the path does not tell the format
 */
export async function findSource(data: string, format?: DataFormat): Promise<Source> {
  if (data === 'imdb' && (format ?? 'imdb') === 'imdb') return { path: findImdb(), format: 'imdb' }
  const kind = await kindOf(data)
  const found = format ?? formatOf(data, kind)
  const wanted = readers[found].source
  if (wanted !== kind) {
    throw new LstmError('data', `${data} is a ${kind}, and the format ${found} wants a ${wanted}`, {
      hint: `give a ${wanted}, or another --data-format`,
    })
  }
  return { path: data, format: found }
}

function formatOf(path: string, kind: Reader['source']): DataFormat {
  if (kind === 'folder') return 'aclimdb'
  const name = path.toLowerCase()
  const found = dataFormats.find(format => readers[format].extensions.some(ending => name.endsWith(ending)))
  if (found) return found
  throw new LstmError('usage', `the name of ${path} does not tell its format`, {
    hint: `say it with --data-format ${dataFormats.join('|')}`,
  })
}

async function kindOf(path: string): Promise<Reader['source']> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return 'folder'
    if (found.isFile()) return 'file'
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') throw error
    throw new LstmError('data', `${path} does not exist`, {
      hint: "give a file, a folder in the layout of aclImdb, or 'imdb'",
      cause: error,
    })
  }
  throw new LstmError('data', `${path} is neither a file nor a folder`, {
    hint: 'data is read more than once: write it to a file first',
  })
}
