import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, openKernels } from '../src/engines/wasm/kernels.ts'
import { exp, log, power, softplus } from '../src/transcendental.ts'

/** The distance of two numbers in units of the last place of the expected one. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(expected))), -1022)
  return Math.abs(actual - expected) / 2 ** (exponent - 52)
}

describe('exp and log', () => {
  const exponents = fc.oneof(
    fc.double({ min: -746, max: 710, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double(),
  )
  const positive = fc.oneof(
    fc.double({ min: 0, noNaN: true }),
    fc.double({ min: 0.5, max: 2, noNaN: true }),
    fc.double({ min: 1 - 1e-5, max: 1 + 1e-5, noNaN: true }),
    fc.double(),
  )

  it('are within 2 units in the last place of those of this engine of JavaScript', () => {
    const runs = { numRuns: 20_000 }
    fc.assert(
      fc.property(exponents, x => ulps(exp(x), Math.exp(x)) <= 2),
      runs,
    )
    fc.assert(
      fc.property(positive, x => ulps(log(x), Math.log(x)) <= 2),
      runs,
    )
  })

  it('have the same bits in the kernels', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })
    const kernels = openKernels(await compile('separate'), memory) as unknown as Record<
      'exp' | 'log',
      (x: number) => number
    >
    fc.assert(
      fc.property(exponents, x => Object.is(kernels.exp(x), exp(x))),
      { numRuns: 20_000 },
    )
    fc.assert(
      fc.property(positive, x => Object.is(kernels.log(x), log(x))),
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

describe('power', () => {
  it('is the float64 next to the true value: against whole numbers of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 90 }), (digits, n) => {
        // (digits / 1024)^n, exactly: digits^n, of which the power of two is left out.
        expect(power(digits / 1024, n) * 2 ** (10 * n)).toBe(Number(BigInt(digits) ** BigInt(n)))
      }),
      { numRuns: 2000 },
    )
  })

  it('gives 1 for no factor, and 0 where float64 ends', () => {
    expect([power(0.9, 0), power(0.9, 1), power(0.5, 1074), power(0.5, 1100)]).toEqual([1, 0.9, 5e-324, 0])
  })
})

describe('whatever feeds bits that are kept', () => {
  /** For the eye, for the clock, or, in the two other engines and the studies, not promised to have the same bits everywhere. */
  const exempt =
    /^(transcendental\.ts|engines\/(reference\/gates|tensorflow\/.*)\.ts|experiments\/.*|evaluation\/report\/.*|browser\/page\/.*|commands\/.*|data\/download\.ts|data\/input\/compression\.ts|training\/time-plan\.ts)$/
  const named =
    /\bMath\.(exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b/
  /** Powers of two by whole exponents that stand there are exact in every engine. */
  const powers = /(?<!\b(2|10) )\*\* (?!\/)|\*\*(?! )=|\b10 \*\* /

  it("never comes from Math's transcendental functions or **", () => {
    const root = fileURLToPath(new URL('../src', import.meta.url))
    const wrong = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map(path => path.replaceAll('\\', '/'))
      .filter(path => /\.(ts|js)$/.test(path) && !exempt.test(path))
      .flatMap(path =>
        readFileSync(join(root, path), 'utf8')
          .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*|'[^'\n]*'/g, '')
          .split('\n')
          .filter(line => named.test(line) || powers.test(line))
          .map(line => `${path}: ${line.trim()}`),
      )
    expect(wrong).toEqual([])
  })
})
