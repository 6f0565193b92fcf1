import { describe, expect, it } from 'vitest'
import { type JudgedTexts, learnCorrections } from '../../src/training/corrections.ts'

const words = ['good', 'bad', 'film', 'sick', 'beat', 'not', 'dull', 'plot']
const classes = 2

/** Texts of words, each with its label and what the model says of label 1. */
function judged(texts: readonly (readonly [text: string, label: number, second: number])[]): JudgedTexts {
  const tokensOf = texts.map(([text]) => text.split(' ').map(word => words.indexOf(word)))
  return {
    tokens: Int32Array.from(tokensOf.flat()),
    offsets: Int32Array.from([
      0,
      ...tokensOf.map((_, i) => tokensOf.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0)),
    ]),
    labels: Int32Array.from(texts, ([, label]) => label),
    probabilities: Float32Array.from(texts.flatMap(([, , second]) => [1 - second, second])),
  }
}

const learned = (corrections: JudgedTexts, kept: JudgedTexts) =>
  learnCorrections(undefined, corrections, kept, words, classes)

describe('learnCorrections', () => {
  it('makes corrections right and leaves what it is sure of', async () => {
    const corrections = judged([['sick beat', 1, 0.1]])
    const kept = judged([
      ['good film', 1, 0.9],
      ['bad film', 0, 0.1],
      ['dull beat', 0, 0.05],
    ])
    expect(await learned(corrections, kept)).toMatchObject({
      corrections: { texts: 1, before: 0, after: 1 },
      kept: { texts: 3, before: 3, after: 3 },
      forgone: 0,
    })
  })

  it('learns more gently where the first way would forget, and less where there is no other', async () => {
    // What is to be kept hangs by a hair on words of the correction.
    const kept = judged(Array.from({ length: 10 }, () => ['film plot', 0, 0.4999]))
    const { forgone, ...figures } = await learned(judged([['film plot dull', 1, 0.001]]), kept)
    expect(figures.kept).toEqual({ texts: 10, before: 10, after: 10 })
    expect(figures.corrections.after + forgone).toBeGreaterThan(0)
  })

  it('tells of a correction that the first way did not get either, where a stronger one would and forgets', async () => {
    const corrections = judged(Array.from({ length: 3 }, () => ['film plot', 1, 1e-6]))
    expect(await learned(corrections, judged([['film plot', 0, 0.4999]]))).toMatchObject({
      corrections: { texts: 3, before: 0, after: 0 },
      kept: { texts: 1, before: 1, after: 1 },
      forgone: 3,
    })
  })

  it('learns what a gentle way cannot, where a stronger one forgets nothing', async () => {
    const kept = judged(Array.from({ length: 10 }, () => ['film plot', 0, 0.4999]))
    expect(await learned(judged([['film plot dull', 1, 1e-20]]), kept)).toMatchObject({
      corrections: { texts: 1, before: 0, after: 1 },
      kept: { texts: 10, before: 10, after: 10 },
    })
  })

  it('never forgets more than 0.3 % of the kept texts, whatever they are', async () => {
    let [seed, learnedSome] = [1, 0]
    const random = () => {
      seed = (seed * 16807) % 2147483647
      return seed / 2147483647
    }
    const text = () =>
      Array.from({ length: 2 + Math.floor(4 * random()) }, () => words[Math.floor(8 * random())]).join(' ')
    for (let n = 0; n < 60; n++) {
      const corrections = judged(
        Array.from({ length: 3 }, () => {
          const label = random() < 0.5 ? 0 : 1
          return [text(), label, label ? 0.4 * random() : 1 - 0.4 * random()]
        }),
      )
      const kept = judged(
        Array.from({ length: 20 }, () => [text(), random() < 0.5 ? 0 : 1, 0.3 + 0.4 * random()]),
      )
      const figures = await learned(corrections, kept)
      expect(figures.kept.after).toBeGreaterThanOrEqual(figures.kept.before)
      if (figures.corrections.after > figures.corrections.before) learnedSome++
    }
    expect(learnedSome).toBeGreaterThan(30)
  })
})
