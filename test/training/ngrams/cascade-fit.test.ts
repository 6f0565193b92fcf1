import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byNgramsAlone, textsToRead } from '../../../src/model/cascade.ts'
import { Random } from '../../../src/random.ts'
import { fitCascade } from '../../../src/training/ngrams/cascade-fit.ts'

/** Texts whose n-grams know about as much as they say times `honesty`, and whose network knows a little more. */
function drawn(random: Random, count: number, classes: number, honesty: number) {
  const scores = new Float64Array(count * classes)
  const together = new Float64Array(count * classes)
  const labels = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const said = Array.from({ length: classes }, () => 3 * random.gaussian())
    const known = said.map(score => Math.exp(honesty * score + 0.7 * random.gaussian()))
    const total = known.reduce((a, b) => a + b, 0)
    let left = random.uniform() * total
    while (left > known[labels[i]!]! && labels[i]! < classes - 1) left -= known[labels[i]!++]!
    scores.set(said, i * classes)
    together.set(
      known.map(power => power / total),
      i * classes,
    )
  }
  return { scores, together, labels, lengths: new Int32Array(count).fill(20) }
}

describe('fitCascade', () => {
  it.each([2, 3])(
    'of %d classes: what is spared costs less than a tenth of a point, and is as sure as it says to 2 points',
    classes => {
      const random = new Random(classes)
      const known = drawn(random, 4000, classes, 2)
      const cascade = fitCascade(known.scores, known.together, known, classes)!
      expect(cascade.spared).toBeGreaterThan(0.3)
      const fresh = drawn(random, 40_000, classes, 2)
      const alone = byNgramsAlone(fresh.scores, classes, cascade)
      const unsure = new Set(textsToRead(alone, text => fresh.lengths[text]!, classes, cascade))
      let [spared, sure, right, lost] = [0, 0, 0, 0]
      for (const [i, label] of fresh.labels.entries()) {
        if (unsure.has(i)) continue
        const own = [...alone.subarray(i * classes, (i + 1) * classes)]
        const both = [...fresh.together.subarray(i * classes, (i + 1) * classes)]
        const answer = own.indexOf(Math.max(...own))
        spared++
        sure += own[answer]!
        right += Number(answer === label)
        lost += Math.max(...both) - both[answer]!
      }
      expect(Math.abs(spared / 40_000 - cascade.spared)).toBeLessThan(0.05)
      expect(Math.abs(sure - right) / spared).toBeLessThan(0.02)
      expect(lost / 40_000).toBeLessThan(0.001)
    },
  )

  it('leaves short texts to the network where of these the n-grams say more than they know', () => {
    const random = new Random(4)
    const [honest, rash] = [drawn(random, 2000, 2, 2), drawn(random, 2000, 2, 0.1)]
    const joined = (name: 'scores' | 'together') => Float64Array.from([...honest[name], ...rash[name]])
    const texts = {
      labels: Int32Array.from([...honest.labels, ...rash.labels]),
      lengths: Int32Array.from({ length: 4000 }, (_, text) => (text < 2000 ? 200 : 10)),
    }
    const cascade = fitCascade(joined('scores'), joined('together'), texts, 2)!
    expect(cascade.shortest).toBe(64)
    const alone = fitCascade(
      honest.scores,
      honest.together,
      { labels: honest.labels, lengths: new Int32Array(2000).fill(200) },
      2,
    )!
    expect(cascade).toEqual({ ...alone, shortest: 64, spared: alone.spared / 2 })
  })

  it('spares all texts or none of those that the n-grams are equally sure of', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 200, max: 240 }), (seed, count) => {
        const { scores, together, ...texts } = drawn(new Random(seed >>> 0), count, 2, 0.5)
        // Few values, so that many are the same.
        const coarse = scores.map(Math.round)
        const cascade = fitCascade(coarse, together, texts, 2)
        if (!cascade) return
        const alone = byNgramsAlone(coarse, 2, cascade)
        const read = new Set(textsToRead(alone, text => texts.lengths[text]!, 2, cascade))
        const lost = [...texts.labels.keys()]
          .filter(text => !read.has(text))
          .map(text => {
            const [first, second] = together.subarray(2 * text, 2 * text + 2)
            const own = alone[2 * text]! >= alone[2 * text + 1]! ? first! : second!
            return Math.max(first!, second!) - own
          })
        expect(lost.reduce((sum, loss) => sum + loss, 0)).toBeLessThanOrEqual(0.00025 * count)
      }),
      { numRuns: 300 },
    )
  })

  it('is none where the n-grams say the same of all texts, whatever the first of them loses', () => {
    const together = Float64Array.from({ length: 600 }, (_, i) => [0.9, 0.1, 0.2, 0.8, 0.3, 0.7][i % 6]!)
    const labels = Int32Array.from({ length: 300 }, (_, text) => Math.sign(text % 3))
    const texts = { labels, lengths: new Int32Array(300).fill(20) }
    expect(fitCascade(new Float64Array(600), together, texts, 2)).toBeUndefined()
  })

  it('is none where few texts tell, of all or of the long ones', () => {
    const { scores, together, ...texts } = drawn(new Random(3), 400, 2, 2)
    expect(fitCascade(scores, together, texts, 2)).toBeDefined()
    const few = { labels: texts.labels.slice(0, 199), lengths: texts.lengths.slice(0, 199) }
    expect(fitCascade(scores.slice(0, 398), together.slice(0, 398), few, 2)).toBeUndefined()
    const long = texts.lengths.map((length, text) => (text < 150 ? 200 : length))
    expect(fitCascade(scores, together, { ...texts, lengths: long }, 2)!.shortest).toBeUndefined()
  })

  it('is none where the n-grams know nothing', () => {
    const { scores, together, ...texts } = drawn(new Random(1), 500, 2, 0)
    expect(fitCascade(scores, together, texts, 2)).toBeUndefined()
    const none = { labels: new Int32Array(0), lengths: new Int32Array(0) }
    expect(fitCascade(new Float64Array(0), new Float64Array(0), none, 2)).toBeUndefined()
  })
})
