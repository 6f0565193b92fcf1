import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unlabelled } from '../../src/data/dataset.ts'
import type { Minibatch } from '../../src/engines/engine.ts'
import { mostProbable, probabilitiesOf } from '../../src/model/probabilities.ts'

/** Its answer to a text is the text's length and the sum of its tokens, so that mixed-up texts show. */
const predictor = {
  batches: [] as Minibatch[],
  async probabilities(batch: Minibatch): Promise<Float32Array> {
    this.batches.push(batch)
    const width = batch.lengths.length
    return Float32Array.from(
      [...batch.lengths].flatMap((length, b) => {
        let sum = 0
        for (let t = 0; t < length; t++) sum += batch.tokens[t * width + b]!
        return [length, sum]
      }),
    )
  },
}

describe('probabilitiesOf', () => {
  it('answers every text in its own place, whatever the lengths and the size of a minibatch', async () => {
    const texts = fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 8 }), async (lists, batchSize) => {
        predictor.batches = []
        const offsets = Int32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)])
        const sequences = unlabelled({ tokens: Int32Array.from(lists.flat()), offsets })
        const rows = await probabilitiesOf(predictor, sequences, { classes: 2, batchSize })
        expect([...rows]).toEqual(lists.flatMap(list => [list.length, list.reduce((sum, id) => sum + id, 0)]))
        expect(predictor.batches.every(batch => batch.lengths.length <= batchSize)).toBe(true)
      }),
    )
  })

  it('does not pad short texts to a very long one', async () => {
    predictor.batches = []
    const long = 100_000
    const offsets = Int32Array.from({ length: 65 }, (_, i) => (i === 64 ? 63 + long : i))
    await probabilitiesOf(predictor, unlabelled({ tokens: new Int32Array(63 + long), offsets }), {
      classes: 2,
      batchSize: 64,
    })
    expect(Math.max(...predictor.batches.map(batch => batch.tokens.length))).toBe(long)
  })
})

describe('many classes', () => {
  const of = (texts: number) =>
    unlabelled({
      tokens: new Int32Array(texts),
      offsets: Int32Array.from({ length: texts + 1 }, (_, i) => i),
    })

  it('come in minibatches of 2 million probabilities at most', async () => {
    const sizes: number[] = []
    const counting = {
      async probabilities({ lengths }: Minibatch) {
        sizes.push(lengths.length)
        return new Float32Array(lengths.length * 1_000_000)
      },
    }
    await probabilitiesOf(counting, of(5), { classes: 1_000_000, batchSize: 64 })
    expect(sizes).toEqual([2, 2, 1])
  })

  it('of more texts than can be kept are refused, with how many can be', async () => {
    const options = { classes: 100_000, batchSize: 64 }
    await expect(probabilitiesOf(predictor, of(3000), options)).rejects.toMatchObject({
      code: 'memory',
      message: 'the probabilities of 3,000 texts for 100,000 classes are too many to keep',
      hint: 'use at most 2,684 texts at a time',
    })
  })
})

describe('mostProbable', () => {
  it('takes the first of equals', () => {
    expect([...mostProbable(Float32Array.of(0.2, 0.4, 0.4, 0.5, 0, 0.5), 3)]).toEqual([1, 0])
  })
})
