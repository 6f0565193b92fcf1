import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Reading } from '../../../src/data/reading.ts'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

async function readText(contents: string, reading: Reading = {}) {
  return (await read(join(await temporaryFolder({ 'train.ft.txt': contents }), 'train.ft.txt'), reading))
    .train
}

it('takes the word __label__NAME out of the line, wherever it stands', async () => {
  const contents =
    '__label__2 Great: a\u2028b\r\n\n  \nnot a__label__x \t__label__neu\n__label__2\n__label__ä last'
  expect(await readText(contents)).toEqual([
    ['Great: a\u2028b', '2'],
    ['not a__label__x', 'neu'],
    ['', '2'],
    ['last', 'ä'],
  ])
})

it.each([
  ['__label__a x\nno label here\n', /train\.ft\.txt:2: no label, where one is wanted/],
  [
    '__label__a __label__b x\n',
    /train\.ft\.txt:1: 2 labels \(a, b\): texts of several labels are not read yet/,
  ],
  ['__label__ x\n__label__a y\n__label__b z\n', /train\.ft\.txt:1: the label is empty/],
])('names the line: %s', async (contents, message) => {
  await expect(readText(contents)).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(message),
  })
})

it('leaves lines of several labels out where it is told to', async () => {
  expect(await readText('__label__a __label__b x\n__label__a y\n', { skipBad: true })).toEqual([['y', 'a']])
})
