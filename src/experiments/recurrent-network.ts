import { addRows } from '../engines/reference/products.ts'
import { accumulateProduct, accumulateTransposedProduct, transpose } from './matrix.ts'
import type { Architecture, StudyParameters } from './study-parameters.ts'
import { inputs, outputs, type Sequence } from './task.ts'

/** A network for sequences of a fixed number of time steps. It owns work space; the parameters are the caller's. */
export interface RecurrentNetwork {
  /** The predicted outputs [T, outputs] for the inputs x [T, inputs]; the next call overwrites them. */
  predict(parameters: StudyParameters, x: Float64Array): Float64Array
  /** The mean squared error over time steps and outputs; writes its gradients over `gradients`. */
  gradients(parameters: StudyParameters, sequence: Sequence, gradients: StudyParameters): number
}

/**
 * The recurrent network
 *
 *     z_t = x_t W_in + h_{t-1} W + b     (c_t, h_t) = cell(z_t, c_{t-1})     y_t = h_t W_out + b_y
 *
 * and its gradients by backpropagation through all T time steps.
 */
export function createNetwork({ cell, hidden: H }: Architecture, T: number): RecurrentNetwork {
  const K = cell.blocks * H
  const z = new Float64Array(T * K)
  const dz = new Float64Array(T * K)
  const h = new Float64Array((T + 1) * H) // row 0: before the first time step
  const c = new Float64Array((T + 1) * H)
  const hBefore = h.subarray(0, T * H)
  const hAfter = h.subarray(H)
  const y = new Float64Array(T * outputs)
  const dy = new Float64Array(T * outputs)
  const dh = new Float64Array((T + 1) * H)
  const dhAfter = dh.subarray(H)
  const dc = new Float64Array(H)
  const zRows = rows(z, K)
  const dzRows = rows(dz, K)
  const hRows = rows(h, H)
  const cRows = rows(c, H)
  const dhRows = rows(dh, H)
  const W_T = new Float64Array(K * H)
  const W_outT = new Float64Array(outputs * H)

  function predict(p: StudyParameters, x: Float64Array): Float64Array {
    fillRows(z, p.b)
    accumulateProduct(z, x, p.W_in, [T, inputs, K])
    h.set(p.h0)
    c.set(p.c0)
    for (let t = 0; t < T; t++) {
      accumulateProduct(zRows[t]!, hRows[t]!, p.W, [1, H, K])
      cell.forward(zRows[t]!, cRows[t]!, cRows[t + 1]!, hRows[t + 1]!)
    }
    fillRows(y, p.b_y)
    accumulateProduct(y, hAfter, p.W_out, [T, H, outputs])
    return y
  }

  function gradients(p: StudyParameters, { x, target }: Sequence, g: StudyParameters): number {
    predict(p, x)
    const cost = meanSquaredError(y, target, dy)
    g.all.fill(0)
    dh.fill(0)
    dc.fill(0)
    transpose(W_outT, p.W_out, H, outputs)
    transpose(W_T, p.W, H, K)
    accumulateProduct(dhAfter, dy, W_outT, [T, outputs, H])
    for (let t = T - 1; t >= 0; t--) {
      cell.backward(zRows[t]!, cRows[t]!, cRows[t + 1]!, dhRows[t + 1]!, dc, dzRows[t]!)
      accumulateProduct(dhRows[t]!, dzRows[t]!, W_T, [1, K, H])
    }
    accumulateTransposedProduct(g.W_in, x, dz, [inputs, T, K])
    accumulateTransposedProduct(g.W, hBefore, dz, [H, T, K])
    accumulateTransposedProduct(g.W_out, hAfter, dy, [H, T, outputs])
    addRows(g.b, dz, T, g.b.length)
    addRows(g.b_y, dy, T, outputs)
    g.h0.set(dhRows[0]!)
    g.c0.set(dc.subarray(0, g.c0.length))
    return cost
  }

  return { predict, gradients }
}

/** The mean of (y - target)^2; writes its derivative by y. */
function meanSquaredError(y: Float64Array, target: Float64Array, dy: Float64Array): number {
  let sum = 0
  for (let k = 0; k < y.length; k++) {
    const error = y[k]! - target[k]!
    sum += error * error
    dy[k] = (2 * error) / y.length
  }
  return sum / y.length
}

/** Views of the rows of a row-major matrix. */
function rows(matrix: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: matrix.length / width }, (_, row) =>
    matrix.subarray(row * width, (row + 1) * width),
  )
}

/** Makes every row a copy of `row`, or 0 where `row` is empty. */
function fillRows(matrix: Float64Array, row: Float64Array): void {
  if (row.length === 0) matrix.fill(0)
  else for (let start = 0; start < matrix.length; start += row.length) matrix.set(row, start)
}
