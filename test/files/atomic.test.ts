import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeLeftovers, writeFileAtomically } from '../../src/files/atomic.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lstm-atomic-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('writeFileAtomically', () => {
  it('writes the chunks one after the other and leaves nothing else', async () => {
    const path = join(folder, 'a')
    await writeFile(path, 'old')
    await writeFileAtomically(path, [Buffer.from('ne'), Buffer.from('w')])
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('keeps the old file when the writing fails', async () => {
    const path = join(folder, 'a')
    await writeFile(path, 'old')
    function* failing() {
      yield Buffer.from('half')
      throw new Error('no more')
    }
    await expect(writeFileAtomically(path, failing())).rejects.toThrow('no more')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['a'])
  })
})

describe('removeLeftovers', () => {
  it('removes what killed writers of this path left, and nothing else', async () => {
    for (const name of ['a', 'a.123.tmp', 'a.tmp', 'b.123.tmp', 'a.x1.tmp'])
      await writeFile(join(folder, name), '')
    await removeLeftovers(join(folder, 'a'))
    expect((await readdir(folder)).sort()).toEqual(['a', 'a.tmp', 'a.x1.tmp', 'b.123.tmp'])
  })
})
