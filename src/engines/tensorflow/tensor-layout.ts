import type { Parameters, Sizes } from '../engine.ts'

/** The parameters as TensorFlow's fused LSTM takes them. */
export const weightNames = ['Wemb', 'kernel', 'bias', 'U', 'b'] as const
type WeightName = (typeof weightNames)[number]

/**
 * One value for each weight. `kernel` [D + H, 4H] is lstm_W above lstm_U, `bias` [4H] is lstm_b; their gate blocks are input,
 * forget, candidate, output: the last two the other way round than in the contract.
 */
export type Weights<T> = Readonly<Record<WeightName, T>>

/** One value for each weight, as `make` gives it. */
export function eachWeight<T>(make: (name: WeightName) => T): Weights<T> {
  return Object.fromEntries(weightNames.map(name => [name, make(name)])) as Weights<T>
}

export function weightShapes(sizes: Sizes): Weights<readonly number[]> {
  const { vocabulary, embedding, hidden, classes } = sizes
  return {
    Wemb: [vocabulary, embedding],
    kernel: [embedding + hidden, 4 * hidden],
    bias: [4 * hidden],
    U: [hidden, classes],
    b: [classes],
  }
}

/** Copies, in TensorFlow's layout. Accumulators convert like the parameters they belong to. */
export function toWeights(parameters: Parameters, { hidden: H }: Sizes): Weights<Float32Array> {
  const { Wemb, lstm_W, lstm_U, lstm_b, U, b } = parameters
  const kernel = new Float32Array(lstm_W.length + lstm_U.length)
  kernel.set(swapLastGates(lstm_W, H))
  kernel.set(swapLastGates(lstm_U, H), lstm_W.length)
  return { Wemb: Wemb.slice(), kernel, bias: swapLastGates(lstm_b, H), U: U.slice(), b: b.slice() }
}

/** Copies, in the contract's layout: the inverse of `toWeights`. */
export function toParameters(weights: Weights<Float32Array>, { embedding: D, hidden: H }: Sizes): Parameters {
  const { Wemb, kernel, bias, U, b } = weights
  return {
    Wemb: Wemb.slice(),
    lstm_W: swapLastGates(kernel.subarray(0, D * 4 * H), H),
    lstm_U: swapLastGates(kernel.subarray(D * 4 * H), H),
    lstm_b: swapLastGates(bias, H),
    U: U.slice(),
    b: b.slice(),
  }
}

/** A copy of a matrix [rows, 4H] with the third and the fourth block of H columns exchanged; its own inverse. */
function swapLastGates(matrix: Float32Array, H: number): Float32Array {
  const swapped = matrix.slice()
  for (let row = 0; row < matrix.length; row += 4 * H) {
    swapped.copyWithin(row + 2 * H, row + 3 * H, row + 4 * H)
    swapped.set(matrix.subarray(row + 2 * H, row + 3 * H), row + 3 * H)
  }
  return swapped
}
