import { exp } from '../../transcendental.ts'
import type { FloatArray } from './arrays.ts'

/** 1 / (1 + e^-x). Official: the true sigmoid, not a piecewise linear one. */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x))
}

/**
 * One time step after the matrix products, for any number of texts:
 *
 *     i = sigmoid(z_i)   f = sigmoid(z_f)   o = sigmoid(z_o)   g = tanh(z_g)
 *     c = f * cPrevious + i * g
 *     h = o * tanh(c)
 *
 * Source: tutorial equations 1 to 4, 6 and 7. Official: no peepholes, the output gate does not see c.
 *
 * @param gates [rows, 4H] in: z = x W + h U + b; out: i, f, o and the candidate g
 * @param cPrevious [rows, H]; may be `c` itself
 * @param c [rows, H] out
 * @param h [rows, H] out
 */
export function gatesForward(
  gates: FloatArray,
  cPrevious: FloatArray,
  c: FloatArray,
  h: FloatArray,
  rows: number,
  H: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < H; j++) {
      const z = row * 4 * H + j
      const at = row * H + j
      const i = sigmoid(gates[z]!)
      const f = sigmoid(gates[z + H]!)
      const o = sigmoid(gates[z + 2 * H]!)
      const g = Math.tanh(gates[z + 3 * H]!)
      const cell = f * cPrevious[at]! + i * g
      gates[z] = i
      gates[z + H] = f
      gates[z + 2 * H] = o
      gates[z + 3 * H] = g
      c[at] = cell
      h[at] = o * Math.tanh(cell)
    }
  }
}

/**
 * The gradient of `gatesForward`:
 *
 *     dc  += dh * o * (1 - tanh(c)^2)
 *     dz_i = dc * g * i (1 - i)              dz_f = dc * cPrevious * f (1 - f)
 *     dz_o = dh * tanh(c) * o (1 - o)        dz_g = dc * i * (1 - g^2)
 *     dcPrevious = dc * f
 *
 * @param dz [rows, 4H] out
 * @param dc [rows, H] in: the gradient of c from the next time step; out: dcPrevious
 * @param dh [rows, H] the whole gradient of h
 * @param gates [rows, 4H] i, f, o, g of the forward pass
 * @param cPrevious [rows, H]
 * @param c [rows, H]
 */
export function gatesBackward(
  dz: FloatArray,
  dc: FloatArray,
  dh: FloatArray,
  gates: FloatArray,
  cPrevious: FloatArray,
  c: FloatArray,
  rows: number,
  H: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < H; j++) {
      const z = row * 4 * H + j
      const at = row * H + j
      const i = gates[z]!
      const f = gates[z + H]!
      const o = gates[z + 2 * H]!
      const g = gates[z + 3 * H]!
      const tanhC = Math.tanh(c[at]!)
      const dCell = dc[at]! + dh[at]! * o * (1 - tanhC * tanhC)
      dz[z] = dCell * g * i * (1 - i)
      dz[z + H] = dCell * cPrevious[at]! * f * (1 - f)
      dz[z + 2 * H] = dh[at]! * tanhC * o * (1 - o)
      dz[z + 3 * H] = dCell * i * (1 - g * g)
      dc[at] = dCell * f
    }
  }
}
