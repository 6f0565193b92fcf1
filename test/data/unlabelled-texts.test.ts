import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readUnlabelled } from '../../src/data/unlabelled-texts.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { temporaryFolder } from '../run-lstm.ts'

it.each([
  ['more.txt', 'a fine film\n'],
  ['more.csv', 'id,text\n1,a fine film\n'],
  ['more.tab', 'id\ttext\n1\ta fine film\n'],
  ['more.ndjson', '{"id":1,"text":"a fine film"}\n'],
  ['more.json', '[{"id":1,"text":"a fine film"}]\n'],
])('the texts of %s, by every ending by which labelled texts are known', async (name, contents) => {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, contents)
  const options = { columns: undefined, onProgress: () => {}, signal: undefined }
  const { words } = await readUnlabelled([path], await loadTokenizer('words'), options)
  expect(words).toEqual(['a', 'fine', 'film'])
})
