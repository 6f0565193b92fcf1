import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { featureCount, type Parameters, type Sizes } from '../engines/engine.ts'
import type { Random } from '../random.ts'

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

/** [size, 4 size]: four orthogonal matrices side by side. */
function gateBlocks(size: number, random: Random): Float32Array {
  const blocks = new Float32Array(size * 4 * size)
  for (let gate = 0; gate < 4; gate++) {
    const block = orthogonal(size, random)
    for (let row = 0; row < size; row++) blocks.set(block.getRow(row), (4 * row + gate) * size)
  }
  return blocks
}

/**
 * The left singular vectors of a standard normal matrix, as the official ortho_weight takes them. The signs of
 * its columns, which the decomposition leaves open, are this library's and not LAPACK's.
 */
function orthogonal(size: number, random: Random): Matrix {
  const normal = new Matrix(size, size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) normal.set(row, column, random.gaussian())
  }
  return new SingularValueDecomposition(normal, { computeRightSingularVectors: false }).leftSingularVectors
}
