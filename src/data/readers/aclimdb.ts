import { readFile as readFileCallback } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LstmError, systemCode } from '../../errors.ts'
import type { Example } from '../corpus.ts'
import type { Reader } from './reader.ts'

/**
 * A folder in the layout of the original data set: train|test/pos|neg/ID_RATING.txt; test/ may be missing.
 * Official: positive reviews first, and only the first line of a file, stripped.
 */
export const aclimdbReader: Reader = {
  source: 'folder',
  extensions: [],
  contents,
  read: async path => {
    const [train, test] = await Promise.all([listSplit(path, 'train'), listSplit(path, 'test')])
    if (!train) {
      throw new LstmError('data', `${path} holds no reviews: it has no folders train/pos and train/neg`, {
        hint: 'give the folder aclImdb itself, or a file',
      })
    }
    return { train: examples(train), test: test && examples(test) }
  },
}

/** Official: a review is the first line of its file, stripped. */
export function reviewText(file: Buffer): string {
  const end = file.indexOf('\n')
  return file.toString('utf8', 0, end < 0 ? file.length : end).replace(asciiSpaceAround, '')
}

/** What Python 2 strips from a byte string. */
const asciiSpaceAround = /^[ \t\r\v\f]+|[ \t\r\v\f]+$/g

/** Four times as fast on small files as that of node:fs/promises, which wraps each in a FileHandle. */
const readFile = promisify(readFileCallback)

/** Files read at a time: enough to keep the disk busy, few enough for any limit on open files. */
const concurrency = 64

interface ReviewFile {
  readonly path: string
  /** Inside the data set's folder, with '/' on every system. */
  readonly name: string
  readonly label: string
}

async function* contents(path: string): AsyncGenerator<Uint8Array> {
  for (const split of ['train', 'test'] as const) {
    for await (const { file, bytes } of readAll((await listSplit(path, split)) ?? [])) {
      yield Buffer.from(`${file.name} ${bytes.length}\n`)
      yield bytes
    }
  }
}

async function* examples(files: readonly ReviewFile[]): AsyncGenerator<Example> {
  let done = 0
  for await (const { file, bytes } of readAll(files)) {
    yield { text: reviewText(bytes), label: file.label, place: file.path, share: ++done / files.length }
  }
}

/** The files of a split in the order of their ids, or undefined when neither of its folders exists. */
async function listSplit(path: string, split: 'train' | 'test'): Promise<ReviewFile[] | undefined> {
  const classes = [
    { folder: `${split}/pos`, label: 'positive' },
    { folder: `${split}/neg`, label: 'negative' },
  ]
  const lists = await Promise.all(
    classes.map(async ({ folder, label }) => {
      const names = await reviewNames(join(path, folder))
      return names?.map(name => ({ path: join(path, folder, name), name: `${folder}/${name}`, label }))
    }),
  )
  return lists.every(list => list === undefined) ? undefined : lists.flatMap(list => list ?? [])
}

async function reviewNames(folder: string): Promise<string[] | undefined> {
  try {
    const names = await readdir(folder)
    return names.filter(name => name.endsWith('.txt')).sort(byId)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The order of review files: by the number that a name starts with (names without one last), then by code unit. */
export function byId(a: string, b: string): number {
  return id(a) - id(b) || (a < b ? -1 : 1)
}

function id(name: string): number {
  const [digits] = /^\d+/.exec(name) ?? []
  return digits === undefined ? Number.MAX_VALUE : Number(digits)
}

async function* readAll(
  files: readonly ReviewFile[],
): AsyncGenerator<{ readonly file: ReviewFile; readonly bytes: Buffer }> {
  for (let start = 0; start < files.length; start += concurrency) {
    const group = files.slice(start, start + concurrency)
    yield* await Promise.all(group.map(async file => ({ file, bytes: await readFile(file.path) })))
  }
}
