import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { installedFile } from '../../src/data/installed-file.ts'
import { temporaryFolder } from '../run-lstm.ts'

it('the file of a package is found in the folder or above it, else where this package finds its own; undefined of one that is nowhere', () => {
  const folder = temporaryFolder()
  const at = join(folder, 'node_modules/some-words')
  mkdirSync(at, { recursive: true })
  mkdirSync(join(folder, 'below'))
  writeFileSync(join(at, 'package.json'), '{"main":"words.json"}')
  writeFileSync(join(at, 'words.json'), '{}')
  expect(installedFile('some-words', folder)).toBe(join(at, 'words.json'))
  expect(installedFile('some-words', join(folder, 'below'))).toBe(join(at, 'words.json'))
  expect(installedFile('commander', folder)).toContain('commander')
  expect(installedFile('some-words', join(folder, '..'))).toBeUndefined()
})
