import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DistributionCounter, stabilityIndex } from '../../src/model/distributions.ts'

describe('distributions', () => {
  it('count each text once in each of them', () => {
    const counter = new DistributionCounter(2, true)
    counter.add(Int32Array.of(1, 5, 6, 7), Float32Array.of(0.25, 0.75))
    counter.add(Int32Array.of(), Float32Array.of(0.995, 0.005))
    counter.add(new Int32Array(5000).fill(1), Float32Array.of(0.5, 0.5))
    expect(counter.distributions()).toEqual({
      unknown: [1, 0, 0, 0, 0, 0, 1, 1],
      length: [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      confidence: [1, 0, 0, 1, 0, 0, 0, 1],
      answers: [2, 1],
    })
    expect(new DistributionCounter(2, false).distributions()).not.toHaveProperty('unknown')
  })
})

describe('the population stability index', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 8 })

  it('is 0 for the same counts, and never less', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const same = Math.min(one.length, other.length)
        expect(stabilityIndex(one, one)).toBeCloseTo(0, 12)
        expect(stabilityIndex(one.slice(0, same), other.slice(0, same))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('is what the formula says, to 1e-12', () => {
    // Shares 0.25, 0.75 before and 0.5, 0.5 now, with half a text more in each.
    const [p, q] = [
      [100.5 / 201, 100.5 / 201],
      [50.5 / 201, 150.5 / 201],
    ]
    const wanted = p!.reduce((sum, share, i) => sum + (share - q![i]!) * Math.log(share / q![i]!), 0)
    expect(stabilityIndex([50, 150], [100, 100])).toBeCloseTo(wanted, 12)
    expect(wanted).toBeGreaterThan(0.25)
  })
})
