import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { encodeSafetensors } from '../../src/formats/safetensors.ts'
import type { Model } from '../../src/model/model.ts'
import { findModel, pretrainedPath } from '../../src/storage/model-choice.ts'
import { modelInWords } from '../../src/storage/model-told.ts'
import { trainedModels } from '../../src/storage/trained-models.ts'
import { temporaryFolder } from '../run-lstm.ts'

const path = 'checkpoints/a/best.safetensors'
/** How often `path` is looked at before it is gone. */
let looks = Number.POSITIVE_INFINITY

vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  const stat = async (asked: string) => {
    if (asked !== path || looks-- > 0) return real.stat(asked)
    throw Object.assign(new Error('ENOENT: no such file or directory'), { code: 'ENOENT' })
  }
  return { ...real, stat }
})

const root = temporaryFolder()
const start = process.cwd()
beforeEach(() => {
  process.chdir(mkdtempSync(join(root, 'w-')))
  mkdirSync(dirname(path), { recursive: true })
  const metadata = { format: 'lstm', provenance: JSON.stringify({ producer: 'p' }) }
  writeFileSync(path, Buffer.concat(encodeSafetensors({ metadata, tensors: {} })))
})
afterEach(() => process.chdir(start))

it('a model that is removed between two looks is none', async () => {
  looks = 1
  expect(await findModel(undefined)).toEqual({ path: pretrainedPath, unfinished: undefined })
  looks = 1
  expect(await trainedModels('checkpoints')).toEqual([])
  looks = 0
  const model = { labels: ['a', 'b'], provenance: { producer: 'p' } } as unknown as Model
  expect(await modelInWords(path, model)).toBe('labels a, b; p, which is not there any more')
})
