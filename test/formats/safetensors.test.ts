import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src/formats/safetensors.ts'

const file: TensorFile = {
  metadata: { words: JSON.stringify(['the', 'naïve', '"sha256":"', '👍']), format: 'test' },
  tensors: {
    bytes: { shape: [3], data: Uint8Array.of(1, 2, 255) },
    halves: { shape: [1, 1], data: Uint16Array.of(40000) },
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
    expect(() => decodeSafetensors(new Uint8Array([...bytes, 0]), 'x')).toThrow(/checksum/)
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
