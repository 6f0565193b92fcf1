import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NgramTable } from '../../src/text/ngram-table.ts'

const half = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))

describe('NgramTable', () => {
  it('numbers n-grams as a map does, however many, with zeros in their keys or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(half, half), { maxLength: 300 }), keys => {
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
        expect([...low].map((key, n) => `${key | 0} ${high[n]! | 0}`)).toEqual([...plain.keys()])
        const again = NgramTable.of(table.keys())
        for (const [key, other] of keys) expect(again.find(key, other)).toBe(table.find(key, other))
        const numbers = new Int32Array(keys.length)
        const asked = keys.map(
          ([key, other], n) => (n % 2 ? [key, other] : [other, key ^ 1]) as [number, number],
        )
        const halves = {
          low: Int32Array.from(asked, ([key]) => key),
          high: Int32Array.from(asked, ([, other]) => other),
        }
        again.findAll({ ...halves, count: asked.length }, numbers)
        expect([...numbers]).toEqual(asked.map(([key, other]) => table.find(key, other)))
      }),
    )
  })

  it('keeps all n-grams as it grows, also those that want one place', () => {
    const table = new NgramTable(1)
    const keys = Array.from({ length: 5_000 }, (_, n) => [(n % 7) << 16, n] as const)
    expect(keys.map(([low, high]) => table.add(low, high))).toEqual(keys.map((_, n) => n))
    expect(keys.map(([low, high]) => table.find(low, high))).toEqual(keys.map((_, n) => n))
    expect([table.size, table.find(0, -1)]).toEqual([5_000, -1])
  })
})
