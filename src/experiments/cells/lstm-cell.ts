import { gatesBackward, gatesForward } from '../../engines/reference/gates.ts'
import type { Cell } from './cell.ts'

/**
 * The LSTM of the Theano tutorial as the reference engine has it, with the forget gate and without peepholes; z_t is four blocks, one
 * for each use: input, forget and output gate, and the candidate.
 *
 * Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997, with the forget gate of
 * Gers, Schmidhuber and Cummins, "Learning to Forget", Neural Computation 12(10), 2000.
 */
export const lstmCell: Cell = {
  blocks: 4,
  hasCellState: true,

  forward(z, cPrevious, c, h) {
    gatesForward(z, cPrevious, c, h, 1, h.length)
  },

  backward(z, cPrevious, c, dh, dc, dz) {
    gatesBackward(dz, dc, dh, z, cPrevious, c, 1, dh.length)
  },
}
