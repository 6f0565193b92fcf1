import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinedArrays } from '../src/joined-arrays.ts'

describe('joinedArrays', () => {
  it('is what the arrays are as lists, one after the other, for any number of them', () => {
    fc.assert(
      fc.property(fc.array(fc.float64Array()), arrays => {
        const whole = joinedArrays(Float64Array, arrays)
        expect(Array.from(whole)).toEqual(arrays.flatMap(array => Array.from(array)))
      }),
    )
  })

  it('copies', () => {
    const one = Int32Array.of(1)
    const whole = joinedArrays(Int32Array, [one])
    one[0] = 2
    expect(whole).toEqual(Int32Array.of(1))
  })
})
