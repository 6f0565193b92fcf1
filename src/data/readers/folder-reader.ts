import { readFile as readFileCallback } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LstmError, reason, systemCode } from '../../errors.ts'
import { counted } from '../../wording.ts'
import type { Example } from '../corpus.ts'
import { decodedFile } from '../input/encoding.ts'
import { type Reading, type Usable, usable } from '../reading.ts'
import { holdsPrograms, type LabelledFile, type Layout, layOut } from './folder-layout.ts'
import type { FolderReader } from './reader.ts'

/** A folder with a subfolder for each class, each text a file; or the layout of aclImdb, train|test/pos|neg/ID_RATING.txt. */
export const folderReader: FolderReader = {
  source: 'folder',
  extensions: [],
  flags: ['skipBad', 'encoding', 'glob'],
  contents,
  read: async (path, reading, talk) => {
    const { train, test, remarks } = await list(path, reading)
    for (const remark of remarks) talk.notice(`${path}: ${remark}`)
    const texts = (files: readonly LabelledFile[]) => usable(examples(path, files, reading), reading, talk)
    return { train: texts(train), test: test && texts(test) }
  },
}

/**
 * The text of a file without the white space around it.
 *
 * Official: the first line of a file, stripped. Its reviews have one line, so that this gives the same.
 *
 * @returns an LstmError 'data' when the bytes are no text
 */
export function fileText(bytes: Uint8Array, place: string, { encoding }: Reading): Usable<string> {
  try {
    return stripped(decodedFile(bytes, place, encoding))
  } catch (error) {
    if (!(error instanceof LstmError && error.code === 'data')) throw error
    const hint = `${error.hint}; or choose the files that are texts with --glob`
    return new LstmError('data', error.message, { hint, cause: error })
  }
}

/** Without what Python 2 strips from a byte string. */
function stripped(text: string): string {
  const blank = (at: number) => ' \t\n\r\v\f'.includes(text[at]!)
  let start = 0
  let end = text.length
  while (start < end && blank(start)) start++
  while (end > start && blank(end - 1)) end--
  return text.slice(start, end)
}

/** The test for the files that are wanted. */
export async function globMatcher(
  glob: string | undefined,
): Promise<((name: string) => boolean) | undefined> {
  if (glob === undefined) return undefined
  const { default: picomatch } = await import('picomatch')
  return picomatch(glob)
}

/** Four times as fast on small files as that of node:fs/promises, which wraps each in a FileHandle. */
const readFile = promisify(readFileCallback)

/** Files read at a time: enough to keep the disk busy, few enough for any limit on open files. */
const concurrency = 64

async function list(path: string, { glob }: Reading): Promise<Layout> {
  const names: string[] = []
  await addNames(path, '', names)
  return layOut(names, await globMatcher(glob), path)
}

/** Folders deeper than this are a mistake, or a loop of mounts. */
const deepest = 32

async function addNames(root: string, folder: string, names: string[], depth = 0): Promise<void> {
  if (depth > deepest)
    throw new LstmError('data', `${join(root, folder)}: more than ${counted(deepest, 'folder')} deep`, {
      hint: 'name the folder that holds those of the classes',
    })
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const name = `${folder}${entry.name}`
    // That of a package manager may be a link, which would be refused.
    if (entry.isDirectory() || (entry.isSymbolicLink() && holdsPrograms(entry.name))) {
      names.push(`${name}/`)
      // What is left out is counted, not looked into.
      if (!entry.name.startsWith('.') && !holdsPrograms(entry.name))
        await addNames(root, `${name}/`, names, depth + 1)
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(join(root, name))).isFile())) {
      names.push(name)
    } else {
      throw new LstmError('data', `${join(root, name)} is neither a file nor a folder of its own`, {
        hint: 'links to folders, pipes and devices are not followed: move it away, or put a copy there',
      })
    }
  }
}

async function* contents(path: string, reading: Reading): AsyncGenerator<Uint8Array> {
  const { train, test = [] } = await list(path, reading)
  for await (const { file, bytes } of readAll(path, [...train, ...test])) {
    yield Buffer.from(`${file.name} ${bytes.length}\n`)
    yield bytes
  }
}

async function* examples(
  folder: string,
  files: readonly LabelledFile[],
  reading: Reading,
): AsyncGenerator<Usable<Example>> {
  let done = 0
  for await (const { file, bytes } of readAll(folder, files)) {
    const place = join(folder, file.name)
    const text = fileText(bytes, place, reading)
    const share = ++done / files.length
    yield text instanceof LstmError ? text : { text, label: file.label, place, share }
  }
}

async function* readAll(
  folder: string,
  files: readonly LabelledFile[],
): AsyncGenerator<{ readonly file: LabelledFile; readonly bytes: Buffer }> {
  for (let start = 0; start < files.length; start += concurrency) {
    const group = files.slice(start, start + concurrency)
    yield* await Promise.all(
      group.map(async file => ({ file, bytes: await readText(join(folder, file.name)) })),
    )
  }
}

async function readText(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if (systemCode(error) !== 'ERR_FS_FILE_TOO_LARGE') throw error
    throw new LstmError('data', `${path}: ${reason(error)}`, {
      hint: 'a file of a folder is one text: divide it, or give its texts as rows of a .csv or .jsonl',
      cause: error,
    })
  }
}
