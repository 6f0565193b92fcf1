import { stat } from 'node:fs/promises'
import { LstmError } from '../../errors.ts'
import type { Example } from '../corpus.ts'
import { readLines } from './lines.ts'
import { fileContents, type Reader } from './reader.ts'

/** fastText's supervised format: one text a line, with its label as a word `__label__NAME`; blank lines are skipped. */
export const fasttextReader: Reader = {
  source: 'file',
  extensions: ['.txt', '.ft', '.fasttext', '.train', '.valid', '.test'],
  contents: fileContents,
  read: async path => ({ train: examples(path), test: undefined }),
}

const labelWord = /(?<!\S)__label__(\S*)/g

async function* examples(path: string): AsyncGenerator<Example> {
  const { size } = await stat(path)
  for await (const { text: line, number, bytes } of readLines(fileContents(path))) {
    if (line.trim() === '') continue
    const place = `${path}:${number}`
    const labels = Array.from(line.matchAll(labelWord), ([, name]) => name)
    const [label] = labels
    if (labels.length !== 1 || !label) {
      const found = labels.length === 1 ? 'an empty label' : `${labels.length} labels`
      throw new LstmError('data', `${place}: ${found}, where one is wanted`, {
        hint: 'a fastText line holds one label and the text: __label__positive A fine film.',
      })
    }
    yield { text: line.replace(labelWord, '').trim(), label, place, share: bytes / size }
  }
}
