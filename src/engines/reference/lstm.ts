import type { Parameters, Sizes } from '../engine.ts'
import { type FloatArray, type Precision, row } from './arrays.ts'
import { gatherRows, scatterAddRows } from './embedding.ts'
import { gatesBackward, gatesForward } from './gates.ts'
import { addProduct, addProductLeftTransposed, addProductRightTransposed, addRows } from './products.ts'

/*
 * The LSTM layer over one text. The official example runs a padded minibatch and lets a mask carry c and h over
 * the padding; a text taken by itself has no padding, and the same result.
 */

/** What the backward pass needs of a text of T time steps. */
interface Trace {
  /** [T] */
  readonly tokens: Int32Array
  /** [T, 4H] i, f, o, g */
  readonly gates: FloatArray
  /** [T + 1, H] c before the first step (0) and after each. */
  readonly cells: FloatArray
  /** [T + 1, H] h before the first step (0) and after each. */
  readonly hidden: FloatArray
}

/**
 * One time step of one text: z = x W + hPrevious U + b, then the gates.
 *
 * @param gates [4H] out
 * @param c [H] out; may be `cPrevious` itself
 * @param h [H] out; may be `hPrevious` itself
 */
export function lstmStep(
  parameters: Parameters<FloatArray>,
  { embedding: D, hidden: H }: Sizes,
  token: number,
  cPrevious: FloatArray,
  hPrevious: FloatArray,
  gates: FloatArray,
  c: FloatArray,
  h: FloatArray,
): void {
  gates.set(parameters.lstm_b)
  addProduct(gates, row(parameters.Wemb, token, D), parameters.lstm_W, 1, D, 4 * H)
  addProduct(gates, hPrevious, parameters.lstm_U, 1, H, 4 * H)
  gatesForward(gates, cPrevious, c, h, 1, H)
}

/** The layer over a whole text, with all that the backward pass needs. */
export function lstmForward(
  parameters: Parameters<FloatArray>,
  sizes: Sizes,
  tokens: Int32Array,
  precision: Precision<FloatArray>,
): Trace {
  const T = tokens.length
  const H = sizes.hidden
  const gates = new precision(T * 4 * H)
  const cells = new precision((T + 1) * H)
  const hidden = new precision((T + 1) * H)
  for (const [t, token] of tokens.entries()) {
    lstmStep(
      parameters,
      sizes,
      token,
      row(cells, t, H),
      row(hidden, t, H),
      row(gates, t, 4 * H),
      row(cells, t + 1, H),
      row(hidden, t + 1, H),
    )
  }
  return { tokens, gates, cells, hidden }
}

/**
 * Adds the text's share to the gradients of Wemb, lstm_W, lstm_U and lstm_b: backpropagation through time.
 *
 *     dh_t = dHidden_t + dz_{t+1} Uᵀ
 *     dW += Xᵀ dZ   dU += Hpreviousᵀ dZ   db += sum_t dz_t   dWemb[token] += dz Wᵀ
 *
 * @param dHidden [T, H] the gradient of each h_t from above
 */
export function lstmBackward(
  gradients: Parameters<FloatArray>,
  parameters: Parameters<FloatArray>,
  { embedding: D, hidden: H }: Sizes,
  { tokens, gates, cells, hidden }: Trace,
  dHidden: FloatArray,
  precision: Precision<FloatArray>,
): void {
  const T = tokens.length
  const dz = new precision(T * 4 * H)
  const dc = new precision(H)
  for (let t = T - 1; t >= 0; t--) {
    const dh = row(dHidden, t, H).slice()
    if (t < T - 1) addProductRightTransposed(dh, row(dz, t + 1, 4 * H), parameters.lstm_U, 1, 4 * H, H)
    gatesBackward(
      row(dz, t, 4 * H),
      dc,
      dh,
      row(gates, t, 4 * H),
      row(cells, t, H),
      row(cells, t + 1, H),
      1,
      H,
    )
  }
  const x = new precision(T * D)
  gatherRows(x, parameters.Wemb, tokens, D)
  addProductLeftTransposed(gradients.lstm_W, x, dz, D, T, 4 * H)
  // The first T rows of `hidden` are h before each step.
  addProductLeftTransposed(gradients.lstm_U, hidden, dz, H, T, 4 * H)
  addRows(gradients.lstm_b, dz, T, 4 * H)
  const dx = new precision(T * D)
  addProductRightTransposed(dx, dz, parameters.lstm_W, T, 4 * H, D)
  scatterAddRows(gradients.Wemb, dx, tokens, D)
}
