/**
 * Zip archives of a few files, as `numpy.savez` (stored) and `numpy.savez_compressed` (deflated) write them. Sizes
 * and offsets are believed only after the bytes were seen, so a hostile archive costs no more memory than it has bytes.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 */
import { reason } from '../errors.ts'
import { concatenated, fromUtf8, toUtf8, viewOf } from './bytes.ts'
import { crc32 } from './crc32.ts'

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
export async function readZip(archive: Uint8Array): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  let room = maximumGrowth(archive.length)
  let end = 0
  for (const entry of readDirectory(archive).sort((a, b) => a.offset - b.offset)) {
    const { name, packedSize, size, offset } = entry
    if (files.has(name)) throw new ZipError(`it holds ${name} twice`)
    if (offset < end) throw new ZipError(`${name} overlaps another file`)
    const start = contentsStart(viewOf(archive), entry)
    end = start + packedSize
    if (end > archive.length) throw new ZipError(`it is cut off within ${name}`)
    room -= size
    if (room < 0) throw new ZipError(`${name} claims to expand to ${size} bytes`)
    files.set(name, await unpack(entry, archive.subarray(start, end)))
  }
  return files
}

/** The chunks of an archive that stores the files uncompressed; the same files give the same bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  const locals: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, contents] of files) {
    const nameBytes = toUtf8(name)
    if (offset + contents.length >= 0xffffffff)
      throw new RangeError('a zip archive without Zip64 ends at 4 GiB')
    const common = fields(26, {
      0: [2, 20],
      4: [2, stored],
      8: [2, firstDay],
      10: [4, crc32(contents)],
      14: [4, contents.length],
      18: [4, contents.length],
      22: [2, nameBytes.length],
    })
    const central = fields(centralHeader.length, {
      0: [4, centralHeader.signature],
      4: [2, 20],
      42: [4, offset],
    })
    central.set(common, 6)
    directory.push(central, nameBytes)
    locals.push(fields(4, { 0: [4, localHeader.signature] }), common, nameBytes, contents)
    offset += localHeader.length + nameBytes.length + contents.length
  }
  const tail = fields(endOfDirectory.length, {
    0: [4, endOfDirectory.signature],
    8: [2, files.size],
    10: [2, files.size],
    12: [4, directory.reduce((sum, chunk) => sum + chunk.length, 0)],
    16: [4, offset],
  })
  return [...locals, ...directory, tail]
}

/** So many bytes, 0 but for the numbers that begin at these places: how many bytes each takes, and its value. */
function fields(
  length: number,
  numbers: Readonly<Record<number, readonly [bytes: 2 | 4, value: number]>>,
): Uint8Array {
  const result = new Uint8Array(length)
  const view = viewOf(result)
  for (const [at, [bytes, value]] of Object.entries(numbers)) {
    if (bytes === 2) view.setUint16(Number(at), value, true)
    else view.setUint32(Number(at), value, true)
  }
  return result
}

function readDirectory(bytes: Uint8Array): Entry[] {
  const view = viewOf(bytes)
  const short = (at: number) => view.getUint16(at, true)
  const long = (at: number) => view.getUint32(at, true)
  const end = findEnd(view)
  const count = short(end + 10)
  let position = long(end + 16)
  const entries: Entry[] = []
  while (entries.length < count) {
    if (position + centralHeader.length > end || long(position) !== centralHeader.signature) {
      throw new ZipError('its directory is damaged')
    }
    const encrypted = (short(position + 8) & 1) === 1
    const nameEnd = position + centralHeader.length + short(position + 28)
    const name = fromUtf8(bytes.subarray(position + centralHeader.length, nameEnd))
    if (!/^\P{Cc}{1,255}$/u.test(name)) throw new ZipError('its directory is damaged')
    if (encrypted) throw new ZipError(`${name} is encrypted`)
    entries.push({
      name,
      method: short(position + 10),
      crc: long(position + 16),
      packedSize: long(position + 20),
      size: long(position + 24),
      offset: long(position + 42),
    })
    position = nameEnd + short(position + 30) + short(position + 32)
  }
  return entries
}

function findEnd(view: DataView): number {
  const last = view.byteLength - endOfDirectory.length
  for (let at = last; at >= Math.max(0, last - endOfDirectory.longestComment); at--) {
    if (view.getUint32(at, true) === endOfDirectory.signature) return at
  }
  throw new ZipError('it is no zip archive, or its end is missing')
}

function contentsStart(view: DataView, { name, offset }: Entry): number {
  const end = offset + localHeader.length
  if (end > view.byteLength || view.getUint32(offset, true) !== localHeader.signature) {
    throw new ZipError(`the header of ${name} is damaged`)
  }
  return end + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
}

async function unpack({ name, method, crc, size }: Entry, packed: Uint8Array): Promise<Uint8Array> {
  if (method !== stored && method !== deflated)
    throw new ZipError(`${name} is compressed by method ${method}`)
  const contents = method === stored ? packed : await inflate(name, packed, size)
  if (contents.length !== size || crc32(contents) !== crc) throw new ZipError(`${name} is damaged`)
  return contents
}

/** What was deflated; read no further than it may be long. */
async function inflate(name: string, packed: Uint8Array, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
    for await (const chunk of stream) {
      chunks.push(chunk)
      length += chunk.length
      if (length > size) break
    }
  } catch (error) {
    throw new ZipError(`${name} is damaged (${reason(error)})`, { cause: error })
  }
  return concatenated(chunks)
}
