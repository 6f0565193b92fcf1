import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  fingerprintBytes,
  fingerprintOf,
  fingerprintWith,
  holdsBoth,
  isIn,
  textsIn,
  withTexts,
} from '../../src/data/fingerprint.ts'

const hashes = fc.array(fc.maxSafeNat(), { maxLength: 50 }).map(list => Float64Array.from(list))

it('a fingerprint with further texts has both: a list the one that all of them have', () => {
  fc.assert(
    fc.property(hashes, hashes, (some, more) => {
      const both = fingerprintOf(Float64Array.from([...some, ...more]))
      expect(withTexts(fingerprintOf(some), more)).toEqual(both)
    }),
  )
})

it('a filter as well, and counts them', () => {
  const many = Float64Array.from({ length: 70_000 }, (_, n) => n * 1_000_003)
  const filter = fingerprintOf(many)
  const more = Float64Array.of(0.5 * 2 ** 50, 3, 7)
  const both = withTexts(filter, more)
  expect(filter.kind).toBe('filter')
  expect([...more, many[5]!].every(hash => isIn(both, hash))).toBe(true)
  expect(textsIn(both) - textsIn(filter)).toBe(more.filter(hash => !isIn(filter, hash)).length)
})

it('of a training is that of its texts alone where there was none before, or that holds no more', () => {
  const more = Float64Array.of(3, 7)
  expect(fingerprintWith(undefined, more)).toEqual(fingerprintOf(more))
  expect(fingerprintWith(fingerprintOf(Float64Array.of(5)), more)).toEqual(
    fingerprintOf(Float64Array.of(3, 5, 7)),
  )
  const filter = { kind: 'filter', bits: new Uint8Array(1 << 20), probes: 16, texts: 100_000 } as const
  expect(fingerprintWith(filter, more)).toEqual(withTexts(filter, more))
  expect([holdsBoth(filter, 700_000), holdsBoth(filter, 900_000)]).toEqual([true, false])
  const full = { ...filter, texts: 1_000_000 }
  expect(fingerprintWith(full, more)).toEqual(fingerprintOf(more))
  expect([undefined, fingerprintOf(more), filter].map(fingerprintBytes)).toEqual([0, 16, 1 << 20])
})
