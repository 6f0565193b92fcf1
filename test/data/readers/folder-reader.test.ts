import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

it('reads positive reviews first, by number, the whole of each, stripped of ASCII space', async () => {
  const folder = await temporaryFolder({
    'train/pos/10_9.txt': 'ten',
    'train/pos/9_7.txt': ' \tnine\u00a0\r\nmore\n\n',
    'train/pos/other.txt': 'other',
    'train/neg/0_1.txt': '\ufeffzéro\n',
    'test/neg/3_2.txt': '',
  })
  expect(await read(folder)).toEqual({
    train: [
      ['nine\u00a0\r\nmore', 'positive'],
      ['ten', 'positive'],
      ['other', 'positive'],
      ['zéro', 'negative'],
    ],
    test: [['', 'negative']],
    remarks: [],
  })
})

it('keeps the order over many files', async () => {
  const numbers = Array.from({ length: 300 }, (_, i) => i)
  const folder = await temporaryFolder(
    Object.fromEntries(numbers.map(i => [`train/neg/${i}_1.txt`, `text ${i}`])),
  )
  expect((await read(folder)).train).toEqual(numbers.map(i => [`text ${i}`, 'negative']))
})

it('reads a subfolder for each class, files of any name, however deep', async () => {
  const folder = await temporaryFolder({
    'sci.space/59848': 'Orbit',
    'alt.atheism/51060': 'Reason',
    'alt.atheism/old/1.eml': 'Older',
  })
  expect(await read(folder)).toEqual({
    train: [
      ['Older', 'alt.atheism'],
      ['Reason', 'alt.atheism'],
      ['Orbit', 'sci.space'],
    ],
    test: undefined,
    remarks: [
      "folder: files of several endings are read: none (2), .eml (1); --glob '**/*.txt' reads one kind",
    ],
  })
})

it('reads any class beside pos and neg, and passes over unsup, and says what else it leaves out', async () => {
  const folder = await temporaryFolder({
    'train/pos/1.txt': 'a',
    'train/neg/1.txt': 'b',
    'train/neu/1.txt': 'c',
    'train/unsup/1_0.txt': 'unlabelled',
    'train/labeledBow.feat': '1:2',
    'train/pos/.DS_Store': '',
    README: 'not a text',
    'dev/pos/1.txt': 'neither train nor test',
  })
  expect(await read(folder)).toEqual({
    train: [
      ['a', 'positive'],
      ['b', 'negative'],
      ['c', 'neu'],
    ],
    test: undefined,
    remarks: [
      'folder: passed over as reviews without a label: 1 file (train/unsup/1_0.txt)',
      'folder: left out, since they lie in no folder of a class: 3 files (README, dev/pos/1.txt, train/labeledBow.feat)',
      'folder: left out as hidden: 1 file (train/pos/.DS_Store)',
    ],
  })
})

it('looks into no folder of programs, be it a link, and says that it is left out', async () => {
  const folder = await temporaryFolder({
    'node_modules/a/lib/x.js': 'module.exports = 1',
    'spam/1.txt': 'a',
    'ham/1.txt': 'b',
    'ham/__pycache__/x.pyc': '\0',
  })
  await symlink(join(folder, 'node_modules'), join(folder, 'spam/node_modules'))
  expect(await read(folder)).toEqual({
    train: [
      ['b', 'ham'],
      ['a', 'spam'],
    ],
    test: undefined,
    remarks: [
      'folder: left out as parts of programs: 3 files (ham/__pycache__/, node_modules/, spam/node_modules/)',
    ],
  })
})

it('reads no models, be they trained in the folder itself', async () => {
  const folder = await temporaryFolder({
    'spam/1.txt': 'a',
    'ham/1.txt': 'b',
    'checkpoints/auto/best.safetensors': '\0',
    'checkpoints/auto/history.jsonl': '{}',
    'checkpoints/new/training.lock': '{}',
  })
  const { train, remarks } = await read(folder)
  expect(train).toEqual([
    ['b', 'ham'],
    ['a', 'spam'],
  ])
  expect(remarks).toEqual([
    'folder: left out beside a model: 3 files (checkpoints/auto/best.safetensors, checkpoints/auto/history.jsonl, checkpoints/new/training.lock)',
    'folder: no file is read from checkpoints',
  ])
})

it('takes the folders constructor and toString for classes as others', async () => {
  const folder = await temporaryFolder({ 'constructor/1': 'new', 'toString/1': 'print', 'pos/1': 'fine' })
  expect((await read(folder)).train).toEqual([
    ['fine', 'positive'],
    ['new', 'constructor'],
    ['print', 'toString'],
  ])
})

it('reads the files that a pattern asks for', async () => {
  const folder = await temporaryFolder({ 'a/1.txt': 'x', 'a/1.txt.bak': 'y', 'b/2.txt': 'z' })
  expect(await read(folder, { glob: '**/*.txt' })).toEqual({
    train: [
      ['x', 'a'],
      ['z', 'b'],
    ],
    test: undefined,
    remarks: ['folder: left out by --glob: 1 file (a/1.txt.bak)'],
  })
  await expect(read(folder, { glob: '*.md' })).rejects.toThrow(/none of its 3 files is what --glob asks for/)
})

it('names a file that is no text, or leaves it out', async () => {
  const folder = await temporaryFolder({ 'a/1': Buffer.from('caf\xe9', 'latin1'), 'a/2': 'x', 'b/1': 'y' })
  await expect(read(folder)).rejects.toThrow(/a\/1:1: bytes that are no UTF-8 text/)
  expect((await read(folder, { encoding: 'latin1' })).train[0]).toEqual(['café', 'a'])
  expect(await read(folder, { skipBad: true })).toMatchObject({
    train: [
      ['x', 'a'],
      ['y', 'b'],
    ],
    remarks: [expect.stringMatching(/left out$/), '1 row is left out (--skip-bad)'],
  })
})

it('lies in a folder of its own, as what archives hold does', async () => {
  const folder = await temporaryFolder({ 'aclImdb/train/pos/1.txt': 'a', 'aclImdb/README': 'b' })
  expect((await read(folder)).train).toEqual([['a', 'positive']])
})

it('reads links to files, and follows none to folders', async () => {
  const folder = await temporaryFolder({ 'a/1': 'x', elsewhere: 'y' })
  await symlink(join(folder, 'elsewhere'), join(folder, 'a/2'))
  expect((await read(folder)).train.map(([text]) => text)).toEqual(['x', 'y'])
  await symlink(folder, join(folder, 'a/loop'))
  await expect(read(folder)).rejects.toThrow(/loop is neither a file nor a folder of its own/)
})

it('says what is missing in another folder', async () => {
  for (const files of [{ README: 'a' }, { '.git/x': 'y' }, {}]) {
    await expect(read(await temporaryFolder(files as Record<string, string>))).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/holds no texts: none of its subfolders has a file/),
      hint: expect.stringMatching(/a subfolder for each class/),
    })
  }
  await expect(read(await temporaryFolder({ 'a\nb/1': 'x', 'c/1': 'y' }))).rejects.toThrow(
    /invisible character/,
  )
})
