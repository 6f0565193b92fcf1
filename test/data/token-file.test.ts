import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenWriter } from '../../src/data/token-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

const locality = { block: 4, kept: 3 }

describe('tokens on disk', () => {
  it('are those that were written, wherever and in whatever order they are read', async () => {
    const folder = await temporaryFolder()
    const texts = fc.array(fc.array(fc.integer({ min: -1, max: 2 ** 31 - 1 }), { maxLength: 30 }), {
      minLength: 1,
      maxLength: 12,
    })
    const places = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    )
    fc.assert(
      fc.property(texts, places, (written, shares) => {
        const writer = new TokenWriter({ most: -1, folder, locality })
        for (const text of written) writer.append(Int32Array.from(text))
        const all = written.flat()
        expect(writer.length).toBe(all.length)
        const store = writer.finish()(0, all.length)
        expect(store.length).toBe(all.length)
        expect(store.locality).toEqual(locality)
        for (const share of shares) {
          const [start, end] = share.map(part => Math.floor(part * all.length)).sort((a, b) => a - b)
          expect([...store.subarray(start!, end!)]).toEqual(all.slice(start, end))
        }
      }),
      { numRuns: 50 },
    )
  })

  it('stay in memory up to the limit, and go to a file that has no name beyond it', async () => {
    const folder = await temporaryFolder()
    const storeOf = (most: number) => {
      const writer = new TokenWriter({ most, folder })
      for (const text of [[1, 2], [], [3]]) writer.append(Int32Array.from(text))
      return writer.finish()(1, 3)
    }
    expect(storeOf(3)).toEqual(Int32Array.of(2, 3))
    const onDisk = storeOf(2)
    expect(onDisk).not.toBeInstanceOf(Int32Array)
    expect(onDisk.subarray(0, 2)).toEqual(Int32Array.of(2, 3))
    expect(readdirSync(folder)).toEqual([])
  })

  it('fail with a message that names the folder', () => {
    const writer = new TokenWriter({ most: 0, folder: '/dev/null/here' })
    expect(() => writer.append(Int32Array.of(1))).toThrow(
      /^cannot write the tokenised texts into \/dev\/null\/here: E/,
    )
  })
})
