import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readZip, writeZip, ZipError } from '../../src/formats/zip.ts'

const files = new Map([
  ['a', Buffer.from('the first file')],
  ['folder/b', Buffer.alloc(0)],
  ['ç', Buffer.from('the third')],
])
const archive = () => Buffer.concat(writeZip(files))
const text = (found: ReadonlyMap<string, Uint8Array>) =>
  [...found].map(([name, contents]) => [name, Buffer.from(contents).toString()])

/** One deflated file, with whatever the directory is to claim. */
function deflatedArchive(contents: Buffer, size = contents.length): Buffer {
  const packed = deflateRawSync(contents)
  const bytes = Buffer.concat(writeZip(new Map([['bomb', packed]])))
  const directory = bytes.readUInt32LE(bytes.length - 6)
  bytes.writeUInt16LE(8, directory + 10)
  bytes.writeUInt32LE(crc32(contents), directory + 16)
  bytes.writeUInt32LE(size, directory + 24)
  return bytes
}

describe('zip', () => {
  it('gives back the files that were written', async () => {
    expect(text(await readZip(archive()))).toEqual(text(files))
  })

  it('reads compressed files', async () => {
    const contents = Buffer.from('abc'.repeat(1000))
    expect((await readZip(deflatedArchive(contents))).get('bomb')).toEqual(new Uint8Array(contents))
  })

  it('notices a changed bit anywhere in a file', async () => {
    const bytes = archive()
    for (let i = 31; i < 31 + 'the first file'.length; i++) {
      bytes[i]! ^= 1
      await expect(readZip(bytes)).rejects.toThrow(new ZipError('a is damaged'))
      bytes[i]! ^= 1
    }
  })

  it('refuses an archive that is cut anywhere', async () => {
    const bytes = archive()
    for (let length = 0; length < bytes.length; length++) {
      await expect(readZip(bytes.subarray(0, length)), `${length} bytes`).rejects.toThrow(ZipError)
    }
  })

  it('refuses bombs by what they claim, and by what they are', async () => {
    const zeros = Buffer.alloc(100 << 20)
    await expect(readZip(deflatedArchive(zeros))).rejects.toThrow('bomb claims to expand to 104857600 bytes')
    await expect(readZip(deflatedArchive(zeros, 1000))).rejects.toThrow(/bomb is damaged/)
  })

  it('refuses files that overlap', async () => {
    const bytes = Buffer.concat(
      writeZip(
        new Map([
          ['a', Buffer.alloc(50)],
          ['b', Buffer.alloc(50)],
        ]),
      ),
    )
    const directory = bytes.readUInt32LE(bytes.length - 6)
    bytes.writeUInt32LE(0, directory + 47 + 42)
    await expect(readZip(bytes)).rejects.toThrow('b overlaps another file')
  })

  it('refuses the same name twice, encryption and other compressions', async () => {
    const twice = Buffer.concat(
      writeZip(
        new Map([
          ['a', Buffer.alloc(5)],
          ['b', Buffer.alloc(5)],
        ]),
      ),
    )
    const directory = twice.readUInt32LE(twice.length - 6)
    twice.write('a', directory + 47 + 46)
    await expect(readZip(twice)).rejects.toThrow('it holds a twice')
    const locked = archive()
    locked[locked.readUInt32LE(locked.length - 6) + 8] = 1
    await expect(readZip(locked)).rejects.toThrow('a is encrypted')
    const foreign = archive()
    foreign[foreign.readUInt32LE(foreign.length - 6) + 10] = 12
    await expect(readZip(foreign)).rejects.toThrow('a is compressed by method 12')
  })
})
