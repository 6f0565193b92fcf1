import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NgramPart, NgramScorer } from '../../src/model/ngram-part.ts'
import { sumOfParts } from '../../src/model/part-sum.ts'
import { wordKeys } from '../../src/text/ngrams.ts'

/** Half of all keys have their highest bit set: there are some of both kinds among these. */
const words = ['a', 'fine', 'film', 'with', 'faults', 'and', 'more', 'words']

/** The scores of a text of these words. */
function scoresOf(part: NgramPart, text: readonly string[]): Float64Array {
  const scorer = new NgramScorer(part)
  scorer.learn(words)
  return scorer.scores(Int32Array.from(text, word => words.indexOf(word)))
}

function partOf(known: readonly string[], classes: number, seed: number): NgramPart {
  const columns = classes === 2 ? 1 : classes
  const number = (n: number) => Math.sin(seed + n)
  return {
    kinds: { words: 1, characters: undefined },
    classes,
    keys: wordKeys(known),
    weights: Float32Array.from({ length: known.length * columns }, (_, n) => number(n)),
    bias: Float32Array.from({ length: columns }, (_, n) => number(100 + n)),
  }
}

describe('sumOfParts', () => {
  it('scores as the parts do together, each times its factor, to 0.01', () => {
    const some = fc.subarray(words, { minLength: 1 })
    fc.assert(
      fc.property(
        some,
        some,
        some,
        fc.constantFrom(2, 3),
        fc.tuple(fc.double({ min: 1e-3, max: 2, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true })),
        (one, other, text, classes, factors) => {
          const parts = [partOf(one, classes, 1), partOf(other, classes, 2)]
          const [a, b] = parts.map(part => scoresOf(part, text))
          const sum = scoresOf(sumOfParts(parts, factors), text)
          for (let c = 0; c < classes; c++) {
            expect(Math.abs(sum[c]! - (factors[0] * a![c]! + factors[1] * b![c]!))).toBeLessThan(1e-2)
          }
        },
      ),
    )
  })

  it('looks at the n-grams that any of the parts looks at', () => {
    const pieces = { ...partOf(words, 2, 1), kinds: { words: 0, characters: [3, 5] } } as NgramPart
    expect(sumOfParts([partOf(words, 2, 1), pieces], [1, 1]).kinds).toEqual({ words: 1, characters: [3, 5] })
  })

  it('has no n-grams of a part whose factor is 0', () => {
    const [own, other] = [partOf(['a', 'fine'], 2, 1), partOf(['film', 'with', 'faults'], 2, 2)]
    expect(sumOfParts([own, other], [1, 0]).keys).toEqual(own.keys)
    expect(sumOfParts([own, other], [0, 1]).keys).toEqual(other.keys)
  })
})
