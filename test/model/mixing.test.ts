import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitMixing, mixed } from '../../src/model/mixing.ts'
import { fitTemperature } from '../../src/model/temperature.ts'
import { Random } from '../../src/random.ts'

/** Labels drawn by softmax(sum of factor * score), for n texts with random scores. */
function drawn(random: Random, n: number, classes: number, factors: readonly number[]) {
  const parts = factors.map(() => Float64Array.from({ length: n * classes }, () => 2 * random.gaussian()))
  const logs = mixed(parts, Float64Array.from(factors), classes)
  const labels = Int32Array.from({ length: n }, (_, i) => {
    let rest = random.uniform()
    for (let c = 0; c < classes - 1; c++) {
      rest -= Math.exp(logs[i * classes + c]!)
      if (rest < 0) return c
    }
    return classes - 1
  })
  return { parts, labels }
}

/** What the fit makes small, by its formula. */
function cost(
  parts: readonly Float64Array[],
  labels: Int32Array,
  classes: number,
  factors: Float64Array,
): number {
  const logs = mixed(parts, factors, classes)
  const start = 1 / parts.length
  return (
    labels.reduce((sum, label, i) => sum - logs[i * classes + label]!, 0) +
    factors.reduce((sum, factor) => sum + (factor - start) ** 2 / 2, 0)
  )
}

describe('fitMixing', () => {
  it.each([2, 4])('finds the factors that 20,000 labels of %d classes were drawn with, to 0.05', classes => {
    const factors = [0.7, 1.3, 0]
    const { parts, labels } = drawn(new Random(1), 20_000, classes, factors)
    for (const [m, factor] of fitMixing(parts, labels, classes).entries()) {
      expect(Math.abs(factor - factors[m]!)).toBeLessThan(0.05)
    }
  })

  it('no factors near those it finds cost less, and none is below 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 40 }), (seed, n) => {
        const { parts, labels } = drawn(new Random(seed), n, 3, [1, -1])
        const factors = fitMixing(parts, labels, 3)
        fc.pre(factors.some(factor => factor !== 0.05)) // what it gives in the place of zeros alone
        const least = cost(parts, labels, 3, factors)
        for (const [m, factor] of factors.entries()) {
          expect(factor).toBeGreaterThanOrEqual(0)
          for (const off of [-1e-3, 1e-3]) {
            const near = factors.slice()
            near[m] = Math.max(0, factor + off)
            expect(cost(parts, labels, 3, near)).toBeGreaterThanOrEqual(least - 1e-12)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('gives a part that knows nothing, or the contrary, no say', () => {
    const { parts, labels } = drawn(new Random(2), 5000, 2, [2])
    const contrary = parts[0]!.map(score => -score)
    const [good, bad] = fitMixing([parts[0]!, contrary], labels, 2)
    expect(bad).toBe(0)
    expect(good).toBeGreaterThan(1.8)
  })

  it('of one part is the temperature, to 1 %', () => {
    const { parts, labels } = drawn(new Random(3), 20_000, 3, [0.4])
    const [factor] = fitMixing(parts, labels, 3)
    const probabilities = Float32Array.from(mixed(parts, Float64Array.of(1), 3), Math.exp)
    expect(factor! * fitTemperature(probabilities, labels, 3)).toBeCloseTo(1, 2)
  })

  it('stays near even shares where there is hardly a text, and is even where there is none', () => {
    expect([...fitMixing([new Float64Array(0), new Float64Array(0)], new Int32Array(0), 2)]).toEqual([
      0.5, 0.5,
    ])
    const { parts, labels } = drawn(new Random(4), 1, 2, [1, 1])
    for (const factor of fitMixing(parts, labels, 2)) expect(Math.abs(factor - 0.5)).toBeLessThan(2)
  })

  it('has parts answer still where a handful of texts speaks against all of them', () => {
    const against = Float64Array.of(0, 3, 0, 3, 3, 0, 3, 0)
    const factors = fitMixing([against, against], Int32Array.of(0, 0, 1, 1), 2)
    expect([...factors]).toEqual([0.05, 0.05])
  })

  it('counts a text of weight 2 like two of them', () => {
    const { parts, labels } = drawn(new Random(5), 20, 3, [1, 1])
    const twice = parts.map(scores => Float64Array.of(...scores, ...scores.subarray(0, 3)))
    const a = fitMixing(twice, Int32Array.of(...labels, labels[0]!), 3)
    const b = fitMixing(
      parts,
      labels,
      3,
      Float64Array.from(labels, (_, i) => (i === 0 ? 2 : 1)),
    )
    for (const [m, factor] of a.entries()) expect(b[m]).toBeCloseTo(factor, 6)
  })
})

describe('mixed', () => {
  it('gives log-probabilities of scores of any size', () => {
    const logs = mixed([Float64Array.of(1000, -1000, 0, 0)], Float64Array.of(2), 2)
    expect([...logs]).toEqual([0, -4000, -Math.LN2, -Math.LN2])
  })
})
