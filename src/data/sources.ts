import { stat } from 'node:fs/promises'
import { LstmError, systemCode } from '../errors.ts'
import type { Corpus, TokenisedCorpus } from './corpus.ts'
import { fileInput, type Input, memoryInput } from './input/input.ts'
import { archiveReader } from './readers/archive-reader.ts'
import { fasttextReader } from './readers/fasttext.ts'
import { folderReader } from './readers/folder-reader.ts'
import { findImdb, imdbReader } from './readers/imdb.ts'
import { pickleReader } from './readers/pickle-reader.ts'
import type { Reader } from './readers/reader.ts'
import { csvReader, jsonlReader, parquetReader, tsvReader } from './readers/tables.ts'
import { treesReader } from './readers/trees.ts'
import { type Reading, type ReadingFlag, requireUsed, type Talk } from './reading.ts'
import { sniffFormat } from './sniff.ts'

/** Every data format by the name that `--data-format` takes. A new format is a row here. */
export const readers = {
  imdb: imdbReader,
  folder: folderReader,
  archive: archiveReader,
  csv: csvReader,
  tsv: tsvReader,
  jsonl: jsonlReader,
  parquet: parquetReader,
  fasttext: fasttextReader,
  trees: treesReader,
  pickle: pickleReader,
} as const satisfies Record<string, Reader>

export type DataFormat = keyof typeof readers
export const dataFormats = Object.keys(readers) as readonly DataFormat[]

/** Data that exists and whose format is known. */
export type Source = TextSource | IdSource

interface Found {
  /** As messages name it: its path, or 'stdin'. */
  readonly path: string
  readonly format: DataFormat
  /** All bytes that decide what is read, in a fixed order; a digest over them identifies the data. */
  contents(): AsyncIterable<Uint8Array>
}

export interface TextSource extends Found {
  /** @throws LstmError 'data', also while the streams are read, when the source is not of its format */
  read(talk: Talk): Promise<Corpus>
}

interface IdSource extends Found {
  /**
   * @param dictionary the file that gives the ids their words; undefined: they stay without
   * @throws LstmError 'data' when one of the files is not of this format
   */
  readIds(dictionary: string | undefined): Promise<Omit<TokenisedCorpus, 'digest'>>
}

/** Where `-` reads from: once, or what is kept of it for who reads it again. */
export type Stdin = () => AsyncIterable<Uint8Array> | Promise<Input>

/** All of it, in memory. @throws LstmError 'data' for more than 1 GiB */
export async function stdinInput(stdin: Stdin): Promise<Input> {
  const given = await stdin()
  return 'slice' in given ? given : memoryInput(given, 'stdin')
}

/**
 * What `--data` means: `imdb` is the official data set (a file or folder of that name is `./imdb`); `-` is stdin; anything else is
 * a path. Its format is given, or found from the path, or from the contents.
 *
 * @throws LstmError 'data' when there is nothing of that format; 'usage' when the format is not found
 */
export async function findSource(
  data: string,
  format: DataFormat | undefined,
  reading: Reading,
  stdin?: Stdin,
): Promise<Source> {
  const official = data === 'imdb' && (format ?? 'imdb') === 'imdb'
  const place = official ? await officialPlace() : await placeOf(data, stdin)
  const found = format ?? (official ? 'imdb' : await formatOf(place))
  const reader: Reader | undefined = Object.hasOwn(readers, found) ? readers[found] : undefined
  if (!reader) throw new LstmError('usage', `there is no data format '${found}'`, { hint: formatHint })
  if (reader.source === 'folder' ? 'input' in place : !('input' in place)) {
    const kind = 'input' in place ? 'file' : 'folder'
    throw new LstmError('data', `${data} is a ${kind}, and the format ${found} wants a ${reader.source}`, {
      hint: `give a ${reader.source}, or another --data-format`,
    })
  }
  const { path } = place
  if (reader.source === 'folder') {
    return {
      path,
      format: found,
      contents: () => reader.contents(path, reading),
      read: talk => reader.read(path, reading, talk),
    }
  }
  const { input } = place as FilePlace
  const file = { path, format: found, contents: () => input.bytes() }
  return 'readIds' in reader
    ? { ...file, readIds: dictionary => reader.readIds(input, dictionary) }
    : { ...file, read: talk => reader.read(input, reading, talk) }
}

interface FilePlace {
  readonly path: string
  readonly input: Input
}

/** Where the data lies: a file, or a folder. */
type Place = FilePlace | { readonly path: string }

async function officialPlace(): Promise<FilePlace> {
  const path = findImdb()
  return { path, input: await fileInput(path) }
}

/** What is no place at all: not there, below a file, or with a NUL in it. */
const noPlace = ['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE']

async function placeOf(data: string, stdin: Stdin | undefined): Promise<Place> {
  if (data === '-' && stdin) return { path: 'stdin', input: await stdinInput(stdin) }
  try {
    const found = await stat(data)
    if (found.isDirectory()) return { path: data }
    if (found.isFile()) return { path: data, input: await fileInput(data) }
  } catch (error) {
    if (!noPlace.includes(systemCode(error) ?? '')) throw error
    throw new LstmError('data', `${data} does not exist`, {
      hint: `give a file, a folder with a subfolder for each class, ${data === '-' ? '' : '- for stdin, '}or 'imdb'`,
      cause: error,
    })
  }
  throw new LstmError('data', `${data} is neither a file nor a folder`, {
    hint: 'data is read more than once: write it to a file first, or pipe it to --data -',
  })
}

const formatHint = `say it with --data-format ${dataFormats.join('|')}`

async function formatOf(place: Place): Promise<DataFormat> {
  if (!('input' in place)) return 'folder'
  const name = place.path.toLowerCase().replace(/\.(gz|zst)$/, '')
  const found = dataFormats.find(format => readers[format].extensions.some(ending => name.endsWith(ending)))
  if (found) return found
  const sniffed = await sniffFormat(place.input)
  if (sniffed) return sniffed
  throw new LstmError('usage', `neither the name nor the contents of ${place.path} tell its format`, {
    hint: formatHint,
  })
}

/** @throws LstmError 'usage' when none of the sources has a use for something that `reading` says */
export function requireAllUsed(reading: Reading, sources: readonly Source[]): void {
  const used = sources.flatMap(({ format }): readonly ReadingFlag[] => readers[format].flags)
  requireUsed(
    reading,
    used,
    sources.map(({ path, format }) => `${path}, which is read as ${format}`).join(' and '),
  )
}
