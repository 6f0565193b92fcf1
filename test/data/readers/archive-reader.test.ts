import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { expect, it } from 'vitest'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const files = {
  'train/neg/10_2.txt': 'ten',
  'train/unsup/0_0.txt': 'unlabelled',
  'test/pos/0_9.txt': 'good\nmore',
  'train/neg/9_1.txt': ' nine \r\nmore',
  README: 'not a review',
  'train/pos/3_8.txt': 'thrée',
  'train/pos/12_7.txt': '',
  'test/neg/0_2.txt': 'bad',
  'test/neg/deeper/1_2.txt': 'not a review',
}

async function archive(entries: Record<string, string>, prefix: string): Promise<string> {
  const tar = pack()
  for (const [name, text] of Object.entries(entries)) tar.entry({ name: prefix + name }, text)
  tar.finalize()
  const path = join(await temporaryFolder(), 'aclImdb_v1.tar.gz')
  await writeFile(path, gzipSync(await buffer(tar)))
  return path
}

it.each(['aclImdb/', './', ''])(
  'gives what the folder gives, from names that begin with "%s"',
  async prefix => {
    const { remarks, ...texts } = await read(await archive(files, prefix))
    const folder = await read(await temporaryFolder(files))
    expect(texts).toEqual({ train: folder.train, test: folder.test })
    expect(remarks).toHaveLength(folder.remarks.length)
  },
)

it('reads positive reviews first, by number', async () => {
  expect((await read(await archive(files, 'aclImdb/'))).train).toEqual([
    ['thrée', 'positive'],
    ['', 'positive'],
    ['nine \r\nmore', 'negative'],
    ['ten', 'negative'],
  ])
})

it('says what is missing', async () => {
  await expect(read(await archive({ 'a.txt': 'a' }, ''))).rejects.toThrow(/holds no texts/)
})

it('reads a blank of a million characters in linear time', async () => {
  const text = `x${' '.repeat(1_000_000)}y`
  expect((await read(await archive({ 'a/1': `${text} `, 'b/1': 'z' }, ''))).train[0]).toEqual([text, 'a'])
})
