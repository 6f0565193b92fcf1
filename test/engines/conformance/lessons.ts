import type { LabelledMinibatch, Masks, Optimizer, Sizes } from '../../../src/engines/engine.ts'
import type { Random } from '../../../src/random.ts'
import { randomDropout, randomLengths, randomMinibatch } from '../random-model.ts'

/** Those of the official example. */
export type OfficialOptimizer = Exclude<Optimizer, { readonly name: 'adam' }>
export const officialOptimizers: readonly OfficialOptimizer[] = [
  { name: 'adadelta' },
  { name: 'rmsprop' },
  { name: 'sgd', learningRate: 0.05 },
]

export const optimizers: readonly Optimizer[] = [
  ...officialOptimizers,
  { name: 'adam', learningRate: 0.01, epsilon: 1e-3 },
]

/** A vocabulary that a minibatch touches only a part of: rows without gradient are where optimizers go wrong. */
export const sizes: Sizes = { vocabulary: 80, embedding: 6, hidden: 7, classes: 3, pooling: 'mean' }

export interface Lesson {
  readonly batch: LabelledMinibatch
  readonly masks: Masks
}

/** Minibatches with their masks; a part of the vocabulary is not seen for long stretches. */
export function lessons(random: Random, count: number): Lesson[] {
  return Array.from({ length: count }, (_, n) => {
    const known = { ...sizes, vocabulary: n % 50 < 40 ? 50 : 80 }
    const batch = randomMinibatch(random, known, randomLengths(random, 5, 6))
    return { batch, masks: randomMasks(random, 5) }
  })
}

/** Both masks; that of the embedding drops a number or doubles it, in one of three ways for each word. */
export function randomMasks(random: Random, B: number): Required<Masks> {
  return {
    pooled: randomDropout(random, B, sizes.hidden),
    embedding: randomDropout(random, 3, sizes.embedding).map(kept => 2 * kept),
  }
}
