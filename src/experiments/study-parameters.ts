import type { Random } from '../random.ts'
import type { Cell } from './cells/cell.ts'
import { inputs, outputs } from './task.ts'

/** Where the biases of the gates of a four-block cell start. */
interface GateBiases {
  readonly input: number
  readonly forget: number
  readonly output: number
}

export interface Architecture {
  readonly cell: Cell
  /** H, at least 1. */
  readonly hidden: number
  /** Where the bias b starts: at 0, at these values for the gates (and 0 for the candidate), or no b at all. */
  readonly bias: 'zero' | 'none' | GateBiases
}

/** The parameters: views into `all`, which is what an optimizer moves. K = blocks * H. */
export interface StudyParameters {
  readonly all: Float64Array
  /** [H, K] */
  readonly W: Float64Array
  /** [inputs, K] */
  readonly W_in: Float64Array
  /** [H, outputs] */
  readonly W_out: Float64Array
  /** [K]; empty without a bias */
  readonly b: Float64Array
  /** [outputs] */
  readonly b_y: Float64Array
  /** [H]: the hidden state before the first time step, learned like the weights. */
  readonly h0: Float64Array
  /** [H]: the cell state before the first time step, learned; empty for a cell without one. */
  readonly c0: Float64Array
}

/** StudyParameters of this architecture, all 0. */
export function zeroParameters({ cell, hidden, bias }: Architecture): StudyParameters {
  const K = cell.blocks * hidden
  const sizes = {
    W: hidden * K,
    W_in: inputs * K,
    W_out: hidden * outputs,
    b: bias === 'none' ? 0 : K,
    b_y: outputs,
    h0: hidden,
    c0: cell.hasCellState ? hidden : 0,
  }
  const all = new Float64Array(Object.values(sizes).reduce((sum, size) => sum + size))
  let end = 0
  const view = (size: number) => {
    end += size
    return all.subarray(end - size, end)
  }
  return {
    all,
    W: view(sizes.W),
    W_in: view(sizes.W_in),
    W_out: view(sizes.W_out),
    b: view(sizes.b),
    b_y: view(sizes.b_y),
    h0: view(sizes.h0),
    c0: view(sizes.c0),
  }
}

/** W, W_in and W_out uniform in +-scale, drawn in this order (theano-rnn's); b as the architecture says; the rest 0. */
export function initialParameters(
  architecture: Architecture,
  random: Random,
  scale: number,
): StudyParameters {
  const parameters = zeroParameters(architecture)
  const { W, W_in, W_out, b } = parameters
  for (const weights of [W, W_in, W_out]) {
    for (let k = 0; k < weights.length; k++) weights[k] = scale * (2 * random.uniform() - 1)
  }
  const { hidden: H, bias } = architecture
  if (typeof bias === 'object') {
    b.fill(bias.input, 0, H)
    b.fill(bias.forget, H, 2 * H)
    b.fill(bias.output, 2 * H, 3 * H)
  }
  return parameters
}
