/**
 * The safetensors file format, bytes only: a little-endian u64 header length, a JSON header, the tensors' bytes.
 * Source: the format description of huggingface/safetensors.
 *
 * Two things are ours: the metadata always holds `sha256`, a checksum of the whole file taken with that field's
 * 64 digits set to '0', so that no changed bit goes unnoticed; and tensors stand in descending order of
 * element size, so that all of them are aligned and can be read in place.
 */
import { LstmError, reason } from '../errors.ts'
import { host } from '../host/index.ts'
import { concatenated, fromLatin1, fromUtf8, indexOf, toLatin1, toUtf8, viewOf } from './bytes.ts'
import { Float16Bits } from './float16.ts'

const elementTypes = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  F16: Float16Bits,
  U8: Uint8Array,
} as const
type ElementType = keyof typeof elementTypes

type TensorData = Float64Array | Float32Array | Int32Array | Uint32Array | Float16Bits | Uint8Array

export interface StoredTensor {
  /** Row-major; the product of the shape is the length of `data`. */
  readonly shape: readonly number[]
  readonly data: TensorData
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: Readonly<Record<string, StoredTensor>>
}

const noChecksum = '0'.repeat(64)
const lengthBytes = 8
const blank = 0x20

/** The file's bytes, checksum included, as chunks to be written one after the other; `data` is not copied. */
export function encodeSafetensors({ metadata, tensors }: TensorFile): Uint8Array[] {
  const entries = Object.entries(tensors).sort(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  )
  const header: Record<string, unknown> = { __metadata__: { ...metadata, sha256: noChecksum } }
  let end = 0
  for (const [name, { shape, data }] of entries) {
    if (data.length !== count(shape))
      throw new RangeError(`${name}: ${data.length} elements for shape ${shape}`)
    const begin = end
    end += data.byteLength
    header[name] = { dtype: elementType(data), shape, data_offsets: [begin, end] }
  }

  const json = toUtf8(JSON.stringify(header))
  const head = new Uint8Array(lengthBytes + Math.ceil(json.length / 8) * 8).fill(blank)
  viewOf(head).setBigUint64(0, BigInt(head.length - lengthBytes), true)
  head.set(json, lengthBytes)
  const chunks = [head, ...entries.flatMap(([, { data }]) => pieces(data))]
  head.set(toLatin1(checksum(chunks)), checksumPosition(head))
  return chunks
}

/**
 * The contents of a file written by `encodeSafetensors`. Tensors are views into `bytes` where its alignment allows.
 *
 * @param path names the file in errors
 * @throws LstmError 'model' when a single bit is not as it was written
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): TensorFile {
  const dataStart = lengthBytes + headerLength(bytes, bytes.length, path)
  const { metadata, digest, head, places } = decodeHead(
    Uint8Array.from(bytes.subarray(0, dataStart)),
    bytes.length,
    path,
  )
  if (checksum([head, ...pieces(bytes.subarray(dataStart))]) !== digest) throw changed(path)
  const tensors = places.map(({ name, type, shape, begin, length }) => [
    name,
    { shape, data: view(type, bytes, dataStart + begin, length) },
  ])
  return { metadata, tensors: Object.fromEntries(tensors) }
}

/** Bytes that are read one after the other. */
interface ByteSource {
  /** All of them. */
  readonly size: number
  /** Fills the array with those that follow. */
  read(into: Uint8Array): Promise<void>
}

/**
 * The same from a file of any size, which is never in memory as a whole beside its tensors.
 *
 * @param path names the file in errors
 * @throws LstmError 'model' when a single bit is not as it was written; 'memory' when there is not enough for the tensors
 */
export async function readSafetensors(source: ByteSource, path: string): Promise<TensorFile> {
  const start = new Uint8Array(Math.min(lengthBytes, source.size))
  await source.read(start)
  const header = new Uint8Array(headerLength(start, source.size, path))
  await source.read(header)
  const { metadata, digest, head, places } = decodeHead(concatenated([start, header]), source.size, path)
  const hash = host.sha256()
  hash.update(head)
  const tensors: [string, StoredTensor][] = []
  for (const { name, type, shape, length } of places) {
    const data = allocate(type, length, path)
    for (const piece of pieces(data)) {
      await source.read(piece)
      hash.update(piece)
    }
    tensors.push([name, { shape, data }])
  }
  if (hash.digest() !== digest) throw changed(path)
  return { metadata, tensors: Object.fromEntries(tensors) }
}

/** What stands before the tensors. */
interface Head {
  readonly metadata: Readonly<Record<string, string>>
  /** The checksum that the file should have. */
  readonly digest: string
  /** The bytes as they were when the checksum was taken. */
  readonly head: Uint8Array
  /** Without a gap, in the order in which they stand; together they take all bytes that follow. */
  readonly places: readonly Place[]
}

interface Place {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  /** Bytes of tensors before it. */
  readonly begin: number
  /** Elements. */
  readonly length: number
}

/** Bytes of a header at most, what a text can have in JavaScript: none that is larger was ever written, nor could it be read. */
const longestHeader = 2 ** 29 - 24

/**
 * How many bytes the header has that follows the first ones of a file.
 *
 * @param start the first 8 bytes
 * @throws LstmError 'model' where there cannot be so many
 */
export function headerLength(start: Uint8Array, size: number, path: string): number {
  if (size < lengthBytes) throw damaged(path, `it has ${size} bytes`)
  const length = viewOf(start).getBigUint64(0, true)
  if (length > size - lengthBytes) throw damaged(path, 'it is shorter than its header')
  if (length > longestHeader) throw damaged(path, `its header has more than ${longestHeader} bytes`)
  return Number(length)
}

function decodeHead(head: Uint8Array, size: number, path: string): Head {
  const position = checksumPosition(head)
  if (position < 0) throw damaged(path, 'it holds no checksum')
  const digest = fromLatin1(head.subarray(position, position + noChecksum.length))
  head.set(toLatin1(noChecksum), position)
  const { __metadata__: metadata, ...entries } = parseHeader(head.subarray(lengthBytes), path)
  if (!Object.values(metadata ?? {}).every(value => typeof value === 'string')) {
    throw damaged(path, 'its metadata are not texts')
  }
  let end = 0
  const places = Object.entries(entries).map(([name, entry]): Place => {
    const { dtype, shape, data_offsets } = entry as Readonly<Record<string, unknown>>
    const begin = end
    const type = Object.keys(elementTypes).find((known): known is ElementType => known === dtype)
    const isShape = Array.isArray(shape) && shape.every(length => Number.isSafeInteger(length) && length >= 0)
    if (type && isShape) {
      const length = count(shape)
      end += length * elementTypes[type].BYTES_PER_ELEMENT
      if (String(data_offsets) === `${begin},${end}`) return { name, type, shape, begin, length }
    }
    throw damaged(path, `tensor ${name} does not fit its place`)
  })
  if (head.length + end !== size) {
    throw damaged(path, `its tensors take ${end} bytes, and ${size - head.length} are there`)
  }
  return { metadata: { ...(metadata as Record<string, string>), sha256: digest }, digest, head, places }
}

function damaged(path: string, what: string): LstmError {
  return new LstmError('model', `${path} is damaged or not a model file of lstm: ${what}`, {
    hint: 'use another copy of the file, or make it again',
  })
}

function changed(path: string): LstmError {
  return damaged(path, 'its checksum does not match its contents')
}

function parseHeader(json: Uint8Array, path: string): Record<string, object> {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null
  let header: Record<string, object>
  try {
    header = JSON.parse(fromUtf8(json))
  } catch (error) {
    throw damaged(path, `its header is not JSON (${reason(error)})`)
  }
  if (isObject(header) && Object.values(header).every(isObject)) return header
  throw damaged(path, 'its header is not one of tensors')
}

/** Where the checksum's digits start, or -1. `__metadata__` stands first and no metadata before `sha256` can contain an unescaped quote. */
function checksumPosition(head: Uint8Array): number {
  const key = '"sha256":"'
  const at = indexOf(head, key)
  return at < 0 || at + key.length + noChecksum.length > head.length ? -1 : at + key.length
}

function checksum(chunks: readonly Uint8Array[]): string {
  const hash = host.sha256()
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest()
}

/** What one call hashes, reads or writes at most, in bytes: 2 GiB are more than a call takes. */
const pieceBytes = 1 << 26

/** Views of all bytes, one after the other. */
function pieces({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array[] {
  return Array.from({ length: Math.ceil(byteLength / pieceBytes) }, (_, i) => {
    const begin = i * pieceBytes
    return new Uint8Array(buffer, byteOffset + begin, Math.min(pieceBytes, byteLength - begin))
  })
}

function allocate(type: ElementType, length: number, path: string): TensorData {
  const bytes = length * elementTypes[type].BYTES_PER_ELEMENT
  try {
    return new elementTypes[type](new ArrayBuffer(bytes), 0, length)
  } catch (error) {
    throw new LstmError('memory', `${path} does not fit into memory: a tensor takes ${bytes} bytes`, {
      cause: error,
    })
  }
}

function view(dtype: ElementType, file: Uint8Array, offset: number, length: number): TensorData {
  const type = elementTypes[dtype]
  const start = file.byteOffset + offset
  if (start % type.BYTES_PER_ELEMENT === 0) return new type(file.buffer as ArrayBuffer, start, length)
  const copy = Uint8Array.from(file.subarray(offset, offset + length * type.BYTES_PER_ELEMENT))
  return new type(copy.buffer, 0, length)
}

function elementType(data: TensorData): ElementType {
  return (Object.keys(elementTypes) as ElementType[]).find(name => data instanceof elementTypes[name])!
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
