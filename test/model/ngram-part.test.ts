import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MetWords } from '../../src/model/met-words.ts'
import { lengthFactor, type NgramPart, NgramScorer, scoreColumns } from '../../src/model/ngram-part.ts'
import { Random } from '../../src/random.ts'
import { countNgrams } from '../../src/text/ngram-counting.ts'

const words = ['good', 'bad', 'film', 'a', 'goodness']

/** A part with random weights for all n-grams of all orders of these words. */
async function randomPart(classes: number): Promise<NgramPart> {
  const random = new Random(1)
  const tokens = Int32Array.from({ length: 2000 }, () => random.integer(words.length - 1))
  const kinds = { words: 3, characters: [3, 6] } as const
  const texts = { tokens, offsets: Int32Array.from({ length: 201 }, (_, i) => 10 * i) }
  const { keys } = await countNgrams(texts, words, { kinds, minimum: 1, maximum: 1e6 })
  const columns = scoreColumns(classes)
  const weights = Float32Array.from({ length: keys.low.length * columns }, () => random.gaussian())
  return { kinds, classes, keys, weights, bias: Float32Array.from({ length: columns }, (_, c) => c + 0.5) }
}

/** The part at work on texts as tokens. */
function atWork(part: NgramPart, remembered?: number) {
  const scorer = new NgramScorer(part)
  const met = new MetWords([scorer], remembered)
  const numbersOf = (tokens: readonly string[]) =>
    met.numbersOf(1, (_, words, numbers) => {
      for (const token of tokens) numbers.push(words.id(token))
    })[0]!
  return {
    scores: (tokens: readonly string[]) => scorer.scores(numbersOf(tokens)),
    scoresOf: (passages: readonly (readonly string[])[]) => {
      for (const [i, passage] of passages.entries()) {
        scorer.read(numbersOf(passage), { isFirst: i === 0, isLast: i === passages.length - 1 })
      }
      return scorer.scoresOfRead()
    },
    shares: (tokens: readonly string[]) => scorer.shares(numbersOf(tokens)),
  }
}

const anyText = fc.array(fc.constantFrom(...words, 'never-met'), { maxLength: 15 })

describe('NgramScorer', () => {
  it.each([2, 3])(
    '%d classes: the shares of the tokens and the bias add up to the score, to 1e-12',
    async classes => {
      const scorer = atWork(await randomPart(classes))
      fc.assert(
        fc.property(anyText, tokens => {
          const scores = scorer.scores(tokens)
          const { shares, bias } = scorer.shares(tokens)
          expect(scores).toHaveLength(classes)
          for (let c = 0; c < classes; c++) {
            const sum = tokens.reduce((total, _, t) => total + shares[t * classes + c]!, bias[c]!)
            expect(Math.abs(sum - scores[c]!)).toBeLessThan(1e-12)
          }
        }),
      )
    },
  )

  it('has a text without a token answered by the bias, and of two classes the first at 0', async () => {
    expect([...atWork(await randomPart(3)).scores([])]).toEqual([0.5, 1.5, 2.5])
    expect([...atWork(await randomPart(2)).scores([])]).toEqual([0, 0.5])
  })

  it('gives a text the same bits whatever was read before, and however few words are remembered', async () => {
    const part = await randomPart(3)
    const forgetful = atWork(part, 2)
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), texts => {
        for (const text of texts) expect(forgetful.scores(text)).toEqual(atWork(part).scores(text))
      }),
      { numRuns: 30 },
    )
  })

  it('gives a text the same bits passage by passage, though words are learned and forgotten between', async () => {
    const part = await randomPart(3)
    const inPassages = atWork(part, 2)
    const passages = fc.array(anyText, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(passages, passages => {
        expect(inPassages.scoresOf(passages)).toEqual(atWork(part).scores(passages.flat()))
      }),
    )
  })

  it('counts an n-gram once, and scales by the root of the number of tokens', async () => {
    const part = await randomPart(2)
    const alone = { ...part, kinds: { words: 1, characters: undefined } as const }
    const scorer = atWork(alone)
    const weight = scorer.scores(['good'])[1]! - 0.5
    expect(scorer.scores(['good', 'good', 'good', 'good'])[1]).toBeCloseTo(0.5 + weight * lengthFactor(4), 12)
  })

  it('refuses arrays that do not fit each other', async () => {
    const part = await randomPart(2)
    expect(() => new NgramScorer({ ...part, weights: part.weights.subarray(1) })).toThrow('do not fit')
  })
})
