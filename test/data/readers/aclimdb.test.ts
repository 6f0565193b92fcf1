import { expect, it } from 'vitest'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

it('reads positive reviews first, by number, and only the first line of each, stripped of ASCII space', async () => {
  const folder = await temporaryFolder({
    'train/pos/10_9.txt': 'ten',
    'train/pos/9_7.txt': ' \tnine\u00a0\r\nmore',
    'train/pos/other.txt': 'other',
    'train/pos/notes.md': 'not a review',
    'train/neg/0_1.txt': Buffer.from('z\xe9ro\n', 'latin1'),
    'train/unsup/0_0.txt': 'unlabelled',
    'test/neg/3_2.txt': '',
  })
  expect(await read(folder)).toEqual({
    train: [
      ['nine\u00a0', 'positive'],
      ['ten', 'positive'],
      ['other', 'positive'],
      ['z\ufffdro', 'negative'],
    ],
    test: [['', 'negative']],
  })
})

it('keeps the order over many files', async () => {
  const numbers = Array.from({ length: 300 }, (_, i) => i)
  const folder = await temporaryFolder(
    Object.fromEntries(numbers.map(i => [`train/neg/${i}_1.txt`, `text ${i}`])),
  )
  expect((await read(folder)).train).toEqual(numbers.map(i => [`text ${i}`, 'negative']))
})

it('has no test split without a folder for it', async () => {
  expect((await read(await temporaryFolder({ 'train/pos/0_9.txt': 'a' }))).test).toBeUndefined()
})

it('says what is missing in another folder', async () => {
  await expect(read(await temporaryFolder({ 'pos/0_9.txt': 'a' }))).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(/holds no reviews: it has no folders train\/pos and train\/neg/),
  })
})
