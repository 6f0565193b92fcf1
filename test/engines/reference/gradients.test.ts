import { describe, expect, it } from 'vitest'
import {
  featureCount,
  type LabelledMinibatch,
  type Masks,
  parameterNames,
  type Sizes,
} from '../../../src/engines/engine.ts'
import { costAndGradients } from '../../../src/engines/reference/network.ts'
import { Random } from '../../../src/random.ts'
import { randomDropout, randomMinibatch, randomParameters } from '../random-model.ts'
import { relativeError } from '../relative-error.ts'

interface Check {
  title: string
  sizes: Sizes
  lengths: number[]
  masks: readonly (keyof Masks)[]
  keepProbability: number
  weightDecay: number
  adversarial?: number
  /** Makes the case special. */
  prepare?: (b: Float64Array, batch: LabelledMinibatch) => void
}

const checks: Check[] = [
  {
    title: 'dropout mask, decay, 3 classes, repeated tokens, a text of length 0',
    sizes: { vocabulary: 7, embedding: 4, hidden: 3, classes: 3, pooling: 'mean' },
    lengths: [5, 0, 8, 1],
    masks: ['pooled'],
    keepProbability: 0.5,
    weightDecay: 0.03,
  },
  {
    title: 'no mask, keepProbability 0.5, D < H',
    sizes: { vocabulary: 9, embedding: 2, hidden: 5, classes: 2, pooling: 'mean' },
    lengths: [6, 3, 3],
    masks: [],
    keepProbability: 0.5,
    weightDecay: 0,
  },
  {
    title: 'keepProbability 1, 5 classes, one word repeated all along',
    sizes: { vocabulary: 3, embedding: 3, hidden: 4, classes: 5, pooling: 'mean' },
    lengths: [4, 7],
    masks: [],
    keepProbability: 1,
    weightDecay: 0.001,
    prepare: (_b, batch) => void batch.tokens.fill(2),
  },
  {
    title: 'a label so improbable that the 1e-8 in the cost counts',
    sizes: { vocabulary: 6, embedding: 3, hidden: 3, classes: 2, pooling: 'mean' },
    lengths: [3, 4],
    masks: [],
    keepProbability: 0.5,
    weightDecay: 0,
    prepare: (b, { labels }) => {
      b[0] = -18
      labels.fill(0)
    },
  },
  {
    title: 'both masks',
    sizes: { vocabulary: 8, embedding: 4, hidden: 3, classes: 2, pooling: 'mean' },
    lengths: [4, 6],
    masks: ['pooled', 'embedding'],
    keepProbability: 0.5,
    weightDecay: 0,
  },
  {
    title: 'the mean and the maximum, with a mask, 3 classes, a text of length 0',
    sizes: { vocabulary: 9, embedding: 3, hidden: 4, classes: 3, pooling: 'mean-max' },
    lengths: [7, 0, 1, 4],
    masks: ['pooled'],
    keepProbability: 0.5,
    weightDecay: 0.01,
  },
  {
    title: 'adversarial, with both masks and decay: the perturbation is held fixed',
    sizes: { vocabulary: 8, embedding: 4, hidden: 3, classes: 2, pooling: 'mean' },
    lengths: [4, 6, 0],
    masks: ['pooled', 'embedding'],
    keepProbability: 0.5,
    weightDecay: 0.02,
    adversarial: 0.8,
  },
]

/** Half the distance of the two points that a central difference compares. */
const epsilon = 1e-5

/** The change of the cost with each of the values, which are as they were in the end. */
function centralDifferences(values: Float64Array, cost: () => number): Float64Array {
  return Float64Array.from(values, (value, n) => {
    values[n] = value + epsilon
    const above = cost()
    values[n] = value - epsilon
    const below = cost()
    values[n] = value
    return (above - below) / (2 * epsilon)
  })
}

describe('gradients are the central differences of the cost, for every value, to 1e-7 relative', () => {
  it.each(checks)('$title', check => {
    const { sizes, lengths, keepProbability, weightDecay, adversarial = 0, prepare } = check
    const random = new Random(51)
    const parameters = randomParameters(random, sizes, Float64Array)
    const batch = randomMinibatch(random, sizes, lengths)
    prepare?.(parameters.b, batch)
    const pooled = randomDropout(random, lengths.length, featureCount(sizes))
    const embedding = Float32Array.from({ length: 3 * sizes.embedding }, (_, n) => (n % 4) * 0.5)
    const all = Object.entries({ pooled, embedding } satisfies Masks)
    const masks: Masks = Object.fromEntries(all.filter(([name]) => check.masks.some(mask => mask === name)))
    const network = { sizes, parameters, keepProbability, precision: Float64Array }
    const { gradients } = costAndGradients(network, { weightDecay, adversarial }, batch, masks)

    const plainCost = (Wemb = parameters.Wemb) => {
      const moved = { ...network, parameters: { ...parameters, Wemb } }
      return costAndGradients(moved, { weightDecay, adversarial: 0 }, batch, masks).cost
    }
    const direction = adversarial > 0 ? centralDifferences(parameters.Wemb, () => plainCost()) : []
    const scale = adversarial / Math.hypot(...direction)
    const perturbation = Array.from(direction, value => scale * value)
    const cost = () => {
      if (adversarial === 0) return plainCost()
      return (plainCost() + plainCost(parameters.Wemb.map((value, n) => value + perturbation[n]!))) / 2
    }

    for (const name of parameterNames) {
      const differences = centralDifferences(parameters[name], cost)
      expect(
        differences.some(difference => difference !== 0),
        name,
      ).toBe(true)
      expect(relativeError(gradients[name], differences), name).toBeLessThanOrEqual(1e-7)
    }
  })
})
