/**
 * Zip archives of a few files, as `numpy.savez` (stored) and `numpy.savez_compressed` (deflated) write them. Sizes
 * and offsets are believed only after the bytes were seen, so a hostile archive costs no more memory than it has bytes.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { reason } from '../errors.ts'

const localHeader = { signature: 0x04034b50, length: 30 }
const centralHeader = { signature: 0x02014b50, length: 46 }
const endOfDirectory = { signature: 0x06054b50, length: 22, longestComment: 0xffff }

const stored = 0
const deflated = 8
/** 1 January 1980, the first day that the format knows; NumPy writes it, too. */
const firstDay = (1 << 5) | 1

/** What compressed files may grow to, together: far more than weights compress, far less than a zip bomb. */
const maximumGrowth = (archiveBytes: number) => 16 * archiveBytes + (1 << 24)

/** Why an archive cannot be read; says nothing of where it lies. */
export class ZipError extends Error {}

interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  /** Where the local header starts. */
  readonly offset: number
}

/**
 * The files in an archive by name, checked against their checksums; stored ones are views into `archive`.
 *
 * @throws ZipError when the archive is cut, damaged, encrypted, larger than 4 GiB, or a bomb
 */
export function readZip(archive: Uint8Array): Map<string, Uint8Array> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const files = new Map<string, Uint8Array>()
  let room = maximumGrowth(bytes.length)
  let end = 0
  for (const entry of readDirectory(bytes).sort((a, b) => a.offset - b.offset)) {
    const { name, packedSize, size, offset } = entry
    if (files.has(name)) throw new ZipError(`it holds ${name} twice`)
    if (offset < end) throw new ZipError(`${name} overlaps another file`)
    const start = contentsStart(bytes, entry)
    end = start + packedSize
    if (end > bytes.length) throw new ZipError(`it is cut off within ${name}`)
    room -= size
    if (room < 0) throw new ZipError(`${name} claims to expand to ${size} bytes`)
    files.set(name, unpack(entry, bytes.subarray(start, end)))
  }
  return files
}

/** The chunks of an archive that stores the files uncompressed; the same files give the same bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  const locals: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, contents] of files) {
    const nameBytes = Buffer.from(name)
    if (offset + contents.length >= 0xffffffff)
      throw new RangeError('a zip archive without Zip64 ends at 4 GiB')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(stored, 4)
    common.writeUInt16LE(firstDay, 8)
    common.writeUInt32LE(crc32(contents), 10)
    common.writeUInt32LE(contents.length, 14)
    common.writeUInt32LE(contents.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)

    const central = Buffer.alloc(centralHeader.length)
    central.writeUInt32LE(centralHeader.signature)
    central.writeUInt16LE(20, 4)
    common.copy(central, 6)
    central.writeUInt32LE(offset, 42)
    directory.push(central, nameBytes)

    const local = Buffer.alloc(4)
    local.writeUInt32LE(localHeader.signature)
    locals.push(local, common, nameBytes, contents)
    offset += localHeader.length + nameBytes.length + contents.length
  }
  const tail = Buffer.alloc(endOfDirectory.length)
  tail.writeUInt32LE(endOfDirectory.signature)
  tail.writeUInt16LE(files.size, 8)
  tail.writeUInt16LE(files.size, 10)
  tail.writeUInt32LE(
    directory.reduce((sum, chunk) => sum + chunk.length, 0),
    12,
  )
  tail.writeUInt32LE(offset, 16)
  return [...locals, ...directory, tail]
}

function readDirectory(bytes: Buffer): Entry[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let position = bytes.readUInt32LE(end + 16)
  const entries: Entry[] = []
  while (entries.length < count) {
    if (position + centralHeader.length > end || bytes.readUInt32LE(position) !== centralHeader.signature) {
      throw new ZipError('its directory is damaged')
    }
    const encrypted = (bytes.readUInt16LE(position + 8) & 1) === 1
    const nameEnd = position + centralHeader.length + bytes.readUInt16LE(position + 28)
    const name = bytes.toString('utf8', position + centralHeader.length, nameEnd)
    if (!/^\P{Cc}{1,255}$/u.test(name)) throw new ZipError('its directory is damaged')
    if (encrypted) throw new ZipError(`${name} is encrypted`)
    entries.push({
      name,
      method: bytes.readUInt16LE(position + 10),
      crc: bytes.readUInt32LE(position + 16),
      packedSize: bytes.readUInt32LE(position + 20),
      size: bytes.readUInt32LE(position + 24),
      offset: bytes.readUInt32LE(position + 42),
    })
    position = nameEnd + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32)
  }
  return entries
}

function findEnd(bytes: Buffer): number {
  const last = bytes.length - endOfDirectory.length
  for (let at = last; at >= Math.max(0, last - endOfDirectory.longestComment); at--) {
    if (bytes.readUInt32LE(at) === endOfDirectory.signature) return at
  }
  throw new ZipError('it is no zip archive, or its end is missing')
}

function contentsStart(bytes: Buffer, { name, offset }: Entry): number {
  if (offset + localHeader.length > bytes.length || bytes.readUInt32LE(offset) !== localHeader.signature) {
    throw new ZipError(`the header of ${name} is damaged`)
  }
  return offset + localHeader.length + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
}

function unpack({ name, method, crc, size }: Entry, packed: Buffer): Uint8Array {
  if (method !== stored && method !== deflated)
    throw new ZipError(`${name} is compressed by method ${method}`)
  const contents = method === stored ? packed : inflate(name, packed, size)
  if (contents.length !== size || crc32(contents) !== crc) throw new ZipError(`${name} is damaged`)
  return contents
}

function inflate(name: string, packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
  } catch (error) {
    throw new ZipError(`${name} is damaged (${reason(error)})`, { cause: error })
  }
}
