import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expanded, expandedFile } from '../../../src/data/input/compression.ts'
import { cut } from '../../formats/streams.ts'
import { mutated, resultOrLstmError, thousandRuns } from '../../mutations.ts'

/** A frame of blocks that are not compressed. */
function zstdOf(bytes: Uint8Array): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]) // window of 2 MiB, no size, no checksum
  const blocks: Buffer[] = []
  for (let start = 0; start < bytes.length || blocks.length === 0; start += 1 << 16) {
    const block = bytes.subarray(start, start + (1 << 16))
    const last = start + (1 << 16) >= bytes.length ? 1 : 0
    const head = Buffer.alloc(3)
    head.writeUIntLE((block.length << 3) | last, 0, 3)
    blocks.push(head, Buffer.from(block))
  }
  return Buffer.concat([header, ...blocks])
}

/** A frame of blocks that each say one byte 131,072 times. */
function zstdBomb(blocks: number): Buffer {
  const block = Buffer.alloc(4)
  block.writeUIntLE((131_072 << 3) | 2, 0, 3)
  const last = Buffer.from([1, 0, 0])
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
    ...Array(blocks).fill(block),
    last,
  ])
}

async function expand(bytes: Uint8Array, size = 1000): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of expanded(cut(bytes, size))) pieces.push(piece)
  return Buffer.concat(pieces)
}

const text = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''))

describe('expanded', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['two gzip members', Buffer.concat([gzipSync(text.subarray(0, 999)), gzipSync(text.subarray(999))])],
    ['zstd', zstdOf(text)],
    ['two zstd frames', Buffer.concat([zstdOf(text.subarray(0, 999)), zstdOf(text.subarray(999))])],
    ['nothing', text],
  ])('undoes %s, by what the bytes say', async (_, bytes) => {
    for (const size of [1 << 20, 7777]) expect((await expand(bytes, size)).equals(text)).toBe(true)
    expect((await expand(bytes.subarray(0, 0))).length).toBe(0)
  })

  it.each([1, 4, 5, 6, 1000])(
    'refuses a zstd frame that wants a gigabyte of memory, in pieces of %d',
    async size => {
      const greedy = zstdOf(text)
      greedy[5] = 20 << 3
      const why = 'it wants 1024 MiB of memory, 128 are allowed'
      await expect(expand(greedy, size)).rejects.toThrow(why)
      // As the second of two frames, and behind one that is to be passed over.
      await expect(expand(Buffer.concat([zstdOf(text), greedy]), size)).rejects.toThrow(why)
      const aside = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
      await expect(expand(Buffer.concat([zstdOf(text), aside, greedy]), size)).rejects.toThrow(why)
      // In one segment the contents are the window; with a checksum, and a dictionary of four bytes.
      const whole = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa7, 0, 0, 0, 0, 0, 0, 0, 0x40])])
      await expect(expand(Buffer.concat([whole, zstdOf(text).subarray(6)]), size)).rejects.toThrow(why)
      expect((await expand(zstdOf(text.subarray(0, 500)), size)).equals(text.subarray(0, 500))).toBe(true)
    },
  )

  it('does not wait for more of what cannot be compressed', async () => {
    async function* slow() {
      yield Buffer.from('a')
      await new Promise(() => {})
    }
    const first = await expanded(slow()).next()
    expect(String(first.value)).toBe('a')
  })

  it.each([
    ['gzip', gzipSync(text)],
    ['zstd', zstdOf(text)],
  ])('refuses %s that is cut off', async (name, bytes) => {
    await expect(expand(bytes.subarray(0, bytes.length / 2))).rejects.toThrow(
      `its ${name} compression is cut off`,
    )
    await expect(expand(bytes.subarray(0, bytes.length - 1))).rejects.toThrow(`its ${name} compression`)
  })

  it.each([
    ['gzip', gzipSync(Buffer.alloc(110 << 20))],
    ['zstd', zstdBomb(2000)],
  ])('refuses a bomb of %s', async (_, bytes) => {
    await expect(expand(bytes)).rejects.toThrow(/expands to more than texts do/)
  })

  it('refuses zstd that wants gigabytes to look back on', async () => {
    const bytes = zstdOf(text)
    bytes[5] = 0xa0
    await expect(expand(bytes, 1 << 20)).rejects.toThrow(/it wants 1024 MiB of memory/)
  })
})

it('ends in bytes or one error for damaged copies', async () => {
  const whole = fc.oneof(mutated(gzipSync(text.subarray(0, 3000))), mutated(zstdOf(text.subarray(0, 3000))))
  await fc.assert(
    fc.asyncProperty(whole, async bytes => {
      await resultOrLstmError(async () => {
        for await (const _ of expandedFile(cut(bytes, 100), 'x'));
      })
    }),
    thousandRuns,
  )
})
