import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeSafetensors } from '../../src/formats/safetensors.ts'
import { findModel, pretrainedPath } from '../../src/storage/model-choice.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
const start = process.cwd()
beforeEach(() => process.chdir(mkdtempSync(join(root, 'w-'))))
afterEach(() => process.chdir(start))

const result = { examples: 1, error: 0.5 }
const results = { updates: 1, train: result, validation: result, test: result }

/** Puts a model there that looks as a finished or an unfinished training leaves it. */
function put(path: string, seconds: number, finished: boolean): void {
  const provenance = { producer: 'p', source: { data: 'x' }, ...(finished && { results }) }
  mkdirSync(dirname(path), { recursive: true })
  const metadata = { format: 'lstm', provenance: JSON.stringify(provenance) }
  writeFileSync(path, Buffer.concat(encodeSafetensors({ metadata, tensors: {} })))
  utimesSync(path, seconds, seconds)
}

describe('where no model is named', () => {
  it('the newest finished one is taken, also one of an earlier training, and what is newer is told', async () => {
    put('checkpoints/a/best.safetensors', 100, true)
    expect(await findModel(undefined)).toEqual({
      path: 'checkpoints/a/best.safetensors',
      unfinished: undefined,
    })
    put('checkpoints/b/previous/best.safetensors', 200, true)
    put('checkpoints/b/best.safetensors', 300, false)
    put('checkpoints/c/best.safetensors', 50, false)
    expect(await findModel(undefined)).toEqual({
      path: 'checkpoints/b/previous/best.safetensors',
      unfinished: 'checkpoints/b/best.safetensors',
    })
  })

  it('the pretrained one is taken before one that is not finished', async () => {
    expect(await findModel(undefined)).toEqual({ path: pretrainedPath, unfinished: undefined })
    put('checkpoints/a/best.safetensors', 100, false)
    expect(await findModel(undefined)).toEqual({
      path: pretrainedPath,
      unfinished: 'checkpoints/a/best.safetensors',
    })
  })

  it('one that is damaged is taken as if it were whole, so that it is told', async () => {
    put('checkpoints/a/best.safetensors', 100, true)
    writeFileSync('checkpoints/a/best.safetensors', 'damaged')
    expect(await findModel(undefined)).toMatchObject({ path: 'checkpoints/a/best.safetensors' })
  })
})

it("'pretrained' names the one that comes with the program, where nothing else is called so", async () => {
  put('checkpoints/a/best.safetensors', 100, true)
  expect(await findModel('pretrained')).toEqual({ path: pretrainedPath, unfinished: undefined })
  put('pretrained/best.safetensors', 100, true)
  expect(await findModel('pretrained')).toMatchObject({ path: 'pretrained/best.safetensors' })
})

describe('of a folder that is named', () => {
  it('the best model is taken, but where its training has not finished that of the newest one that has', async () => {
    put('m/best.safetensors', 100, true)
    put('m/previous/best.safetensors', 200, true)
    expect(await findModel('m')).toEqual({ path: 'm/best.safetensors', unfinished: undefined })
    put('m/best.safetensors', 300, false)
    put('m/previous-2/best.safetensors', 10, true)
    put('m/previous-10/best.safetensors', 10, false)
    expect(await findModel('m')).toEqual({
      path: 'm/previous-2/best.safetensors',
      unfinished: 'm/best.safetensors',
    })
    expect(await findModel('m/best.safetensors')).toEqual({
      path: 'm/best.safetensors',
      unfinished: undefined,
    })
  })

  it('an unfinished one is taken where there is no other', async () => {
    put('m/last.safetensors', 100, false)
    expect(await findModel('m')).toMatchObject({ path: 'm/last.safetensors' })
    put('m/best.safetensors', 100, false)
    expect(await findModel('m')).toEqual({ path: 'm/best.safetensors', unfinished: undefined })
  })

  it('there may be none', async () => {
    mkdirSync('m')
    await expect(findModel('m')).rejects.toMatchObject({ code: 'model' })
  })
})
