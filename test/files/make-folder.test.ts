import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder, removeEmpty } from '../../src/files/make-folder.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()

it('tells which folders were made, and removes those of them that are empty', async () => {
  mkdirSync(join(root, 'mine'))
  const [a, b, c] = ['a', 'a/b', 'a/b/c'].map(path => join(root, 'mine', path))
  expect(await makeFolder(c!)).toEqual([c, b, a])
  expect(await makeFolder(c!)).toEqual([])
  writeFileSync(join(a!, 'note'), '')
  await removeEmpty([c!, b!, a!])
  expect(readdirSync(a!)).toEqual(['note'])
})

it('leaves no folder above one that cannot be made', async () => {
  await expect(makeFolder(join(root, 'x', 'y', 'z'.repeat(300)))).rejects.toThrow('ENAMETOOLONG')
  expect(readdirSync(root)).not.toContain('x')
})
