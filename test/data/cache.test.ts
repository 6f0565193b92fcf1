import { readdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultCacheFolder, readCached, writeCached } from '../../src/data/cache.ts'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors.ts'
import { temporaryFolder } from './temporary-folder.ts'

const digest = 'd'.repeat(64)
const corpus: TokenisedCorpus = {
  digest,
  words: ['a', '"', '\ud800', '👍', '\u2028'],
  labelNames: ['neg', 'pos'],
  train: {
    tokens: Int32Array.of(0, 1, 2, 3, 4),
    offsets: Int32Array.of(0, 2, 2, 5),
    labels: Int32Array.of(0, 1, 1),
  },
  test: { tokens: new Int32Array(0), offsets: Int32Array.of(0, 0), labels: Int32Array.of(1) },
}

async function kept(): Promise<{ folder: string; path: string }> {
  const folder = join(await temporaryFolder(), 'made', 'here')
  await writeCached(folder, corpus)
  const [name] = await readdir(folder)
  return { folder, path: join(folder, name!) }
}

describe('the cache', () => {
  it('gives back what was kept, with and without a test split', async () => {
    const { folder } = await kept()
    expect(await readCached(folder, digest)).toEqual(corpus)
    const other = { ...corpus, digest: 'e'.repeat(64), test: undefined }
    await writeCached(folder, other)
    expect(await readCached(folder, other.digest)).toEqual(other)
    expect(await readCached(folder, digest)).toEqual(corpus)
  })

  it('leaves nothing but the file itself', async () => {
    const { folder } = await kept()
    expect(await readdir(folder)).toEqual([`${digest}.safetensors`])
  })

  it('has nothing where nothing was kept', async () => {
    expect(await readCached(await temporaryFolder(), digest)).toBeUndefined()
    expect(await readCached('/does/not/exist', digest)).toBeUndefined()
  })

  it('does not trust a file with any byte changed, missing or added', async () => {
    const { folder, path } = await kept()
    const bytes = await readFile(path)
    for (let i = 0; i < bytes.length; i += 3) {
      const changed = Buffer.from(bytes)
      changed[i]! ^= 1
      await writeFile(path, changed)
      expect(await readCached(folder, digest)).toBeUndefined()
    }
    for (const other of [bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), Buffer.alloc(0)]) {
      await writeFile(path, other)
      expect(await readCached(folder, digest)).toBeUndefined()
    }
    await writeFile(path, bytes)
    expect(await readCached(folder, digest)).toEqual(corpus)
  })

  it('does not trust a whole file that is something else: of other data, another kind, or without its parts', async () => {
    const { folder, path } = await kept()
    const { metadata, tensors } = decodeSafetensors(await readFile(path), path)
    const { 'train.labels': _, ...partial } = tensors
    for (const file of [
      { metadata: { ...metadata, digest: 'e'.repeat(64) }, tensors },
      { metadata: { ...metadata, format: 'another' }, tensors },
      { metadata, tensors: partial },
    ]) {
      await writeFile(path, Buffer.concat(encodeSafetensors(file)))
      expect(await readCached(folder, digest)).toBeUndefined()
    }
  })
})

describe('the default folder', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/cache' }, join('/cache', 'lstm')],
    [{ XDG_CACHE_HOME: 'relative' }, join(homedir(), '.cache', 'lstm')],
    [{ XDG_CACHE_HOME: '' }, join(homedir(), '.cache', 'lstm')],
    [{}, join(homedir(), '.cache', 'lstm')],
  ])('for %j', (environment, folder) => {
    expect(defaultCacheFolder(environment)).toBe(folder)
  })
})
