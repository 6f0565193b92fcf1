import { mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from '../../src/storage/lock.ts'
import { replacingModel } from '../../src/storage/replace-model.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'm-'))
})
const replace = (name: string) => replacingModel(join(folder, name), async () => 'done')

describe('what replaces a model file', () => {
  it('is refused beside a training that is at work in the folder, with what to do', async () => {
    const lock = await takeLock(folder)
    for (const name of ['best.safetensors', 'last.safetensors']) {
      await expect(replace(name)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining(`a program is training in ${folder}`),
        hint: 'wait for it, or end it',
      })
    }
    expect(await replace('mine.safetensors')).toBe('done')
    await lock.release()
    expect(await replace('best.safetensors')).toBe('done')
  })

  it('leaves nothing behind where it fails', async () => {
    const failing = () => Promise.reject(new Error('no'))
    await expect(replacingModel(join(folder, 'best.safetensors'), failing)).rejects.toThrow('no')
    expect(await readdir(folder)).toEqual([])
  })
})
