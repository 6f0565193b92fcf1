import { describe, expect, it } from 'vitest'
import { byNgramsAlone, textsToRead } from '../../src/model/cascade.ts'
import { Random } from '../../src/random.ts'
import { fitCascade } from '../../src/training/cascade-fit.ts'

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

  it('is none where the n-grams know nothing', () => {
    const { scores, together, ...texts } = drawn(new Random(1), 500, 2, 0)
    expect(fitCascade(scores, together, texts, 2)).toBeUndefined()
    const none = { labels: new Int32Array(0), lengths: new Int32Array(0) }
    expect(fitCascade(new Float64Array(0), new Float64Array(0), none, 2)).toBeUndefined()
  })
})
