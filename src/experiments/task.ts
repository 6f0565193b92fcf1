import type { Random } from '../random.ts'

/** Inputs and outputs of the lag test at each time step. */
export const inputs = 5
export const outputs = 3

/** Which input each output repeats, and how many time steps later. */
export const lags = [
  { input: 3, delay: 1 },
  { input: 2, delay: 1 },
  { input: 0, delay: 2 },
] as const

const noise = 0.01

/** One sequence: x [T, inputs] and the outputs to predict [T, outputs], both row-major. */
export interface Sequence {
  readonly x: Float64Array
  readonly target: Float64Array
}

/**
 * Sequences of the classic lag test: standard normal inputs; each output is one of the inputs some steps ago (0 before
 * there was one) plus normal noise of standard deviation 0.01. Drawn in the order of Graham Taylor's theano-rnn, so that
 * `new Random(0)` gives that script's data.
 */
export function drawSequences(random: Random, count: number, steps: number): Sequence[] {
  const drawn = Array.from({ length: count }, () =>
    Float64Array.from({ length: steps * inputs }, () => random.gaussian()),
  )
  return drawn.map(x => ({
    x,
    target: Float64Array.from({ length: steps * outputs }, (_, index) => {
      const { input, delay } = lags[index % outputs]!
      const source = Math.floor(index / outputs) - delay
      return (source < 0 ? 0 : x[source * inputs + input]!) + noise * random.gaussian()
    }),
  }))
}

/** The mean squared error of always predicting 0, as expected over sequences of `steps` time steps. */
export function zeroError(steps: number): number {
  const byOutput = lags.map(({ delay }) => Math.max(0, steps - delay) / steps + noise * noise)
  return byOutput.reduce((sum, error) => sum + error) / outputs
}
