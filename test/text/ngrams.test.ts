import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eachCharacterNgram, isOfCharacters, joinedHigh, joinedLow, wordKeys } from '../../src/text/ngrams.ts'

/** A key as one number that equals another only if the keys are equal. */
function whole(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

function keyOf(word: string): bigint {
  const { low, high } = wordKeys([word])
  return whole(low[0]!, high[0]!)
}

function characterKeys(word: string, bounds: readonly [number, number]): bigint[] {
  const keys: bigint[] = []
  eachCharacterNgram(word, bounds, (low, high) => keys.push(whole(low, high)))
  return keys
}

describe('the keys of n-grams', () => {
  it('differ for 300,000 words, pairs and triples', () => {
    const keys = wordKeys(Array.from({ length: 100_000 }, (_, i) => `w${i}`))
    const all = new Set<bigint>()
    for (let i = 0; i < 100_000; i++) {
      const [low, high, next] = [keys.low[i]!, keys.high[i]!, (i * 7 + 1) % 100_000]
      const pair = [
        joinedLow(low, high, keys.low[next]!, keys.high[next]!),
        joinedHigh(low, high, keys.low[next]!, keys.high[next]!),
      ] as const
      all.add(whole(low, high)).add(whole(...pair))
      all.add(whole(joinedLow(...pair, low, high), joinedHigh(...pair, low, high)))
    }
    expect(all.size).toBe(300_000)
  })

  it('have halves that are spread evenly and know nothing of each other, to 7 % over 256 boxes', () => {
    const { low, high } = wordKeys(Array.from({ length: 1_000_000 }, (_, i) => i.toString(36)))
    const boxes = new Int32Array(256)
    for (let i = 0; i < low.length; i++) boxes[(low[i]! >>> 28) * 16 + (high[i]! >>> 28)]!++
    for (const box of boxes) expect(Math.abs(box / (1_000_000 / 256) - 1)).toBeLessThan(0.07)
  })

  it('depend on the order of words', () => {
    const { low, high } = wordKeys(['not', 'good'])
    const notGood = joinedLow(low[0]!, high[0]!, low[1]!, high[1]!)
    expect(notGood).not.toBe(joinedLow(low[1]!, high[1]!, low[0]!, high[0]!))
  })

  it('do not change from one version to the next: files hold them', () => {
    const { low, high } = wordKeys(['good', ''])
    expect([...low, ...high]).toEqual([1190711661, 3954623016, 3684743120, 1020716018])
    expect(characterKeys('é', [2, 2])).toEqual([
      (2815623123n << 32n) | 1984540373n,
      (4243253085n << 32n) | 2385483612n,
    ])
  })
})

describe('eachCharacterNgram', () => {
  const marked = (word: string) => `\x02${word}\x03`

  it('gives a stretch of characters one key wherever it stands, and no two stretches the same', () => {
    const byStretch = new Map<string, bigint>()
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (word, shortest, more) => {
          const bounds = [shortest, shortest + more] as const
          const text = marked(word.replaceAll(/\p{Cc}/gu, ' '))
          const stretches: string[] = []
          for (let from = 0; from < text.length; from++) {
            for (let length = bounds[0]; length <= bounds[1] && from + length <= text.length; length++) {
              stretches.push(text.slice(from, from + length))
            }
          }
          const keys = characterKeys(text.slice(1, -1), bounds)
          expect(keys.length).toBe(stretches.length)
          for (const [i, stretch] of stretches.entries()) {
            expect(keys[i]).toBe(byStretch.get(stretch) ?? keys[i])
            byStretch.set(stretch, keys[i]!)
          }
        },
      ),
    )
    expect(new Set(byStretch.values()).size).toBe(byStretch.size)
  })

  it('has none of a word that is shorter with its marks', () => {
    expect(characterKeys('a', [4, 6])).toEqual([])
    expect(characterKeys('a', [3, 6])).toHaveLength(1)
  })

  it('reads the first 64 characters of a word without end', () => {
    expect(characterKeys('a'.repeat(10_000), [3, 6])).toEqual(characterKeys('a'.repeat(64), [3, 6]))
  })

  it('never gives a word and a stretch of characters the same key: the lowest bit of the upper half tells them apart', () => {
    expect(characterKeys('good', [1, 6])).not.toContain(keyOf('good'))
    const { high } = wordKeys(['good', 'bad'])
    expect(isOfCharacters(high[0]!)).toBe(false)
    expect(isOfCharacters(joinedHigh(1, high[0]!, 2, high[1]!))).toBe(false)
    eachCharacterNgram('good', [3, 6], (_, upper) => expect(isOfCharacters(upper)).toBe(true))
  })
})
