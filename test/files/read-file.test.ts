import { existsSync, truncateSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadTokenisedCorpus } from '../../src/data/load-corpus.ts'
import { LstmError } from '../../src/errors.ts'
import { fill, readNamedFile } from '../../src/files/read-file.ts'
import { isFinishedFile, readTensorFile } from '../../src/storage/tensor-file.ts'
import { runLstm, sampleCsv, temporaryFolder } from '../run-lstm.ts'
import { wordTokenizer } from '../text/word-tokenizer.ts'

const endless = '/dev/zero'
const folder = temporaryFolder()

describe.skipIf(!existsSync(endless))('a device without an end', () => {
  it.each([
    ['a named file', () => readNamedFile(endless, 'data')],
    ['a model', () => readTensorFile(endless)],
    ['a dictionary', () => loadTokenisedCorpus({ data: sampleCsv, dictionary: endless }, wordTokenizer())],
  ])(
    'is refused as %s after 1 GiB',
    async (_, read) => {
      const refused = await read().catch(error => error)
      expect(refused).toBeInstanceOf(LstmError)
      expect(refused.message).toBe('/dev/zero is no plain file and gives more than 1 GiB')
    },
    30_000,
  )
})

describe('more than 2 GiB, for which Node ends itself when asked for at once', () => {
  it('is read in parts, from where it is asked for', async () => {
    const asked: (readonly [number, number, number | null])[] = []
    const handle = {
      read: async (_: Uint8Array, offset: number, length: number, position: number | null) => {
        asked.push([offset, length, position])
        return { bytesRead: Math.min(length, 2 ** 30) }
      },
    } as unknown as FileHandle
    await fill(handle, { length: 3 * 2 ** 30 } as Uint8Array, 7)
    expect(asked).toEqual([
      [0, 2 ** 31 - 1, 7],
      [2 ** 30, 2 ** 31 - 1, 7 + 2 ** 30],
      [2 ** 31, 2 ** 30, 7 + 2 ** 31],
    ])
  })

  it('is not believed of the header of a model', async () => {
    const path = join(folder, 'best.safetensors')
    const start = Buffer.alloc(8)
    start.writeBigUInt64LE(3_000_000_000n)
    writeFileSync(path, start)
    truncateSync(path, 5_000_000_000)
    const why = 'its header has more than 536870888 bytes'
    await expect(readTensorFile(path)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining(why),
    })
    expect(await isFinishedFile(path)).toBe(true)
    const { code, stderr } = await runLstm(['predict', '--checkpoint', '.', 'good'], { folder })
    expect([code, stderr]).toEqual([4, expect.stringContaining(why)])
  })
})
