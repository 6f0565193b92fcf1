import { describe, expect, it } from 'vitest'
import { type LabelledMinibatch, parameterNames, type Sizes } from '../../../src/engines/engine.ts'
import { costAndGradients } from '../../../src/engines/reference/network.ts'
import { Random } from '../../../src/random.ts'
import { randomDropout, randomMinibatch, randomParameters } from '../random-model.ts'
import { relativeError } from '../relative-error.ts'

interface Check {
  title: string
  sizes: Sizes
  lengths: number[]
  dropout: boolean
  keepProbability: number
  weightDecay: number
  /** Makes the case special. */
  prepare?: (b: Float64Array, batch: LabelledMinibatch) => void
}

const checks: Check[] = [
  {
    title: 'dropout mask, decay, 3 classes, repeated tokens, a text of length 0',
    sizes: { vocabulary: 7, embedding: 4, hidden: 3, classes: 3 },
    lengths: [5, 0, 8, 1],
    dropout: true,
    keepProbability: 0.5,
    weightDecay: 0.03,
  },
  {
    title: 'no mask, keepProbability 0.5, D < H',
    sizes: { vocabulary: 9, embedding: 2, hidden: 5, classes: 2 },
    lengths: [6, 3, 3],
    dropout: false,
    keepProbability: 0.5,
    weightDecay: 0,
  },
  {
    title: 'keepProbability 1, 5 classes, one word repeated all along',
    sizes: { vocabulary: 3, embedding: 3, hidden: 4, classes: 5 },
    lengths: [4, 7],
    dropout: false,
    keepProbability: 1,
    weightDecay: 0.001,
    prepare: (_b, batch) => void batch.tokens.fill(2),
  },
  {
    title: 'a label so improbable that the 1e-8 in the cost counts',
    sizes: { vocabulary: 6, embedding: 3, hidden: 3, classes: 2 },
    lengths: [3, 4],
    dropout: false,
    keepProbability: 0.5,
    weightDecay: 0,
    prepare: (b, { labels }) => {
      b[0] = -18
      labels.fill(0)
    },
  },
]

/** Half the distance of the two points that a central difference compares. */
const epsilon = 1e-5

describe('gradients are the central differences of the cost, for every value, to 1e-7 relative', () => {
  it.each(checks)('$title', ({ sizes, lengths, dropout, keepProbability, weightDecay, prepare }) => {
    const random = new Random(51)
    const parameters = randomParameters(random, sizes, Float64Array)
    const batch = randomMinibatch(random, sizes, lengths)
    prepare?.(parameters.b, batch)
    const mask = dropout ? randomDropout(random, lengths.length, sizes.hidden) : undefined
    const network = { sizes, parameters, keepProbability, precision: Float64Array }
    const { gradients } = costAndGradients(network, weightDecay, batch, mask)

    for (const name of parameterNames) {
      const values = parameters[name]
      const costWith = (n: number, value: number) => {
        const original = values[n]!
        values[n] = value
        const { cost } = costAndGradients(network, weightDecay, batch, mask)
        values[n] = original
        return cost
      }
      const differences = values.map(
        (value, n) => (costWith(n, value + epsilon) - costWith(n, value - epsilon)) / (2 * epsilon),
      )
      expect(
        differences.some(difference => difference !== 0),
        name,
      ).toBe(true)
      expect(relativeError(gradients[name], differences), name).toBeLessThanOrEqual(1e-7)
    }
  })
})
