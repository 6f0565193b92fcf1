/**
 * NumPy's file of one array: numbers only, in memory always row-major and in this machine's (little-endian) order.
 *
 * Source: numpy.lib.format, "Format Version 1.0" to "3.0".
 */

import { bytesOf, concatenated, fromLatin1, toLatin1, viewOf } from './bytes.ts'

/** By the letters that NumPy's type descriptions give after the byte order. */
const elementTypes = {
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  b1: Uint8Array,
} as const
type ElementType = keyof typeof elementTypes

export interface NumpyArray {
  /** [] for a single number. */
  readonly shape: readonly number[]
  /** Row-major; the product of the shape is its length. Booleans are 0 and 1. */
  readonly data:
    | Float32Array
    | Float64Array
    | Int8Array
    | Int16Array
    | Int32Array
    | BigInt64Array
    | Uint8Array
    | Uint16Array
    | Uint32Array
    | BigUint64Array
}

/** Why an array cannot be read; says nothing of where it lies. */
export class NpyError extends Error {}

const magic = toLatin1('\x93NUMPY')
/** NumPy's own limit for headers that it reads without being told to trust the file. */
const longestHeader = 10_000
const alignment = 64
/** NumPy's own. */
const mostAxes = 64

/**
 * The array in the file's bytes, copied.
 *
 * @throws NpyError when the file is cut, longer than its shape, damaged, or holds anything but numbers
 */
export function decodeNpy(file: Uint8Array): NumpyArray {
  const { header, end } = readHeader(file)
  const { bigEndian, type } = parseType(header)
  const shape = parseShape(header)
  const size = elementTypes[type].BYTES_PER_ELEMENT
  const count = shape.reduce((product, length) => product * length, 1)
  if (count * size !== file.length - end) {
    throw new NpyError(`shape (${shape}) wants ${count * size} bytes, and ${file.length - end} are there`)
  }
  const contents = Uint8Array.from(file.subarray(end))
  if (bigEndian) reverseEach(contents, size)
  const data = new elementTypes[type](contents.buffer, 0, count)
  if (isFortranOrder(header)) return { shape, data: toRowMajor(data, shape) }
  return { shape, data }
}

/** The file that `numpy.save` writes for the array (format version 1.0). */
export function encodeNpy({ shape, data }: NumpyArray): Uint8Array {
  const type = (Object.keys(elementTypes) as ElementType[]).find(name => data instanceof elementTypes[name])!
  const order = data.BYTES_PER_ELEMENT === 1 ? '|' : '<'
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const fields = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': ${tuple}, }`
  const start = magic.length + 4
  const padded = Math.ceil((start + fields.length + 1) / alignment) * alignment - start
  const head = new Uint8Array(start)
  head.set(magic)
  head[magic.length] = 1
  viewOf(head).setUint16(magic.length + 2, padded, true)
  return concatenated([head, toLatin1(`${fields.padEnd(padded - 1)}\n`), bytesOf(data)])
}

/** The header's text, and where it ends and the numbers begin. */
function readHeader(bytes: Uint8Array): { header: string; end: number } {
  if (bytes.length < 12 || magic.some((byte, n) => byte !== bytes[n]))
    throw new NpyError('it is no NumPy array')
  const version = bytes[magic.length]!
  if (version < 1 || version > 3) throw new NpyError(`format version ${version} is not known`)
  const start = magic.length + (version === 1 ? 4 : 6)
  const view = viewOf(bytes)
  const length = version === 1 ? view.getUint16(start - 2, true) : view.getUint32(start - 4, true)
  if (length > longestHeader || start + length > bytes.length)
    throw new NpyError('its header is cut off or damaged')
  return { header: fromLatin1(bytes.subarray(start, start + length)), end: start + length }
}

function parseType(header: string): { bigEndian: boolean; type: ElementType } {
  const [, description] = /'descr':\s*'([^'\n]{0,40})'/.exec(header) ?? []
  if (description === undefined) throw new NpyError('it holds records, not numbers')
  const [, order, type = ''] = /^([<>|=])(\w+)$/.exec(description) ?? []
  if (type === 'O') throw new NpyError('it holds Python objects, which are never run here')
  if (!Object.hasOwn(elementTypes, type))
    throw new NpyError(`its elements are of type '${description}', not numbers`)
  return { bigEndian: order === '>', type: type as ElementType }
}

function parseShape(header: string): number[] {
  const [, inside] = /'shape':\s*\(([^()]*)\)/.exec(header) ?? []
  const lengths = inside?.split(',').map(length => length.trim())
  if (lengths?.at(-1) === '') lengths.pop()
  // Python 2 may write a length with an L behind it.
  if (!lengths?.every(length => /^\d{1,15}L?$/.test(length)) || lengths.length > mostAxes) {
    throw new NpyError(
      `its header has no shape that could be used${inside === undefined ? '' : `: (${inside})`}`,
    )
  }
  return lengths.map(length => Number.parseInt(length, 10))
}

function isFortranOrder(header: string): boolean {
  const [, order] = /'fortran_order':\s*(True|False)/.exec(header) ?? []
  if (order === undefined) throw new NpyError('its header does not tell the order of the elements')
  return order === 'True'
}

/** Reverses the bytes of each element. */
function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse()
}

/** Elements that stand with the first index varying fastest, put so that the last one does. */
function toRowMajor<A extends NumpyArray['data']>(data: A, shape: readonly number[]): A {
  const result = data.slice() as A
  const index = shape.map(() => 0)
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, length) => product * length, 1),
  )
  for (let to = 0; to < data.length; to++) {
    result[to] = data[index.reduce((sum, i, axis) => sum + i * strides[axis]!, 0)]!
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0
  }
  return result
}
