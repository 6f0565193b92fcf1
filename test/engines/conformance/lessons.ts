import type { LabelledMinibatch, Optimizer, Sizes } from '../../../src/engines/engine.ts'
import type { Random } from '../../../src/random.ts'
import { randomDropout, randomLengths, randomMinibatch } from '../random-model.ts'

export const optimizers: readonly Optimizer[] = [
  { name: 'adadelta' },
  { name: 'rmsprop' },
  { name: 'sgd', learningRate: 0.05 },
]

/** A vocabulary that a minibatch touches only a part of: rows without gradient are where optimizers go wrong. */
export const sizes: Sizes = { vocabulary: 80, embedding: 6, hidden: 7, classes: 3 }

export interface Lesson {
  readonly batch: LabelledMinibatch
  readonly dropout: Float32Array
}

/** Minibatches with their dropout masks; a part of the vocabulary is not seen for long stretches. */
export function lessons(random: Random, count: number): Lesson[] {
  return Array.from({ length: count }, (_, n) => {
    const known = { ...sizes, vocabulary: n % 50 < 40 ? 50 : 80 }
    const batch = randomMinibatch(random, known, randomLengths(random, 5, 6))
    return { batch, dropout: randomDropout(random, 5, sizes.hidden) }
  })
}
