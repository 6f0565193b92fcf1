import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { byteSize } from '../../src/wording.ts'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })

describe('lstm data cache', () => {
  beforeAll(async () => {
    await lstm('train', ...tinyTraining, '--out', 'tiny', '--max-epochs', '1')
  })

  it('says where tokenised texts are kept and how much, and clears them', async () => {
    const place = join(folder, '.cache', 'lstm')
    const shown = await lstm('data', 'cache')
    const [file] = await readdir(place)
    const size = byteSize((await stat(join(place, file!))).size)
    expect([shown.code, shown.stdout]).toEqual([0, `${place}: 1 file, ${size}\n`])
    expect(shown.stderr).toContain('2 GiB are kept at most')
    expect((await lstm('data', 'cache', '--clear')).stdout).toBe(`removed from ${place}: 1 file, ${size}\n`)
    expect(await readdir(place)).toEqual([])
    expect((await lstm('data', 'cache')).stdout).toBe(`${place}: 0 files, 0 B\n`)
  })

  it.each([
    ['cache', ['--out', 'x'], '--out'],
    ['cache', ['--from', 'x'], '--from'],
    ['cache', ['--extract'], '--extract'],
    ['imdb', ['--clear'], '--clear'],
  ])('of data %s refuses %j', async (name, args, flag) => {
    const { code, stderr } = await lstm('data', name, ...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${flag} does not go with 'data ${name}'`)])
  })
})
