import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { appendFile, mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readHistory, TrainingFolder } from '../../src/storage/training-folder.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
const history = [370, 740].map(update => ({
  update,
  epoch: 1,
  trainError: 0.5,
  validationError: 0.25,
  testError: 0.125,
}))

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(root, 'm-'))
})
const opened = (resume = false) => TrainingFolder.open(path, { resume })
const put = (...names: string[]) => {
  for (const name of names) writeFileSync(join(path, name), `${name} of then`)
}

describe('a training folder', () => {
  it('belongs to one program until it is closed, and the second one is told which', async () => {
    const first = await opened()
    await expect(opened()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`a program is training in ${path}: process ${process.pid}`),
    })
    await first.close()
    await (await opened()).close()
    expect(readdirSync(path)).toEqual([])
  })

  it('is removed with those above it where it was made for nothing; one that was there, or holds something, stays', async () => {
    path = join(path, 'checkpoints', 'm')
    await (await opened()).close()
    expect(existsSync(join(path, '..'))).toBe(false)
    mkdirSync(join(path, '..'))
    await (await opened()).close()
    expect(readdirSync(join(path, '..'))).toEqual([])
    const folder = await opened()
    put('note of mine')
    await folder.close()
    expect(readdirSync(path)).toEqual(['note of mine'])
  })

  it('keeps every earlier training that holds a model, in a generation of its own', async () => {
    const folder = await opened()
    expect(await folder.begin([])).toBeUndefined()
    for (const [i, name] of ['previous', 'previous-2', 'previous-3'].entries()) {
      put('best.safetensors', 'history.jsonl')
      appendFileSync(join(path, 'best.safetensors'), String(i))
      expect(await folder.begin([])).toEqual({ kept: 'all', path: join(path, name) })
    }
    expect(readdirSync(path).sort()).toEqual(['previous', 'previous-2', 'previous-3', 'training.lock'])
    for (const [i, name] of ['previous', 'previous-2', 'previous-3'].entries()) {
      expect(readFileSync(join(path, name, 'best.safetensors'), 'utf8')).toBe(`best.safetensors of then${i}`)
    }
    await folder.close()
  })

  it('makes no generation of a training that came to no model, and touches none that is there', async () => {
    mkdirSync(join(path, 'previous'))
    put('previous/best.safetensors')
    writeFileSync(join(path, 'history.jsonl'), `${JSON.stringify(history[0])}\n{"update":`)
    const folder = await opened()
    expect(await folder.begin([])).toEqual({ kept: 'nothing' })
    await folder.close()
    expect(readdirSync(path)).toEqual(['previous'])
    expect(readdirSync(join(path, 'previous'))).toEqual(['best.safetensors'])
  })

  it('keeps what is called as its history and is none', async () => {
    put('history.jsonl')
    const folder = await opened()
    expect(await folder.begin([])).toEqual({ kept: 'all', path: join(path, 'previous') })
    await folder.close()
    expect(readFileSync(join(path, 'previous', 'history.jsonl'), 'utf8')).toBe('history.jsonl of then')
  })

  it('removes what killed writers left, and leaves all else', async () => {
    put('best.safetensors', 'best.safetensors.12-3.tmp', 'notes.12-3.tmp')
    await (await opened()).close()
    expect(readdirSync(path).sort()).toEqual(['best.safetensors', 'notes.12-3.tmp'])
  })

  it('has nothing to resume where no training was saved, makes no folder for that, and names an earlier one', async () => {
    path = join(path, 'nowhere')
    await expect(opened(true)).rejects.toMatchObject({ code: 'model' })
    expect(readdirSync(join(path, '..'))).toEqual([])
    for (const name of ['previous', 'previous-2']) mkdirSync(join(path, name), { recursive: true })
    put('previous-2/best.safetensors')
    const hint = async () => opened(true).catch(error => error.hint)
    expect(await hint()).not.toContain('an earlier one')
    put('previous/last.safetensors')
    expect(await hint()).toContain(`go on with it by --resume --out ${join(path, 'previous')},`)
  })

  it('says to go on from the last save only where there is one', async () => {
    const cureOf = async (resume: boolean) => {
      const folder = await opened(resume)
      const { hint } = await folder.append(history[0]!).catch(error => error)
      await folder.close()
      return hint
    }
    mkdirSync(join(path, 'history.jsonl'))
    expect(await cureOf(false)).toBe('make room, and train again: nothing was saved yet to go on from')
    put('last.safetensors')
    expect(await cureOf(true)).toContain(`lstm train --resume --out ${path}`)
  })

  it('tells the path that cannot be written', async () => {
    put('file')
    const disk = (where: string) => ({
      code: 'disk',
      message: expect.stringContaining(`cannot write ${where}`),
    })
    path = join(path, 'file')
    await expect(opened()).rejects.toMatchObject(disk(path))
    path = '/proc/lstm-test/deeper'
    await expect(opened()).rejects.toMatchObject(disk(path))
  })

  it('tells a history that cannot be appended to', async () => {
    const folder = await opened()
    mkdirSync(join(path, 'history.jsonl'))
    await expect(folder.append(history[0]!)).rejects.toMatchObject({
      code: 'disk',
      message: expect.stringContaining(join(path, 'history.jsonl')),
    })
    await folder.close()
  })
})

describe('readHistory', () => {
  it('gives the validations beside a trained model, up to a torn line', async () => {
    put('last.safetensors')
    const folder = await opened(true)
    await folder.begin(history.slice(0, 1))
    await folder.append(history[1]!)
    await folder.close()
    await appendFile(join(path, 'history.jsonl'), '{"update":1110,"epo')
    expect(await readHistory(join(path, 'best.safetensors'))).toEqual(history)
    expect(await readHistory(join(path, 'last.safetensors'))).toEqual(history)
  })

  it('gives none for a model that no training wrote there', async () => {
    put('last.safetensors')
    const folder = await opened(true)
    await folder.begin(history)
    await folder.close()
    expect(await readFile(join(path, 'history.jsonl'), 'utf8')).not.toBe('')
    expect(await readHistory(join(path, 'imported.safetensors'))).toEqual([])
    expect(await readHistory(join(path, 'missing', 'best.safetensors'))).toEqual([])
  })
})
