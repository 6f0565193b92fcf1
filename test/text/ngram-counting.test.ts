import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countNgrams } from '../../src/text/ngram-counting.ts'
import { NgramReader } from '../../src/text/ngram-reader.ts'
import { NgramTable } from '../../src/text/ngram-table.ts'
import type { NgramKinds } from '../../src/text/ngrams.ts'
import type { TokenSequences } from '../../src/text/sequences.ts'

const words = ['good', 'bad', 'film', 'a', 'goodness']

function sequences(texts: readonly (readonly number[])[]): TokenSequences {
  const offsets = new Int32Array(texts.length + 1)
  for (const [i, text] of texts.entries()) offsets[i + 1] = offsets[i]! + text.length
  return { tokens: Int32Array.from(texts.flat()), offsets }
}

/** The n-grams of a text by what they say, with strings and sets: the plain twin. */
function plainNgrams(tokens: readonly number[], kinds: NgramKinds): Set<string> {
  const found = new Set<string>()
  const marked = tokens.length > 0 ? ['^', ...tokens.map(token => words[token]), '$'] : []
  for (let from = 0; from < marked.length; from++) {
    for (let n = 1; n <= kinds.words && from + n <= marked.length; n++) {
      const stretch = marked.slice(from, from + n)
      if (!stretch.includes(undefined)) found.add(`words ${stretch.join(' ')}`)
    }
  }
  found.delete('words ^')
  found.delete('words $')
  for (const token of tokens) {
    if (token < 0) continue
    const marked = `<${words[token]}>`
    const [shortest, longest] = kinds.characters ?? [1, 0]
    for (let from = 0; from < marked.length; from++) {
      for (let n = shortest; n <= longest && from + n <= marked.length; n++) {
        found.add(`characters ${marked.slice(from, from + n)}`)
      }
    }
  }
  return found
}

const anyKinds: fc.Arbitrary<NgramKinds> = fc.record({
  words: fc.constantFrom(0, 1, 2, 3),
  characters: fc.constantFrom(undefined, [2, 3] as const, [3, 6] as const),
})
const anyTexts = fc.array(fc.array(fc.integer({ min: -1, max: words.length - 1 }), { maxLength: 12 }), {
  maxLength: 12,
})

describe('countNgrams', () => {
  it('counts as sets of strings do, and gives each text the n-grams that it holds', async () => {
    await fc.assert(
      fc.asyncProperty(anyTexts, anyKinds, fc.constantFrom(1, 2, 3), async (texts, kinds, minimum) => {
        const counted = await countNgrams(sequences(texts), words, { kinds, minimum, maximum: 1e6 })
        const sets = texts.map(text => plainNgrams(text, kinds))
        const counts = new Map<string, number>()
        for (const name of sets.flatMap(set => [...set])) counts.set(name, (counts.get(name) ?? 0) + 1)
        const often = [...counts.values()].filter(count => count >= minimum)
        expect([...counted.texts]).toEqual(often.sort((a, b) => b - a))

        // What stands in the rows is what the strings say, by any renaming of them to numbers.
        const { offsets, features } = counted.rows
        const names = new Map<number, string>()
        for (const [i, set] of sets.entries()) {
          const row = features.subarray(offsets[i], offsets[i + 1])
          expect(row.length).toBe([...set].filter(name => counts.get(name)! >= minimum).length)
          expect(new Set(row).size).toBe(row.length)
        }
        for (const name of counts.keys()) {
          const holds = sets.flatMap((set, i) => (set.has(name) ? [i] : []))
          const same = [...counted.texts.keys()].filter(feature => {
            const rows = sets.flatMap((_, i) =>
              features.subarray(offsets[i], offsets[i + 1]).includes(feature) ? [i] : [],
            )
            return rows.join() === holds.join() && !names.has(feature)
          })
          if (holds.length < minimum) continue
          expect(same.length).toBeGreaterThan(0)
          names.set(same[0]!, name)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('keeps those in most texts when there are more than the maximum, and says how many it leaves out', async () => {
    const texts = sequences([[0, 2], [0, 2], [0, 1], [1]])
    const kinds = { words: 1, characters: undefined } as const
    const counted = await countNgrams(texts, words, { kinds, minimum: 1, maximum: 2 })
    expect([...counted.texts]).toEqual([3, 2])
    expect(counted.leftOut).toBe(1)
    expect([...counted.rows.features]).toEqual([0, 0, 0, 1, 1])
  })

  it('has no n-gram of no texts', async () => {
    const counted = await countNgrams(sequences([]), words, {
      kinds: { words: 3, characters: [3, 6] },
      minimum: 2,
      maximum: 10,
    })
    expect(counted.texts).toHaveLength(0)
    expect([...counted.rows.offsets]).toEqual([0])
  })
})

describe('NgramReader', () => {
  it('finds in a text what was counted in it, and nothing that the table has not', async () => {
    await fc.assert(
      fc.asyncProperty(anyTexts, anyKinds, async (texts, kinds) => {
        const all = sequences(texts)
        const counted = await countNgrams(all, words, { kinds, minimum: 2, maximum: 1e6 })
        const table = NgramTable.of(counted.keys)
        const reader = new NgramReader(kinds, (keys, numbers) => table.findAll(keys, numbers))
        reader.learn(words)
        for (const [i, text] of texts.entries()) {
          const { offsets, features } = counted.rows
          const row = features.subarray(offsets[i], offsets[i + 1])
          expect([...reader.read(Int32Array.from(text))]).toEqual([...row])
        }
      }),
    )
  })

  it('tells of every place where an n-gram stands, and of how many words it is', () => {
    const table = new NgramTable()
    const reader = new NgramReader({ words: 3, characters: undefined }, ({ low, high, count }, numbers) => {
      for (let n = 0; n < count; n++) numbers[n] = table.add(low[n]!, high[n]!)
    })
    reader.learn(words)
    const places: (readonly [number, number, number])[] = []
    reader.walk(Int32Array.of(0, 2, 0, 2, -1, 0), (...place) => places.push(place))
    const stretches = places.map(([, first, count]) => [first, count].join(' '))
    expect(stretches.sort()).toEqual(
      // With the beginning 0 1 and 0 2, with the end 5 1; nothing goes across the unknown word.
      ['0 1', '0 1', '0 2', '0 2', '0 3', '1 1', '1 2', '1 3', '2 1', '2 2', '3 1', '5 1', '5 1'],
    )
    const numberAt = (first: number, count: number) =>
      places.findLast(place => place[1] === first && place[2] === count)?.[0]
    expect(numberAt(0, 2)).toBe(numberAt(2, 2))
    expect(numberAt(0, 2)).not.toBe(numberAt(1, 2))
  })

  const collecting = () => {
    const table = new NgramTable()
    const reader = new NgramReader({ words: 3, characters: undefined }, ({ low, high, count }, numbers) => {
      for (let n = 0; n < count; n++) numbers[n] = table.add(low[n]!, high[n]!)
    })
    reader.learn(words)
    return reader
  }

  it.each([16_382, 16_383, 16_384, 16_385, 50_000])(
    'finds the same n-grams in %d tokens as in few, wherever they stand',
    length => {
      const reader = collecting()
      const tokens = Int32Array.from({ length }, (_, t) => t % words.length)
      const places: (readonly [number, number, number])[] = []
      reader.walk(tokens, (...place) => places.push(place))
      const name = (first: number, count: number) => `${first} ${count}`
      // With the beginning 0 1 and 0 2, with the end the last one and the last two.
      const expected = ['0 1', '0 2', name(length - 1, 1), name(length - 2, 2)]
      for (const count of [1, 2, 3]) {
        for (let first = 0; first + count <= length; first++) expected.push(name(first, count))
      }
      expect(places.map(([, first, count]) => name(first, count)).sort()).toEqual(expected.sort())
      // Of a text that says the same again and again: five words, pairs and triples, and the four with its ends.
      expect(reader.read(tokens)).toHaveLength(3 * words.length + 4)
      const few = reader.read(tokens.subarray(0, 2 * words.length + (length % words.length)))
      expect([...reader.read(tokens)]).toEqual([...few])
    },
  )

  it('keeps little of a text of a million tokens', () => {
    const reader = collecting()
    const tokens = Int32Array.from({ length: 1_000_000 }, (_, t) => t % words.length)
    const before = process.memoryUsage().arrayBuffers
    reader.read(tokens)
    reader.walk(tokens, () => {})
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20)
  })
})
