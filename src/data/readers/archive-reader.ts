import { buffer } from 'node:stream/consumers'
import { LstmError } from '../../errors.ts'
import { archivedFiles } from '../archive.ts'
import type { Example } from '../corpus.ts'
import type { Input } from '../input/input.ts'
import { type Reading, type Usable, usable } from '../reading.ts'
import { type LabelledFile, layOut } from './folder-layout.ts'
import { fileText, globMatcher } from './folder-reader.ts'
import type { FileReader } from './reader.ts'

/**
 * aclImdb_v1.tar.gz itself, or any archive of a folder with classes: the same texts in the same order as from the folder, without
 * writing its files.
 */
export const archiveReader: FileReader = {
  source: 'file',
  extensions: ['.tar', '.tgz'],
  flags: ['skipBad', 'encoding', 'glob'],
  read: async (input, reading, talk) => {
    const files = await readFiles(input)
    const { train, test, remarks } = layOut([...files.keys()], await globMatcher(reading.glob), input.name)
    for (const remark of remarks) talk.notice(`${input.name}: ${remark}`)
    const texts = (chosen: readonly LabelledFile[]) =>
      usable(examples(input.name, chosen, files, reading), reading, talk)
    return { train: texts(train), test: test && texts(test) }
  },
}

/** An archive stands in no order, so all of its labelled texts are held while they are sorted: 65 MB for the original. */
const largest = 1 << 29

/** The bytes of the files of an archive by their names; folders, and reviews without a label, by their names alone. */
async function readFiles(input: Input): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  let room = largest
  for await (const { name, size, contents } of archivedFiles(input)) {
    const plain = name.replace(/^(\.?\/)+/, '')
    const unlabelled = /(^|\/)train\/unsup\//.test(name)
    if (!unlabelled) room -= size
    if (room < 0) {
      throw new LstmError(
        'data',
        `${input.name}: its files are larger than ${largest >> 20} MiB together, at ${plain}`,
        {
          hint: 'extract it, and name the folder',
        },
      )
    }
    files.set(plain, unlabelled ? new Uint8Array() : await buffer(contents))
  }
  return files
}

async function* examples(
  archive: string,
  chosen: readonly LabelledFile[],
  files: ReadonlyMap<string, Uint8Array>,
  reading: Reading,
): AsyncGenerator<Usable<Example>> {
  for (const [i, { name, label }] of chosen.entries()) {
    const place = `${archive}:${name}`
    const text = fileText(files.get(name)!, place, reading)
    yield text instanceof LstmError ? text : { text, label, place, share: (i + 1) / chosen.length }
  }
}
