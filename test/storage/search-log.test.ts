import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { SearchLog } from '../../src/storage/search-log.ts'
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

  it('gives the folder back where it cannot be gone on with', async () => {
    writeFileSync(trials(), 'no event\n{"trial":1}\n')
    await expect(SearchLog.open(folder, { resume: true })).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('trials.jsonl:1: no event of a search'),
    })
    expect(readdirSync(folder)).toEqual(['trials.jsonl'])
  })
})
