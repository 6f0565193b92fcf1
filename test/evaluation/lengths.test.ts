import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorsByLength } from '../../src/evaluation/lengths.ts'

describe('errorsByLength', () => {
  it('counts texts and wrong answers in buckets that double, without the empty ones', () => {
    const lengths = [0, 9, 10, 19, 40, 79, 80]
    expect(errorsByLength(lengths, i => i % 2 === 0)).toEqual([
      { from: 0, to: 9, texts: 2, wrong: 1 },
      { from: 10, to: 19, texts: 2, wrong: 1 },
      { from: 40, to: 79, texts: 2, wrong: 1 },
      { from: 80, to: 159, texts: 1, wrong: 0 },
    ])
  })

  it('has the bucket around every length, up to a million tokens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), length => {
        const [bucket] = errorsByLength([length], () => false)
        expect(bucket).toMatchObject({ texts: 1, wrong: 1 })
        expect(bucket!.from).toBeLessThanOrEqual(length)
        expect(bucket!.to).toBeGreaterThanOrEqual(length)
      }),
    )
  })
})
