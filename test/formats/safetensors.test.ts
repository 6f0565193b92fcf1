import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { bytesOf } from '../../src/formats/bytes.ts'
import { Float16Bits } from '../../src/formats/float16.ts'
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type TensorFile,
} from '../../src/formats/safetensors.ts'
import { mutated, thousandRuns } from '../mutations.ts'

const file: TensorFile = {
  metadata: { words: JSON.stringify(['the', 'naïve', '"sha256":"', '👍']), format: 'test' },
  tensors: {
    bytes: { shape: [3], data: Uint8Array.of(1, 2, 255) },
    halves: { shape: [1, 1], data: Float16Bits.from([40000]) },
    floats: { shape: [2, 3], data: Float32Array.of(0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e-40) },
    doubles: { shape: [], data: Float64Array.of(Math.PI) },
    empty: { shape: [0, 7], data: new Int32Array(0) },
    integers: { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
  },
}
const encoded = () => new Uint8Array(Buffer.concat(encodeSafetensors(file)))

describe('safetensors', () => {
  it('gives back metadata, shapes, types and every bit', () => {
    const back = decodeSafetensors(encoded(), 'x')
    expect({ ...back.metadata, sha256: undefined }).toEqual({ ...file.metadata, sha256: undefined })
    expect(back.metadata.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(back.tensors).toEqual(file.tensors)
    expect(Object.is((back.tensors.floats!.data as Float32Array)[1], -0)).toBe(true)
  })

  it('reads from bytes at any alignment', () => {
    for (let shift = 0; shift < 8; shift++) {
      const bytes = encoded()
      const shifted = new Uint8Array(bytes.length + shift).subarray(shift)
      shifted.set(bytes)
      expect(decodeSafetensors(shifted, 'x').tensors).toEqual(file.tensors)
    }
  })

  it('is the format others read: header length, JSON header, contiguous offsets from 0', () => {
    const bytes = Buffer.from(encoded())
    const length = Number(bytes.readBigUInt64LE())
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length))
    expect(length % 8).toBe(0)
    expect(header.doubles).toEqual({ dtype: 'F64', shape: [], data_offsets: [0, 8] })
    expect(bytes.readDoubleLE(8 + length)).toBe(Math.PI)
  })

  it('notices any single changed bit', () => {
    const bytes = encoded()
    for (let i = 0; i < bytes.length; i++) {
      const bit = 1 << (i % 8)
      bytes[i]! ^= bit
      expect(() => decodeSafetensors(bytes, 'model.safetensors')).toThrow(LstmError)
      bytes[i]! ^= bit
    }
    expect(() => decodeSafetensors(bytes, 'x')).not.toThrow()
  })

  it('notices any missing or additional bytes', () => {
    const bytes = encoded()
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'x')).toThrow(/^x is damaged/)
    }
    expect(() => decodeSafetensors(new Uint8Array([...bytes, 0]), 'x')).toThrow(/its tensors take/)
  })

  it('answers any bytes with an LstmError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(() => decodeSafetensors(bytes, 'x')).toThrow(LstmError)
      }),
    )
  })

  it('keeps any metadata strings', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        metadata => {
          fc.pre(
            !('__proto__' in metadata && Object.hasOwn(metadata, '__proto__')) &&
              !Object.hasOwn(metadata, 'sha256'),
          )
          const bytes = Buffer.concat(encodeSafetensors({ metadata, tensors: {} }))
          const { sha256, ...back } = decodeSafetensors(bytes, 'x').metadata
          expect(sha256).toHaveLength(64)
          expect(back).toEqual({ ...metadata })
        },
      ),
    )
  })
})

/** The bytes one after the other, as from a file. */
function sourceOf(bytes: Uint8Array) {
  let done = 0
  return {
    size: bytes.length,
    async read(into: Uint8Array): Promise<void> {
      into.set(bytes.subarray(done, done + into.length))
      done += into.length
    },
  }
}

describe('safetensors read piece by piece', () => {
  it('give the same as all bytes at once', async () => {
    expect(await readSafetensors(sourceOf(encoded()), 'x')).toEqual(decodeSafetensors(encoded(), 'x'))
  })

  it('may hold a tensor larger than a piece, and a changed bit at its end is noticed', async () => {
    const data = Float32Array.from({ length: (1 << 24) + 1000 }, (_, i) => i)
    const bytes = new Uint8Array(
      Buffer.concat(encodeSafetensors({ metadata: {}, tensors: { a: { shape: [data.length], data } } })),
    )
    const back = (await readSafetensors(sourceOf(bytes), 'x')).tensors.a!.data
    expect(Buffer.compare(bytesOf(back), bytesOf(data))).toBe(0)
    bytes[bytes.length - 1]! ^= 1
    await expect(readSafetensors(sourceOf(bytes), 'x')).rejects.toThrow(/checksum/)
  })

  it('are refused in the same words where they are damaged', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(Buffer.from(encoded())), async bytes => {
        const outcomeOf = async (read: () => unknown) => {
          try {
            return await read()
          } catch (error) {
            expect(error).toBeInstanceOf(LstmError)
            return (error as LstmError).message
          }
        }
        const whole = await outcomeOf(() => decodeSafetensors(bytes, 'x'))
        expect(await outcomeOf(() => readSafetensors(sourceOf(bytes), 'x'))).toEqual(whole)
      }),
      { ...thousandRuns, numRuns: 300 },
    )
  })

  it.each([
    'null',
    '[1]',
    '{"a":null}',
    '{"__metadata__":{"x":1}}',
    '{"a":{"dtype":"F32","shape":[-1,-4],"data_offsets":[0,16]}}',
  ])('a header that is %s is refused', async text => {
    const json = text
      .replace('{', `{"sha256":"${'0'.repeat(64)}",`)
      .replace('null', `"sha256":"${'0'.repeat(64)}"`)
    const head = Buffer.alloc(8)
    for (const header of [
      json,
      JSON.stringify({ __metadata__: { sha256: '0'.repeat(64) }, a: JSON.parse(text) }),
    ]) {
      head.writeBigUInt64LE(BigInt(Buffer.byteLength(header)))
      const bytes = Buffer.concat([head, Buffer.from(header), Buffer.alloc(16)])
      await expect(readSafetensors(sourceOf(bytes), 'x')).rejects.toThrow(/^x is damaged/)
    }
  })
})
