import { featureCount, type Parameters, type Sizes } from '../engines/engine.ts'
import type { Random } from '../random.ts'
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
