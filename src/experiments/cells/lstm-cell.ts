import { type Cell, sigmoid } from './cell.ts'

/**
 * The LSTM of the Theano tutorial; z_t is four blocks, one for each use:
 *
 *     i = sigmoid(z_i)   f = sigmoid(z_f)   o = sigmoid(z_o)   g = tanh(z_g)
 *     c_t = f c_{t-1} + i g
 *     h_t = o tanh(c_t)
 *
 * Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997, with the forget gate of
 * Gers, Schmidhuber and Cummins, "Learning to Forget", Neural Computation 12(10), 2000; no peepholes.
 */
export const lstm: Cell = {
  blocks: 4,
  hasCellState: true,

  forward(z, cPrevious, c, h) {
    const H = h.length
    for (let j = 0; j < H; j++) {
      const i = sigmoid(z[j]!)
      const f = sigmoid(z[H + j]!)
      const o = sigmoid(z[2 * H + j]!)
      const g = Math.tanh(z[3 * H + j]!)
      c[j] = f * cPrevious[j]! + i * g
      h[j] = o * Math.tanh(c[j]!)
      z[j] = i
      z[H + j] = f
      z[2 * H + j] = o
      z[3 * H + j] = g
    }
  },

  backward(z, cPrevious, c, dh, dc, dz) {
    const H = dh.length
    for (let j = 0; j < H; j++) {
      const i = z[j]!
      const f = z[H + j]!
      const o = z[2 * H + j]!
      const g = z[3 * H + j]!
      const tanhC = Math.tanh(c[j]!)
      const dcTotal = dc[j]! + dh[j]! * o * (1 - tanhC * tanhC)
      dz[j] = dcTotal * g * i * (1 - i)
      dz[H + j] = dcTotal * cPrevious[j]! * f * (1 - f)
      dz[2 * H + j] = dh[j]! * tanhC * o * (1 - o)
      dz[3 * H + j] = dcTotal * i * (1 - g * g)
      dc[j] = dcTotal * f
    }
  },
}
