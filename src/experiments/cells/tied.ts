import { sigmoid } from '../../engines/reference/gates.ts'
import type { Cell } from './cell.ts'

/**
 * An LSTM whose three gates and candidate share one pre-activation p = z_t:
 *
 *     f = sigmoid(p)   i = sigmoid(p + opening)   o = sigmoid(p + opening)   g = tanh(p)
 *     c_t = f c_{t-1} + i g
 *     h_t = o tanh(c_t)
 *
 * With opening 0, f = i = o, and so c_t = sigmoid(p) (c_{t-1} + tanh(p)) and h_t = sigmoid(p) tanh(c_t).
 *
 * @param opening a constant that holds the input and the output gate open while p is near 0.
 */
export function tied(opening = 0): Cell {
  return {
    blocks: 1,
    hasCellState: true,

    forward(z, cPrevious, c, h) {
      for (let j = 0; j < h.length; j++) {
        const p = z[j]!
        const f = sigmoid(p)
        const io = sigmoid(p + opening)
        c[j] = f * cPrevious[j]! + io * Math.tanh(p)
        h[j] = io * Math.tanh(c[j]!)
      }
    },

    backward(z, cPrevious, c, dh, dc, dz) {
      for (let j = 0; j < dh.length; j++) {
        const p = z[j]!
        const f = sigmoid(p)
        const io = sigmoid(p + opening)
        const g = Math.tanh(p)
        const tanhC = Math.tanh(c[j]!)
        const dcTotal = dc[j]! + dh[j]! * io * (1 - tanhC * tanhC)
        const df = dcTotal * cPrevious[j]!
        const dio = dcTotal * g + dh[j]! * tanhC
        const dg = dcTotal * io
        dz[j] = df * f * (1 - f) + dio * io * (1 - io) + dg * (1 - g * g)
        dc[j] = dcTotal * f
      }
    },
  }
}
