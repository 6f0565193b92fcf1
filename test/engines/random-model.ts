import {
  type LabelledMinibatch,
  type ParameterName,
  type Parameters,
  parameterNames,
  parameterShapes,
  type Sizes,
} from '../../src/engines/engine.ts'
import type { FloatArray, Precision } from '../../src/engines/reference/arrays.ts'
import type { Random } from '../../src/random.ts'

/**
 * Parameters whose every value differs, so that no swap of gates, rows or columns stays unseen. Weights are
 * scaled by their inputs' number, so that gates are neither linear nor saturated at any size.
 */
export function randomParameters<A extends FloatArray>(
  random: Random,
  sizes: Sizes,
  precision: Precision<A>,
): Parameters<A> {
  const shapes = parameterShapes(sizes)
  const scales: Record<ParameterName, number> = {
    Wemb: 0.8,
    lstm_W: 1 / Math.sqrt(sizes.embedding),
    lstm_U: 1 / Math.sqrt(sizes.hidden),
    lstm_b: 0.5,
    U: 2 / Math.sqrt(sizes.hidden),
    b: 0.5,
  }
  const entries = parameterNames.map(name => {
    const length = shapes[name].reduce((product, size) => product * size, 1)
    // Rounded to float32, so that engines of both precisions start from the same values.
    return [name, new precision(Float32Array.from({ length }, () => scales[name] * random.gaussian()))]
  })
  return Object.fromEntries(entries) as Parameters<A>
}

/** B lengths: each of 0..T, the first T and, of three or more, the second 0. */
export function randomLengths(random: Random, B: number, T: number): number[] {
  return Array.from({ length: B }, (_, b) => (b === 0 ? T : b === 1 && B > 2 ? 0 : random.integer(T)))
}

/**
 * A minibatch of texts of the given lengths. Padding holds ids of real words, which an engine must ignore; every
 * fifth token repeats the one before it in its text.
 */
export function randomMinibatch(random: Random, sizes: Sizes, lengths: readonly number[]): LabelledMinibatch {
  const B = lengths.length
  const T = Math.max(...lengths)
  const tokens = new Int32Array(T * B)
  for (let at = 0; at < tokens.length; at++) {
    const repeat = at >= B && random.integer(4) === 0
    tokens[at] = repeat ? tokens[at - B]! : random.integer(sizes.vocabulary - 1)
  }
  const labels = Int32Array.from(lengths, () => random.integer(sizes.classes - 1))
  return { tokens, lengths: Int32Array.from(lengths), labels }
}

/** A 0/1 mask [B, H]. */
export function randomDropout(random: Random, B: number, H: number): Float32Array {
  return Float32Array.from({ length: B * H }, () => random.integer(1))
}
