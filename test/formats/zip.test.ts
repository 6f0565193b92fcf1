import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readZip, writeZip, ZipError } from '../../src/formats/zip.ts'

const files = new Map([
  ['a', Buffer.from('the first file')],
  ['folder/b', Buffer.alloc(0)],
  ['ç', Buffer.from('the third')],
])
const archive = () => Buffer.concat(writeZip(files))

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
  it('gives back the files that were written', () => {
    expect(readZip(archive())).toEqual(files)
  })

  it('reads compressed files', () => {
    const contents = Buffer.from('abc'.repeat(1000))
    expect(readZip(deflatedArchive(contents)).get('bomb')).toEqual(contents)
  })

  it('notices a changed bit anywhere in a file', () => {
    const bytes = archive()
    for (let i = 31; i < 31 + 'the first file'.length; i++) {
      bytes[i]! ^= 1
      expect(() => readZip(bytes)).toThrow(new ZipError('a is damaged'))
      bytes[i]! ^= 1
    }
  })

  it('refuses an archive that is cut anywhere', () => {
    const bytes = archive()
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readZip(bytes.subarray(0, length)), `${length} bytes`).toThrow(ZipError)
    }
  })

  it('refuses bombs by what they claim, and by what they are', () => {
    const zeros = Buffer.alloc(100 << 20)
    expect(() => readZip(deflatedArchive(zeros))).toThrow('bomb claims to expand to 104857600 bytes')
    expect(() => readZip(deflatedArchive(zeros, 1000))).toThrow(/bomb is damaged/)
  })

  it('refuses files that overlap', () => {
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
    expect(() => readZip(bytes)).toThrow('b overlaps another file')
  })

  it('refuses the same name twice, encryption and other compressions', () => {
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
    expect(() => readZip(twice)).toThrow('it holds a twice')
    const locked = archive()
    locked[locked.readUInt32LE(locked.length - 6) + 8] = 1
    expect(() => readZip(locked)).toThrow('a is encrypted')
    const foreign = archive()
    foreign[foreign.readUInt32LE(foreign.length - 6) + 10] = 12
    expect(() => readZip(foreign)).toThrow('a is compressed by method 12')
  })
})
