/** The settings in the terms of the engines' contract. */
import type { Optimizer } from '../engines/engine.ts'
import type { Hyperparameters } from './hyperparameters.ts'

/** What the engine is told of the optimizer. */
export function optimizerOf({ optimizer, learningRate, adamEpsilon }: Hyperparameters): Optimizer {
  switch (optimizer) {
    case 'sgd':
      return { name: optimizer, learningRate }
    case 'adam':
      return { name: optimizer, learningRate, epsilon: adamEpsilon }
    default:
      return { name: optimizer }
  }
}

/** The factor on the pooled vector in evaluation. Official: dropout keeps with probability 0.5 and is not inverted. */
export function keepProbabilityOf({ dropout }: Hyperparameters): number {
  return dropout ? 0.5 : 1
}
