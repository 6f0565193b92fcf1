import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { train } from '../../src/index.ts'
import { isModelOf, SearchLog } from '../../src/storage/search-log.ts'
import { readModel } from '../../src/storage/tensor-file.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(root, 's-'))
})
const trials = () => join(folder, 'trials.jsonl')

describe('the log of a search', () => {
  it('goes on behind the last whole line', async () => {
    writeFileSync(trials(), '{"trial":0}\n{"trial":1}\n{"tri')
    const log = await SearchLog.open(folder, { resume: true })
    expect(log.earlier).toEqual([{ trial: 0 }, { trial: 1 }])
    await log.append({ trial: 2 })
    await log.close()
    expect(readFileSync(trials(), 'utf8')).toBe('{"trial":0}\n{"trial":1}\n{"trial":2}\n')
  })

  it('puts an earlier search out of the way where it does not go on with it', async () => {
    writeFileSync(trials(), '{"trial":0}\n')
    const log = await SearchLog.open(folder, { resume: false })
    await log.append({ trial: 5 })
    await log.close()
    expect(readdirSync(folder).sort()).toEqual(['previous', 'trials.jsonl'])
    expect(readFileSync(join(folder, 'previous', 'trials.jsonl'), 'utf8')).toBe('{"trial":0}\n')
  })

  it('leaves no folder behind that was made for nothing', async () => {
    const log = await SearchLog.open(join(folder, 'a', 'b'), { resume: false })
    await log.close()
    expect(readdirSync(folder)).toEqual([])
  })

  it('tells a model by its settings, and by what it began with', async () => {
    const texts = Array.from({ length: 40 }, (_, n) => ({
      text: `${n % 2 ? 'fine' : 'dull'} ${n}`,
      label: `${n % 2}`,
    }))
    const path = join(folder, 'm.safetensors')
    const vectors = join(folder, 'vectors.txt')
    writeFileSync(vectors, 'fine 1 0\ndull 0 1\n')
    const asked = { preset: 'auto', from: 'none', wordVectors: vectors, network: false, threads: 1 } as const
    await using model = await train(texts, asked).model
    await model.save(path)
    const { hyperparameters } = await readModel(path)
    const begun = { from: 'none', wordVectors: vectors }
    expect(await isModelOf(path, hyperparameters, begun)).toBe(true)
    expect(await isModelOf(path, { ...hyperparameters, ngramWords: 1 }, begun)).toBe(false)
    for (const other of [{ from: 'none' }, { ...begun, from: 'pretrained' }])
      expect(await isModelOf(path, hyperparameters, other)).toBe(false)
    writeFileSync(path, readFileSync(path).subarray(0, 3000))
    expect(await isModelOf(path, hyperparameters, begun)).toBe(false)
  })

  it('gives the folder back where it cannot be gone on with', async () => {
    writeFileSync(trials(), 'no event\n{"trial":1}\n')
    await expect(SearchLog.open(folder, { resume: true })).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('trials.jsonl:1: no event of a search'),
    })
    expect(readdirSync(folder)).toEqual(['trials.jsonl'])
  })
})
