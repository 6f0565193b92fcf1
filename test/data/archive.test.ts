import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type Header, pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archivedFiles, extractArchive } from '../../src/data/archive.ts'
import { fileInput } from '../../src/data/input/input.ts'
import { mutated, resultOrLstmError, thousandRuns } from '../mutations.ts'

type EntryHeader = Partial<Header> & Pick<Header, 'name'>

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lstm-archive-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function tar(entries: readonly (EntryHeader & { readonly text?: string })[]): Promise<Buffer> {
  const archive = pack()
  for (const { text = '', ...header } of entries) archive.entry(header, text)
  archive.finalize()
  return buffer(archive)
}

async function saved(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

async function texts(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { name, contents } of archivedFiles(await fileInput(path))) {
    found[name] = (await buffer(contents)).toString()
  }
  return found
}

async function names(path: string): Promise<string[]> {
  const found: string[] = []
  for await (const { name } of archivedFiles(await fileInput(path))) found.push(name)
  return found
}

const long = `aclImdb/${'x'.repeat(200)}/1_7.txt`
const entries = [
  { name: 'aclImdb/', type: 'directory' },
  { name: 'aclImdb/README', text: 'read me' },
  { name: 'aclImdb/train/pos/0_9.txt', text: 'good' },
  { name: 'aclImdb/train/pos/1_7.txt', text: 'z'.repeat(200_000) },
  { name: long, text: '' },
] as const

describe('archives', () => {
  it('gives every file with its bytes', async () => {
    const path = await saved('whole.tar.gz', gzipSync(await tar(entries)))
    expect(await texts(path)).toEqual({
      'aclImdb/README': 'read me',
      'aclImdb/train/pos/0_9.txt': 'good',
      'aclImdb/train/pos/1_7.txt': 'z'.repeat(200_000),
      [long]: '',
    })
  })

  it('goes on past files that nobody reads, and tells how far it is', async () => {
    const bytes = gzipSync(await tar(entries))
    const path = await saved('unread.tar.gz', bytes)
    const names: string[] = []
    let done = 0
    for await (const { name } of archivedFiles(await fileInput(path), count => {
      done = count
    }))
      names.push(name)
    expect(names).toHaveLength(4)
    expect(done).toBe(bytes.length)
  })

  it('stops reading when nobody wants more', async () => {
    const path = await saved('stopped.tar.gz', gzipSync(await tar(entries)))
    for await (const { name } of archivedFiles(await fileInput(path))) {
      expect(name).toBe('aclImdb/README')
      break
    }
  })

  it('extracts into a folder', async () => {
    const path = await saved('extracted.tar.gz', gzipSync(await tar(entries)))
    const into = join(folder, 'extracted')
    await extractArchive(path, into)
    expect((await readdir(into, { recursive: true })).length).toBe(8)
    expect(await readFile(join(into, 'aclImdb/train/pos/0_9.txt'), 'utf8')).toBe('good')
  })

  it.each<[what: string, header: EntryHeader, message: RegExp]>([
    ['a name with ..', { name: 'a/../../evil' }, /a\/..\/..\/evil leads out/],
    ['an absolute name', { name: '/etc/evil' }, /leads out/],
    ['a drive', { name: 'C:/evil' }, /leads out/],
    ['a backslash', { name: '..\\evil' }, /leads out/],
    [
      'a symbolic link',
      { name: 'evil', type: 'symlink', linkname: '/etc/passwd' },
      /neither a file nor a folder/,
    ],
    ['a hard link', { name: 'evil', type: 'link', linkname: '../x' }, /neither a file nor a folder/],
    ['a device', { name: 'evil', type: 'character-device' }, /neither a file nor a folder/],
  ])('refuses %s, and writes nothing of it', async (what, header, message) => {
    const path = await saved(`${what.replaceAll(/\W/g, '')}.tar.gz`, gzipSync(await tar([header])))
    const into = join(folder, 'outside', what)
    await expect(texts(path)).rejects.toThrow(message)
    await expect(extractArchive(path, into)).rejects.toThrow(message)
    await expect(readdir(join(folder, 'outside'), { recursive: true })).rejects.toThrow(/ENOENT/)
  })

  it('refuses a bomb', async () => {
    const bytes = await tar([{ name: 'bomb', text: '\0'.repeat(90 << 20) }])
    const path = await saved('bomb.tar.gz', gzipSync(bytes))
    await expect(names(path)).rejects.toThrow(/expands to more than/)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no gzip', Buffer.from('hello')],
    ['no tar', gzipSync(Buffer.alloc(2000, 'x'))],
  ])('refuses %s', async (what, bytes) => {
    const path = await saved(`${what}.tar.gz`, bytes)
    await expect(texts(path)).rejects.toThrow(/is no readable archive/)
  })

  it('refuses an archive that is cut anywhere', async () => {
    const bytes = gzipSync(await tar(entries.slice(1, 3)))
    for (let length = 0; length < bytes.length; length++) {
      const path = await saved('cut.tar.gz', bytes.subarray(0, length))
      await expect(texts(path), `${length} bytes`).rejects.toThrow(/is no readable archive/)
    }
  })

  it('ends in a result or one error for a thousand damaged copies', async () => {
    const inside = await tar(entries.slice(1, 3))
    const path = join(folder, 'damaged.tar.gz')
    const compressed = fc.oneof(
      { weight: 1, arbitrary: mutated(gzipSync(inside)) },
      { weight: 3, arbitrary: mutated(inside).map(bytes => gzipSync(bytes, { level: 1 })) },
    )
    await fc.assert(
      fc.asyncProperty(compressed, async bytes => {
        await writeFile(path, bytes)
        await resultOrLstmError(() => texts(path))
      }),
      thousandRuns,
    )
  })
})
