import { existsSync } from 'node:fs'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clearCache, defaultCacheFolder, listCached, readCached, writeCached } from '../../src/data/cache.ts'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors.ts'
import { temporaryFolder } from './temporary-folder.ts'

const key = 'c'.repeat(64)
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
  await writeCached(folder, key, corpus)
  const [name] = await readdir(folder)
  return { folder, path: join(folder, name!) }
}

describe('the cache', () => {
  it('gives back what was kept, with and without a test split', async () => {
    const { folder } = await kept()
    expect(await readCached(folder, key)).toEqual(corpus)
    const other = { ...corpus, digest: 'e'.repeat(64), test: undefined }
    await writeCached(folder, 'f'.repeat(64), other)
    expect(await readCached(folder, 'f'.repeat(64))).toEqual(other)
    expect(await readCached(folder, key)).toEqual(corpus)
  })

  it('leaves nothing but the file itself', async () => {
    const { folder } = await kept()
    expect(await readdir(folder)).toEqual([`corpus-5-${key}.safetensors`])
  })

  it('has nothing where nothing was kept', async () => {
    expect(await readCached(await temporaryFolder(), key)).toBeUndefined()
    expect(await readCached('/does/not/exist', key)).toBeUndefined()
  })

  it('does not trust a file with any byte changed, missing or added, and removes it', async () => {
    const { folder, path } = await kept()
    const bytes = await readFile(path)
    for (let i = 0; i < bytes.length; i += 3) {
      const changed = Buffer.from(bytes)
      changed[i]! ^= 1
      await writeFile(path, changed)
      expect(await readCached(folder, key)).toBeUndefined()
      expect(existsSync(path)).toBe(false)
    }
    for (const other of [bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), Buffer.alloc(0)]) {
      await writeFile(path, other)
      expect(await readCached(folder, key)).toBeUndefined()
    }
    await writeFile(path, bytes)
    expect(await readCached(folder, key)).toEqual(corpus)
  })

  it('does not trust a whole file that is something else: of other data, another kind, or without its parts', async () => {
    const { folder, path } = await kept()
    const { metadata, tensors } = decodeSafetensors(await readFile(path), path)
    const { 'train.labels': _, ...partial } = tensors
    for (const file of [
      { metadata: { ...metadata, key: 'e'.repeat(64) }, tensors },
      { metadata: {}, tensors },
      { metadata, tensors: partial },
    ]) {
      await writeFile(path, Buffer.concat(encodeSafetensors(file)))
      expect(await readCached(folder, key)).toBeUndefined()
    }
  })
})

describe('what is kept', () => {
  const keyOf = (i: number) => String(i).repeat(64)
  const namesIn = async (folder: string) => (await readdir(folder)).sort()

  it('is bounded: what was not used for longest goes first', async () => {
    const folder = await temporaryFolder()
    await writeCached(folder, keyOf(0), corpus)
    const [{ bytes } = { bytes: 0 }] = await listCached(folder)
    for (const i of [1, 2]) await writeCached(folder, keyOf(i), corpus, 3 * bytes)
    for (const [i, seconds] of [100, 200, 300].entries()) {
      await utimes(join(folder, `corpus-5-${keyOf(i)}.safetensors`), seconds, seconds)
    }
    await readCached(folder, keyOf(0))
    await writeCached(folder, keyOf(3), corpus, 3 * bytes)
    expect(await namesIn(folder)).toEqual([0, 2, 3].map(i => `corpus-5-${keyOf(i)}.safetensors`))
    await expect(writeCached(folder, keyOf(4), corpus, bytes - 1)).rejects.toThrow('at most')
  })

  it('loses what is outdated or was left by a killed writer, and nothing that is not ours', async () => {
    const folder = await temporaryFolder({
      [`${keyOf(1)}.safetensors`]: 'of the version before',
      [`corpus-1-${keyOf(2)}.safetensors`]: 'of another version',
      [`corpus-5-${keyOf(3)}.safetensors.77.tmp`]: 'left',
      [`corpus-5-${keyOf(4)}.safetensors.88.tmp`]: 'being written',
      'notes.txt': 'not ours',
    })
    await utimes(join(folder, `corpus-5-${keyOf(3)}.safetensors.77.tmp`), 100, 100)
    await writeCached(folder, keyOf(5), corpus)
    expect(await namesIn(folder)).toEqual([
      `corpus-5-${keyOf(4)}.safetensors.88.tmp`,
      `corpus-5-${keyOf(5)}.safetensors`,
      'notes.txt',
    ])
    expect(await clearCache(folder)).toHaveLength(2)
    expect(await namesIn(folder)).toEqual(['notes.txt'])
    expect(await listCached(join(folder, 'nowhere'))).toEqual([])
  })
})

describe('the default folder', () => {
  it.each<[NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    [{ XDG_CACHE_HOME: '/cache' }, 'linux', join('/cache', 'lstm')],
    [{ XDG_CACHE_HOME: '/cache' }, 'darwin', join('/cache', 'lstm')],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', join(homedir(), '.cache', 'lstm')],
    [{ XDG_CACHE_HOME: '' }, 'linux', join(homedir(), '.cache', 'lstm')],
    [{}, 'linux', join(homedir(), '.cache', 'lstm')],
    [{}, 'darwin', join(homedir(), 'Library', 'Caches', 'lstm')],
    [{ LOCALAPPDATA: 'C:/local' }, 'win32', join('C:/local', 'lstm', 'Cache')],
    [{ LOCALAPPDATA: '/local' }, 'linux', join(homedir(), '.cache', 'lstm')],
    [{}, 'win32', join(homedir(), '.cache', 'lstm')],
  ])('for %j on %s', (environment, platform, folder) => {
    expect(defaultCacheFolder(environment, platform)).toBe(folder)
  })
})
