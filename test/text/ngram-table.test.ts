import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NgramTable } from '../../src/text/ngram-table.ts'

const uint32 = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))

describe('NgramTable', () => {
  it('numbers n-grams as a map does, however many, with zeros in their keys or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(uint32, uint32), { maxLength: 300 }), keys => {
        const table = new NgramTable(1)
        const plain = new Map<string, number>()
        for (const [low, high] of keys) {
          const name = `${low} ${high}`
          expect(table.find(low, high)).toBe(plain.get(name) ?? -1)
          if (!plain.has(name)) plain.set(name, plain.size)
          expect(table.add(low, high)).toBe(plain.get(name))
        }
        expect(table.size).toBe(plain.size)
        const { low, high } = table.keys()
        expect([...low].map((key, n) => `${key} ${high[n]}`)).toEqual([...plain.keys()])
        const again = NgramTable.of(table.keys())
        for (const [key, other] of keys) expect(again.find(key, other)).toBe(table.find(key, other))
      }),
    )
  })
})
