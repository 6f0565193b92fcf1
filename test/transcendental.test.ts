import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, log, softplus } from '../src/transcendental.ts'

/** The distance of two numbers in units of the last place of the expected one. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(expected))), -1022)
  return Math.abs(actual - expected) / 2 ** (exponent - 52)
}

describe('exp and log', () => {
  it('are within 2 units in the last place of those of this engine of JavaScript', () => {
    fc.assert(
      fc.property(fc.double({ min: -745, max: 709.7, noNaN: true }), x => ulps(exp(x), Math.exp(x)) <= 2),
      { numRuns: 20_000 },
    )
    fc.assert(
      fc.property(
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        x => ulps(log(x), Math.log(x)) <= 2,
      ),
      { numRuns: 20_000 },
    )
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), x => ulps(log(x), Math.log(x)) <= 2),
      { numRuns: 20_000 },
    )
  })

  it('give the values of the correctly rounded functions where those are easy to state', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-745)).toBe(5e-324)
    expect(log(1)).toBe(0)
    expect(log(2)).toBe(Math.LN2)
    expect(log(10)).toBe(Math.LN10)
    expect(log(2 ** -1074)).toBe(-744.4400719213812)
  })

  it('end where float64 does', () => {
    expect([exp(710), exp(-746), exp(Number.POSITIVE_INFINITY), exp(Number.NEGATIVE_INFINITY)]).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
      0,
    ])
    expect(exp(Number.NaN)).toBeNaN()
    expect([log(0), log(Number.POSITIVE_INFINITY)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ])
    expect(log(-1)).toBeNaN()
    expect(log(Number.NaN)).toBeNaN()
  })

  it('keep their bits: a sum of a million of them', () => {
    let sum = 0
    for (let i = 1; i <= 1_000_000; i++) sum += exp(-i / 1e5) + log(i / 1e3)
    expect(sum).toBe(6007758.065706738)
  })
})

describe('softplus', () => {
  it('is log(1 + e^x), to 4 units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), x => {
        const expected = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
        return ulps(softplus(x), expected) <= 4
      }),
      { numRuns: 20_000 },
    )
  })

  it('is 0 and x at the ends', () => {
    expect(softplus(-1000)).toBe(0)
    expect(softplus(1000)).toBe(1000)
  })
})
