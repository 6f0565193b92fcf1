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
import { bytesOf, fromLatin1, fromUtf8, indexOf, toLatin1, toUtf8, viewOf } from './bytes.ts'
import { Float16Bits } from './float16.ts'

const elementTypes = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  F16: Float16Bits,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const
type ElementType = keyof typeof elementTypes

export type TensorData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Float16Bits
  | Uint16Array
  | Int8Array
  | Uint8Array

export interface Tensor {
  /** Row-major; the product of the shape is the length of `data`. */
  readonly shape: readonly number[]
  readonly data: TensorData
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: Readonly<Record<string, Tensor>>
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
  const chunks = [head, ...entries.map(([, { data }]) => bytesOf(data))]
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
  const damaged = (what: string) =>
    new LstmError('model', `${path} is damaged or not a model file of lstm: ${what}`, {
      hint: 'use another copy of the file, or make it again',
    })

  if (bytes.length < lengthBytes) throw damaged(`it has ${bytes.length} bytes`)
  const headerLength = viewOf(bytes).getBigUint64(0, true)
  if (headerLength > bytes.length - lengthBytes) throw damaged('it is shorter than its header')
  const dataStart = lengthBytes + Number(headerLength)

  const head = Uint8Array.from(bytes.subarray(0, dataStart))
  const position = checksumPosition(head)
  if (position < 0) throw damaged('it holds no checksum')
  const expected = fromLatin1(head.subarray(position, position + noChecksum.length))
  head.set(toLatin1(noChecksum), position)
  if (checksum([head, bytes.subarray(dataStart)]) !== expected)
    throw damaged('its checksum does not match its contents')

  const { __metadata__: metadata, ...entries } = parseHeader(head.subarray(lengthBytes), damaged)
  const tensors: Record<string, Tensor> = {}
  let end = 0
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets } = entry as {
      dtype: ElementType
      shape: number[]
      data_offsets: number[]
    }
    const type = elementTypes[dtype]
    const length = type && Array.isArray(shape) ? count(shape) : Number.NaN
    if (data_offsets?.[0] !== end || data_offsets[1] !== end + length * type.BYTES_PER_ELEMENT) {
      throw damaged(`tensor ${name} does not fit its place`)
    }
    tensors[name] = { shape, data: view(dtype, bytes, dataStart + end, length) }
    end = data_offsets[1]
  }
  if (dataStart + end !== bytes.length)
    throw damaged(`${bytes.length - dataStart - end} bytes belong to no tensor`)
  return { metadata: { ...(metadata as Record<string, string>), sha256: expected }, tensors }
}

function parseHeader(json: Uint8Array, damaged: (what: string) => LstmError): Record<string, object> {
  try {
    return JSON.parse(fromUtf8(json))
  } catch (error) {
    throw damaged(`its header is not JSON (${reason(error)})`)
  }
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
