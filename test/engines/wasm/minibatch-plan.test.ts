import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { labelledMinibatch } from '../../../src/data/minibatches.ts'
import type { Sizes } from '../../../src/engines/engine.ts'
import { planTexts, TokenPlanner } from '../../../src/engines/wasm/minibatch-plan.ts'
import { Random } from '../../../src/random.ts'
import { randomLengths, randomMinibatch } from '../random-model.ts'

const sizes: Sizes = { vocabulary: 30, embedding: 1, hidden: 1, classes: 2, pooling: 'mean' }
const cases = fc.record({
  seed: fc.nat(),
  B: fc.integer({ min: 1, max: 20 }),
  T: fc.integer({ min: 0, max: 12 }),
  threads: fc.integer({ min: 1, max: 5 }),
})

it('texts are ranked by descending length, equal ones as they stand', () => {
  const texts = planTexts({ tokens: new Int32Array(4 * 5), lengths: Int32Array.of(2, 4, 0, 4, 2) })
  expect(texts).toEqual({
    order: Int32Array.of(1, 3, 0, 4, 2),
    lengths: Int32Array.of(4, 4, 2, 2, 0),
    tokenCount: 12,
  })
})

it('has ranks, positions, slots and rows as README.md draws them', async () => {
  const readme = await readFile(new URL('../../../src/engines/wasm/README.md', import.meta.url), 'utf8')
  const numbers = (pattern: RegExp) => readme.match(pattern)![1]!.trim().split(/ +/).map(Number)
  const texts = [0, 1, 2].map(text => numbers(new RegExp(`^ +text ${text} +([\\d ]+)$`, 'm')))
  const batch = labelledMinibatch({
    tokens: Int32Array.from(texts.flat()),
    offsets: Int32Array.of(0, 2, 5, 6),
    labels: new Int32Array(3),
  })
  const ranked = planTexts(batch)
  const plan = new TokenPlanner(sizes.vocabulary).plan(batch, ranked, 2)
  expect([...ranked.order]).toEqual([1, 0, 2])
  expect(Array.from(plan.slots, slot => plan.uniqueIds[slot])).toEqual(numbers(/^ +word +([\d ]+)$/m))
  expect([...plan.slots]).toEqual(numbers(/^ +slot +([\d ]+)$/m))
  const rows = new Array<number>(6)
  plan.slots.forEach((slot, position) => {
    const before = plan.slots.slice(0, position).filter(other => other === slot).length
    rows[position] = plan.occurrences[plan.occurrenceStarts[slot]! + before]!
  })
  expect(rows).toEqual(numbers(/^ +row +([\d ]+)$/m))
})

it('every token has a position, a row of its thread, and a unique word whose occurrences are in order', () => {
  const planner = new TokenPlanner(sizes.vocabulary)
  fc.assert(
    fc.property(cases, ({ seed, B, T, threads }) => {
      const random = new Random(seed)
      const batch = randomMinibatch(random, sizes, randomLengths(random, B, T))
      const texts = planTexts(batch)
      const plan = planner.plan(batch, texts, threads)
      const ids: number[] = []
      for (let t = 0; t < texts.lengths[0]!; t++) {
        expect(plan.stepOffsets[t]).toBe(ids.length)
        texts.order.forEach((text, rank) => {
          if (t < texts.lengths[rank]!) ids.push(batch.tokens[t * B + text]!)
        })
      }
      expect(plan.stepOffsets[texts.lengths[0]!]).toBe(ids.length)

      const unique = [...new Set(ids)]
      expect([...plan.uniqueIds.subarray(0, plan.uniqueCount)]).toEqual(unique)
      expect([...plan.slots]).toEqual(ids.map(id => unique.indexOf(id)))

      // The rows of each thread are its tokens by position.
      expect([...plan.occurrences].sort((a, b) => a - b)).toEqual([...ids.keys()])
      const rowOf = new Map<number, number>()
      unique.forEach((id, slot) => {
        const rows = plan.occurrences.subarray(plan.occurrenceStarts[slot], plan.occurrenceStarts[slot + 1])
        const positions = ids.flatMap((other, position) => (other === id ? [position] : []))
        expect(rows).toHaveLength(positions.length)
        positions.forEach((position, n) => {
          rowOf.set(position, rows[n]!)
        })
      })
      for (let thread = 0; thread < threads; thread++) {
        const [first, end] = [plan.firstRows[thread]!, plan.firstRows[thread + 1]!]
        const own = [...rowOf].filter(([, row]) => row >= first && row < end)
        const byPosition = own.sort(([a], [b]) => a - b).map(([, row]) => row)
        expect(byPosition).toEqual(Array.from({ length: end - first }, (_, n) => first + n))
      }
      expect(plan.firstRows[threads]).toBe(ids.length)
    }),
  )
})
