import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { proveWritable, writeNamedFile } from '../../src/files/write-file.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'f-'))
})
const at = (name: string) => join(folder, name)
const write = (path: string) => writeNamedFile(path, [Buffer.from('ne'), Buffer.from('w')], 'do this')
const told = (path: string, why: string) => ({
  code: 'disk',
  message: `cannot write ${path}: ${why}`,
  hint: 'do this',
})

describe('writeNamedFile', () => {
  it('makes a file, and replaces one that keeps its permissions', async () => {
    await write(at('a'))
    expect(readFileSync(at('a'), 'utf8')).toBe('new')
    chmodSync(at('a'), 0o600)
    await write(at('a'))
    expect(statSync(at('a')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['a'])
  })

  it('follows links, also to links and to what is not there yet, and leaves them links', async () => {
    mkdirSync(at('deep'))
    symlinkSync('deep/real', at('link'))
    symlinkSync('link', at('link2'))
    for (const old of [undefined, 'old']) {
      if (old) writeFileSync(at('deep/real'), old)
      await write(at('link2'))
      expect(readFileSync(at('deep/real'), 'utf8')).toBe('new')
      expect(lstatSync(at('link')).isSymbolicLink() && lstatSync(at('link2')).isSymbolicLink()).toBe(true)
    }
  })

  it('writes through to a pipe, which stays one', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const [text] = await Promise.all([readFile(at('pipe'), 'utf8'), write(at('pipe'))])
    expect(text).toBe('new')
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true)
    expect(readdirSync(folder)).toEqual(['pipe'])
  })

  it('waits for whoever reads a pipe', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const written = write(at('pipe'))
    await setTimeout(100)
    expect(await readFile(at('pipe'), 'utf8')).toBe('new')
    await written
  })

  it('writes through to devices, and tells a full one', async () => {
    await write('/dev/null')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
    await expect(write('/dev/full')).rejects.toMatchObject(told('/dev/full', 'no space left on device'))
  })

  it.each<[string, (folder: string) => string, string]>([
    ['a folder', folder => folder, 'it is a folder'],
    ['a folder that is not there', folder => join(folder, 'none', 'x'), 'no such file or directory'],
    ['a file taken for a folder', () => join('/dev/null', 'x'), 'not a directory'],
    ['a place where no file can be made', () => '/proc/lstm-x', 'no such file or directory'],
    ['links in a circle', folder => join(folder, 'circle'), 'too many symbolic links encountered'],
  ])('tells %s in one line, as the proof before any work does', async (_, pathIn, why) => {
    symlinkSync('circle', at('circle'))
    const path = pathIn(folder)
    await expect(write(path)).rejects.toMatchObject(told(path, why))
    await expect(proveWritable(path, 'do this')).rejects.toMatchObject(told(path, why))
    expect(readdirSync(folder)).toEqual(['circle'])
  })
})

describe('proveWritable', () => {
  it('leaves no trace, and does not touch a file, a link or a pipe', async () => {
    writeFileSync(at('file'), 'old')
    symlinkSync('nothing', at('link'))
    execFileSync('mkfifo', [at('pipe')])
    for (const name of ['file', 'link', 'pipe', 'none']) await proveWritable(at(name), '')
    expect(readFileSync(at('file'), 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['file', 'link', 'pipe'])
  })
})
