import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const models = (...args: string[]) => runLstm(['models', ...args], { folder })
const path = (...parts: string[]) => join(folder, 'checkpoints', ...parts)

describe('lstm models', () => {
  beforeAll(async () => {
    expect((await models()).stderr).toContain('nothing was trained in checkpoints yet')
    await runLstm(['train', ...tinyTraining, '--max-epochs', '1', '--out', path('tiny')], { folder })
    await mkdir(path('broken'))
    await writeFile(path('broken', 'best.safetensors'), 'no model')
  })

  it('lists what was trained, and says what cannot be read', async () => {
    const { code, stdout } = await models()
    expect(code).toBe(0)
    expect(stdout).toMatch(/^model +labels +error +size +written$/m)
    expect(stdout).toMatch(
      /^tiny +2 +\d+\.\d % of \d+ (test|validation) +\d[\d.]* KB +\d{4}-\d\d-\d\d \d\d:\d\d$/m,
    )
    expect(stdout).toMatch(/^broken +- +cannot be read /m)
    const { models: all } = JSON.parse((await models('--json')).stdout)
    expect(all.find(({ name }: { name: string }) => name === 'tiny')).toMatchObject({
      labels: ['negative', 'positive'],
      finished: true,
      error: { of: 'test' },
    })
  })

  it('gives another name, and never over another model', async () => {
    expect(await models('tiny', '--rename', 'broken')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is something at'),
    })
    expect(await models('tiny', '--rename', 'small')).toMatchObject({ code: 0, stdout: '' })
    expect((await models('small', '--json')).stdout).toContain('"name":"small"')
    for (const name of ['../small', '.removed', 'a/b', '']) {
      expect(await models('small', '--rename', name)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('is no name of a model'),
      })
    }
  })

  it('removes to the bin, under one name twice as well', async () => {
    for (const place of ['broken', 'broken-2']) {
      await mkdir(path('broken'), { recursive: true })
      await writeFile(path('broken', 'best.safetensors'), 'no model')
      expect((await models('broken', '--remove')).stderr).toContain(join('.removed', place))
      expect(existsSync(path('.removed', place, 'best.safetensors'))).toBe(true)
    }
    expect(await models('broken', '--remove')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("there is no model 'broken'"),
    })
  })

  it('moves no folder that holds no training', async () => {
    await mkdir(path('texts'))
    await writeFile(path('texts', 'reviews.csv'), 'text,label\n')
    for (const flags of [['--remove'], ['--rename', 'other']]) {
      expect(await models('texts', ...flags)).toMatchObject({
        code: 4,
        stderr: expect.stringContaining("there is no model 'texts'"),
      })
    }
    expect(existsSync(path('texts', 'reviews.csv'))).toBe(true)
  })

  it('leaves a folder alone in which a program trains', async () => {
    const host = (await import('node:os')).hostname().replaceAll(/[^\w.:-]/g, '_')
    const owner = { host, pid: process.pid, since: new Date().toISOString(), id: 'other' }
    await writeFile(path('small', 'training.lock'), `${JSON.stringify(owner)}\n`)
    expect(await models('small', '--remove')).toMatchObject({ code: 2 })
    expect(existsSync(path('small', 'best.safetensors'))).toBe(true)
  })
})
