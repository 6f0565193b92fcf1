import { featureCount, type Parameters, type Sizes } from '../engines/engine.ts'
import type { Random } from '../random.ts'
import type { KnownVectors } from '../text/known-vectors.ts'
import type { Vocabulary } from '../text/vocabulary.ts'
import { orthogonal } from './orthogonal.ts'

/**
 * The starting parameters for D = H, drawn in the official example's order (lstm.py, init_params
 * and param_init_lstm).
 *
 * Official: the embedding is uniform in [0, 0.01), not centred; the gate biases start at 0, the forget gate's too.
 */
export function initializeParameters(sizes: Sizes, random: Random): Parameters {
  const { vocabulary, hidden: dimension, classes } = sizes
  return {
    Wemb: Float32Array.from({ length: vocabulary * dimension }, () => 0.01 * random.uniform()),
    lstm_W: gateBlocks(dimension, random),
    lstm_U: gateBlocks(dimension, random),
    lstm_b: new Float32Array(4 * dimension),
    U: Float32Array.from({ length: featureCount(sizes) * classes }, () => 0.01 * random.gaussian()),
    b: new Float32Array(classes),
  }
}

/** Root of the mean square of the numbers, as of word vectors that are made of the training texts. */
const scale = 0.15

/**
 * [V, D] An embedding with known vectors, all times one factor, in the rows of the words that have one.
 *
 * @param drawn [V, D] what the other rows have
 */
export function embeddingOf(known: KnownVectors, vocabulary: Vocabulary, drawn: Float32Array): Float32Array {
  const { dimension: D } = known
  const rows = vocabulary.words
    .map(word => ({ id: vocabulary.id(word), number: known.number(word) }))
    .filter(({ number }) => number >= 0)
  let squares = 0
  for (const { number } of rows) for (const value of known.vector(number)) squares += value * value
  const factor = squares === 0 ? 0 : scale / Math.sqrt(squares / (rows.length * D))
  const embedding = drawn.slice()
  for (const { id, number } of rows) {
    embedding.set(
      known.vector(number).map(value => factor * value),
      id * D,
    )
  }
  return embedding
}

/** [size, 4 size]: four orthogonal matrices side by side. */
function gateBlocks(size: number, random: Random): Float32Array {
  const blocks = new Float32Array(size * 4 * size)
  for (let gate = 0; gate < 4; gate++) {
    const block = orthogonal(size, random)
    for (let row = 0; row < size; row++) {
      blocks.set(block.subarray(row * size, (row + 1) * size), (4 * row + gate) * size)
    }
  }
  return blocks
}
