import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NgramIndex } from '../../src/text/ngram-index.ts'

const half = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
const key = fc.tuple(half, half)

it('finds n-grams as a map does, asked for the first time or the twentieth, few or many, one of them twice', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 200, selector: String }),
      fc.array(fc.array(key, { maxLength: 8 }), { minLength: 12, maxLength: 12 }),
      fc.nat(11),
      (known, questions, many) => {
        const index = new NgramIndex({
          low: Uint32Array.from(known, ([low]) => low),
          high: Uint32Array.from(known, ([, high]) => high),
        })
        const numbers = new Map(known.map((one, n) => [String(one), n]))
        for (const [q, some] of questions.entries()) {
          const one = [...some, ...known.slice(q, q + 3), ...known.slice(q, q + 3)]
          const asked =
            q === many ? Array.from({ length: 1500 }, (_, n) => one[n % one.length] ?? [n, n]) : one
          const found = new Int32Array(asked.length)
          index.findAll(
            {
              low: Int32Array.from(asked, ([low]) => low!),
              high: Int32Array.from(asked, ([, high]) => high!),
              count: asked.length,
            },
            found,
          )
          expect([...found]).toEqual(asked.map(one => numbers.get(String(one)) ?? -1))
        }
      },
    ),
    { numRuns: 50 },
  )
})
