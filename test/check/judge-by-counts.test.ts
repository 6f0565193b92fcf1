import { expect, it } from 'vitest'
import { type JudgeOptions, judgeByFits, type TextsToJudge } from '../../src/check/judge.ts'
import { judgeByCounts } from '../../src/check/judge-by-counts.ts'
import { doubtsOf } from '../../src/check/label-errors.ts'
import { Random } from '../../src/random.ts'
import type { Sequences } from '../../src/text/sequences.ts'

const classes = 12
const words = Array.from({ length: 100 }, (_, i) => `w${i}`)
const options: JudgeOptions = {
  ...{
    classes,
    kinds: { words: 2, characters: undefined },
    minimum: 2,
    maximum: 1000,
    models: 'counts',
    salt: 1,
  },
}
const breathe = async () => {}

/** Half of the words of a text are those of its label. */
function drawn(random: Random, count: number): Sequences {
  const labels = Int32Array.from({ length: count }, (_, i) => Math.floor((i * classes) / count))
  const tokens = Int32Array.from({ length: 6 * count }, (_, i) => {
    const label = labels[Math.floor(i / 6)]!
    return i % 2 === 0 ? random.integer(99) : 8 * label + random.integer(7)
  })
  return { tokens, offsets: Int32Array.from({ length: count + 1 }, (_, i) => 6 * i), labels }
}

/** @param seen how many scores were asked about at once */
function judged(texts: Sequences, seen: (scores: number) => void = () => {}): TextsToJudge {
  return {
    texts,
    doubtsOf(outOfFold) {
      seen(outOfFold.logs.length)
      return doubtsOf(outOfFold, texts.labels, classes)
    },
  }
}

it('what is judged some texts at a time is judged as all at once are, with no more scores in memory than may be', async () => {
  const random = new Random(1)
  const [train, test] = [drawn(random, 600), drawn(random, 120)]
  const expected = judgeByFits(words, options, 5)
  const all = await expected.all(judged(train), judged(test), breathe)
  const accuracy = await expected.accuracy(train, test, breathe)
  expect(all.accuracy).toBeGreaterThan(0.5)
  // Of as many as there are it is the same; of fewer the factor of the scores is fitted on a part of the first fold.
  for (const [atOnce, digits] of [
    [10_000, 1],
    [200, 0.3],
    [1, -1],
  ] as const) {
    const judge = judgeByCounts(words, options, 5, atOnce)
    const seen: number[] = []
    const found = await judge.all(
      judged(train, scores => seen.push(scores)),
      judged(test, scores => seen.push(scores)),
      breathe,
    )
    expect(Math.max(...seen)).toBeLessThanOrEqual(Math.max(classes, atOnce))
    expect(found.accuracy).toBe(all.accuracy)
    expect(found.doubts.heldOut).toEqual(all.doubts.heldOut)
    expect(found.doubts.likely).toEqual(all.doubts.likely)
    expect(found.doubts.ownLogs[0]).toBeCloseTo(all.doubts.ownLogs[0]!, digits)
    // Weights of a model are kept as float16, counts are not: a score or two of equal height may change places.
    const others = found.ofTest!.likely.filter((label, i) => label !== all.ofTest!.likely[i])
    expect(others.length).toBeLessThan(4)
    expect(await judge.accuracy(train, test, breathe)).toBeCloseTo(accuracy, 1)
  }
})
