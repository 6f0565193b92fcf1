import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { encodeNpy, type NumpyArray } from '../../src/formats/npy.ts'
import { decodeNpz, encodeNpz } from '../../src/formats/npz.ts'
import { writeZip } from '../../src/formats/zip.ts'
import { mutated, resultOrLstmError, thousandRuns } from '../mutations.ts'
import { officialFile } from '../storage/official-files.ts'

const expected: Record<string, { shape: number[]; values: (string | number)[] }> = JSON.parse(
  officialFile('arrays.json').toString(),
)

const npy = (header: string, contents: Uint8Array = Buffer.alloc(24)) => {
  const head = Buffer.from('\x93NUMPY\x01\0\0\0', 'latin1')
  head.writeUInt16LE(header.length, 8)
  return Buffer.concat([head, Buffer.from(header), contents])
}
const npz = (header: string, contents?: Uint8Array) =>
  Buffer.concat(writeZip(new Map([['Wemb.npy', npy(header, contents)]])))
const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`
const refusal = async (bytes: Uint8Array) => {
  try {
    await decodeNpz(bytes, 'x.npz')
  } catch (error) {
    if (error instanceof LstmError && error.code === 'model') return error.message
    throw error
  }
  return undefined
}

describe('npz', () => {
  it.each(['arrays.npz', 'arrays-compressed.npz'])('reads every number of %s as NumPy has it', async name => {
    const arrays = await decodeNpz(officialFile(name), name)
    expect(Object.keys(arrays)).toEqual(Object.keys(expected))
    for (const [key, { shape, values }] of Object.entries(expected)) {
      expect(arrays[key]!.shape, key).toEqual(shape)
      const read = Array.from<number | bigint>(arrays[key]!.data)
      expect(
        read.map((value, i) => (typeof values[i] === 'string' ? String(value) : Number(value))),
        key,
      ).toEqual(values)
    }
    expect(arrays.float32!.data).toBeInstanceOf(Float32Array)
    expect(arrays.big_endian64!.data).toBeInstanceOf(Float64Array)
  })

  it('reads the three versions of the header', async () => {
    const arrays = await decodeNpz(officialFile('versions.npz'), 'x')
    for (const name of ['v1', 'v2', 'v3']) expect(arrays[name]!.data).toEqual(Float32Array.of(0, 1, 2, 3))
  })

  it('writes each array to the bytes that numpy.savez writes', async () => {
    const file = officialFile('lstm_model.npz')
    for (const array of Object.values(await decodeNpz(file, 'x'))) {
      expect(file.includes(Buffer.from(encodeNpy(array)))).toBe(true)
    }
  })

  it('gives back what was written, at any shape', async () => {
    const array = fc
      .array(fc.nat(4), { maxLength: 4 })
      .chain(shape =>
        fc
          .float32Array({ minLength: count(shape), maxLength: count(shape) })
          .map((data): NumpyArray => ({ shape, data })),
      )
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), array), async arrays => {
        const back = await decodeNpz(Buffer.concat(encodeNpz(arrays)), 'x')
        expect({ ...back }).toEqual({ ...arrays })
      }),
    )
  })

  it.each<[what: string, bytes: Buffer, message: RegExp]>([
    ['objects', officialFile('objects.npz'), /Wemb: it holds Python objects, which are never run/],
    ['huge shapes', npz(header('<f4', '(100000, 100000)')), /wants 40000000000 bytes, and 24 are there/],
    ['shapes past any number', npz(header('<f8', `(${'999999999999999, '.repeat(60)})`)), /Infinity bytes/],
    ['more axes than NumPy has', npz(header('<f8', `(${'1, '.repeat(65)})`)), /no shape/],
    ['negative sizes', npz(header('<f4', '(-6,)')), /no shape that could be used/],
    ['too few bytes', npz(header('<f4', '(7,)')), /wants 28 bytes/],
    ['too many bytes', npz(header('<f4', '(5,)')), /wants 20 bytes/],
    ['texts', npz(header('<U6', '(1,)')), /type '<U6', not numbers/],
    ['records', npz("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (6,), }"), /records/],
    ['no order', npz(header('<f4', '(6,)', 'Maybe')), /order of the elements/],
    ['other files', Buffer.concat(writeZip(new Map([['a', Buffer.from('hello')]]))), /no NumPy array/],
    ['a bare array', npy(header('<f4', '(6,)')), /no zip archive/],
    ['nothing', Buffer.alloc(0), /no zip archive/],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await refusal(bytes)).toMatch(message)
  })

  it('refuses a header whose length is a lie, before it reads on', async () => {
    const bytes = npy(header('<f4', '(6,)'))
    bytes[6] = 2
    bytes.writeUInt32LE(0xfffffff0, 8)
    expect(await refusal(Buffer.concat(writeZip(new Map([['a.npy', bytes]]))))).toMatch(/header is cut off/)
  })

  it.each(['arrays.npz', 'arrays-compressed.npz'])(
    'ends in a result or one error for a thousand damaged copies of %s',
    async name => {
      await fc.assert(
        fc.asyncProperty(mutated(officialFile(name)), bytes =>
          resultOrLstmError(() => decodeNpz(bytes, name)),
        ),
        thousandRuns,
      )
    },
  )

  it('ends in a result or one error for a thousand arrays whose checksums are right and whose bytes are not', async () => {
    const array = Buffer.from(encodeNpy({ shape: [2, 3], data: new Float32Array(6) }))
    await fc.assert(
      fc.asyncProperty(mutated(array), bytes =>
        resultOrLstmError(() => decodeNpz(Buffer.concat(writeZip(new Map([['a.npy', bytes]]))), 'x')),
      ),
      thousandRuns,
    )
  })
})

function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}
