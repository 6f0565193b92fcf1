/** IEEE 754 binary16, for files: half the size of float32, 11 significant bits, up to 65504. */

import { roundHalfToEven } from '../rounding.ts'
import { powerOfTwo } from '../transcendental.ts'

/** Numbers as their bits. A class of its own, so that a tensor of them cannot be taken for one of integers. */
export class Float16Bits extends Uint16Array<ArrayBuffer> {}

/** The numbers nearest to the values, of two equally near ones the even one; what is too large becomes infinite. */
export function toFloat16(values: Float32Array): Float16Bits {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return Float16Bits.from(bits, float32 => {
    const sign = (float32 >>> 16) & 0x8000
    const magnitude = float32 & 0x7fffffff
    if (magnitude > 0x7f800000) return sign | 0x7e00
    // Below the smallest normal number the steps are of 2^-24.
    if (magnitude < 0x38800000) return sign | roundHalfToEven(Math.abs(fromBits(float32)) * 2 ** 24)
    // The exponent's bias goes from 127 to 15; a carry out of the fraction raises the exponent, as it should.
    const rebiased = (magnitude - 0x38000000) / 2 ** 13
    return sign | Math.min(0x7c00, roundHalfToEven(rebiased))
  })
}

/** The numbers that the bits stand for; each is one of float32's. */
export function fromFloat16(bits: Float16Bits): Float32Array {
  const numbers = table()
  const result = new Float32Array(bits.length)
  for (let n = 0; n < bits.length; n++) result[n] = numbers[bits[n]!]!
  return result
}

const bias = powerOfTwo(112)

let values: Float32Array | undefined

/** What each of the 65,536 bit patterns stands for. */
function table(): Float32Array {
  if (values) return values
  values = new Float32Array(0x10000)
  const bits = new Uint32Array(values.buffer)
  for (let half = 0; half < values.length; half++) {
    const finite = (half & 0x7c00) !== 0x7c00
    bits[half] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13) | (finite ? 0 : 0x7f800000)
    // The same bits with the bias of float32: the exponent is 127 - 15 too small, also of what is below the smallest normal number.
    values[half]! *= bias
  }
  return values
}

const one = new Float32Array(1)
const oneAsBits = new Uint32Array(one.buffer)

function fromBits(float32: number): number {
  oneAsBits[0] = float32
  return one[0]!
}
