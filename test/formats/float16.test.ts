import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Float16Bits, fromFloat16, toFloat16 } from '../../src/formats/float16.ts'

const all = Float16Bits.from({ length: 0x10000 }, (_, bits) => bits)
/** Every finite number of binary16, ascending, each once. */
const finite = [...new Set(fromFloat16(all).filter(Number.isFinite))].sort((a, b) => a - b)

describe('fromFloat16', () => {
  it('gives what IEEE 754 says of examples', () => {
    const examples: [number, number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x7c00, Number.POSITIVE_INFINITY],
      [0xfc00, Number.NEGATIVE_INFINITY],
      [0x7e00, Number.NaN],
    ]
    const [bits, values] = [examples.map(([half]) => half), examples.map(([, value]) => value)]
    expect([...fromFloat16(Float16Bits.from(bits))]).toEqual(values)
  })
})

describe('toFloat16', () => {
  it('takes every number of binary16 for itself', () => {
    const numbers = all.filter(bits => (bits & 0x7fff) <= 0x7c00)
    expect(toFloat16(fromFloat16(numbers as Float16Bits))).toEqual(numbers)
    expect(fromFloat16(toFloat16(Float32Array.of(Number.NaN)))[0]).toBeNaN()
  })

  it('gives the nearest number, of two equally near ones the one with an even last bit', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), value => {
        const bits = toFloat16(Float32Array.of(value))
        const rounded = fromFloat16(bits)[0]!
        const at = finite.findIndex(number => number >= value)
        const neighbours = finite.slice(Math.max(0, at - 1), at + 1)
        const distance = (number: number) => Math.abs(number - value)
        expect(distance(rounded)).toBe(Math.min(...neighbours.map(distance)))
        const tie = neighbours.length === 2 && distance(neighbours[0]!) === distance(neighbours[1]!)
        if (tie) expect(bits[0]! & 1).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('rounds what lies in the middle to even, and what is too large to infinity', () => {
    const halves = (...values: number[]) => [...toFloat16(Float32Array.from(values))]
    expect(halves(1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25)).toEqual([0x3c00, 0x3c02, 0, 2])
    expect(halves(65519, 65520, -1e30)).toEqual([0x7bff, 0x7c00, 0xfc00])
  })
})
