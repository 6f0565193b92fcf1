import { join } from 'node:path'
import { expect, it } from 'vitest'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

async function readText(contents: string, columns = {}) {
  return (await read(join(await temporaryFolder({ 'r.jsonl': contents }), 'r.jsonl'), columns)).train
}

it('reads one object a line, with numbers and truth values as labels', async () => {
  const contents =
    '\ufeff{"id":1,"Text":"a\\nb\u2028c","label":1}\r\n\n{"Text":"","label":true}\n{"label":" x ","Text":"d"}'
  expect(await readText(contents)).toEqual([
    ['a\nb\u2028c', '1'],
    ['', 'true'],
    ['d', 'x'],
  ])
})

it('takes chosen keys', async () => {
  const columns = { textColumn: 'what', labelColumn: 'stars' }
  expect(await readText('{"text":"a","label":"b","what":"c","stars":4.5}', columns)).toEqual([['c', '4.5']])
})

it.each([
  ['{"text":"a","label":"x"}\n{"text":"b"', /r\.jsonl:2: not JSON/],
  ['["a","x"]', /r\.jsonl:1: JSON, but not an object/],
  ['{"text":"a","label":"x"}\n\nnull', /r\.jsonl:3: JSON, but not an object/],
  [
    '{"text":"a","label":"x"}\n{"text":"b","kind":"x"}',
    /r\.jsonl:2: no key 'label'; the keys are text, kind/,
  ],
  ['{"text":7,"label":"x"}', /r\.jsonl:1: 'text' is not a string/],
  ['{"text":"a","label":""}', /r\.jsonl:1: the label 'label' is empty/],
  ['{"text":"a","label":null}', /r\.jsonl:1: the label 'label' is not a string/],
  ['{"what":"a","label":"x"}', /r\.jsonl:1: no text column; the columns are what, label/],
])('names the line: %s', async (contents, message) => {
  await expect(readText(contents)).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(message),
  })
})
