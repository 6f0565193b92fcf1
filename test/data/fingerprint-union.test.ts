import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fingerprintOf, isIn, textsIn, withTexts } from '../../src/data/fingerprint.ts'

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
