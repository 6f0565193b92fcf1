import { sigmoid, tanh } from './activations'
import { multiplyAdd, splat } from './simd'

/*
 * One time step of one text after its matrix products; the plain twins, with the equations, are in
 * ../../reference/gates.ts. `size` is the hidden width in bytes, a multiple of 32; the four gates of `z` lie `size` apart.
 *
 * Here, as in all loops over numbers, two neighbouring vectors are taken at a time and both computed before either is stored:
 * so V8 can join them (tiles.js).
 */

/**
 * z becomes i, f, o, g. Loops of their own, and so is what follows: one loop over all would be one long chain of
 * dependent operations, of which a processor sees too few at a time.
 */
@inline
function activate(size: usize, z: usize): void {
  const candidate = z + 3 * size
  const end = candidate + size
  for (let u = z; u < candidate; u += 32) {
    const low = sigmoid(v128.load(u))
    const high = sigmoid(v128.load(u, 16))
    v128.store(u, high, 16)
    v128.store(u, low)
  }
  for (let u = candidate; u < end; u += 32) {
    const low = tanh(v128.load(u))
    const high = tanh(v128.load(u, 16))
    v128.store(u, high, 16)
    v128.store(u, low)
  }
}

/** c of this step from its gates and c of the step before. */
@inline
function nextCell(i: v128, f: v128, g: v128, cPrevious: v128): v128 {
  return multiplyAdd(f, cPrevious, f32x4.mul(i, g))
}

/**
 * The gates forward, keeping what the backward pass needs.
 *
 * @param z in: x W + h U + b; out: i, f, o, g
 * @param c, tanhC out
 * @param hidden out: h
 * @param history, historyBlock out: h in four columns, `historyBlock` apart
 * @param pooled += h
 */
export function gatesForward(
  size: usize, z: usize, cPrevious: usize, c: usize, tanhC: usize,
  hidden: usize, history: usize, historyBlock: usize, pooled: usize
): void {
  activate(size, z)
  for (let u: usize = 0; u < size; u += 32) {
    const i = z + u
    const f = i + size
    const o = f + size
    const g = o + size
    const before = cPrevious + u
    const sum = pooled + u
    const cell0 = nextCell(v128.load(i), v128.load(f), v128.load(g), v128.load(before))
    const cell1 = nextCell(v128.load(i, 16), v128.load(f, 16), v128.load(g, 16), v128.load(before, 16))
    const tanh0 = tanh(cell0)
    const tanh1 = tanh(cell1)
    const h0 = f32x4.mul(v128.load(o), tanh0)
    const h1 = f32x4.mul(v128.load(o, 16), tanh1)
    const sum0 = f32x4.add(v128.load(sum), h0)
    const sum1 = f32x4.add(v128.load(sum, 16), h1)
    v128.store(c + u, cell1, 16)
    v128.store(c + u, cell0)
    v128.store(tanhC + u, tanh1, 16)
    v128.store(tanhC + u, tanh0)
    v128.store(hidden + u, h1, 16)
    v128.store(hidden + u, h0)
    v128.store(sum, sum1, 16)
    v128.store(sum, sum0)
    v128.store(history, h0)
    v128.store(history + historyBlock, h1)
    history += 2 * historyBlock
  }
}

/**
 * The gates forward, keeping only what the next step needs.
 *
 * @param c in: of the step before; out
 * @param hidden out: h
 */
export function gatesInference(size: usize, z: usize, c: usize, hidden: usize, pooled: usize): void {
  activate(size, z)
  for (let u: usize = 0; u < size; u += 32) {
    const i = z + u
    const f = i + size
    const o = f + size
    const g = o + size
    const cell = c + u
    const sum = pooled + u
    const cell0 = nextCell(v128.load(i), v128.load(f), v128.load(g), v128.load(cell))
    const cell1 = nextCell(v128.load(i, 16), v128.load(f, 16), v128.load(g, 16), v128.load(cell, 16))
    const h0 = f32x4.mul(v128.load(o), tanh(cell0))
    const h1 = f32x4.mul(v128.load(o, 16), tanh(cell1))
    const sum0 = f32x4.add(v128.load(sum), h0)
    const sum1 = f32x4.add(v128.load(sum, 16), h1)
    v128.store(cell, cell1, 16)
    v128.store(cell, cell0)
    v128.store(hidden + u, h1, 16)
    v128.store(hidden + u, h0)
    v128.store(sum, sum1, 16)
    v128.store(sum, sum0)
  }
}

/** The gradient of a sigmoid's argument: that of its value, a product of two, times s (1 - s). */
@inline
function throughSigmoid(dValue: v128, factor: v128, s: v128): v128 {
  return f32x4.mul(f32x4.mul(dValue, factor), f32x4.sub(splat(1), s))
}

/** 1 - t^2: the slope of tanh where it is t. */
@inline
function slopeOfTanh(t: v128): v128 {
  return f32x4.sub(splat(1), f32x4.mul(t, t))
}

/**
 * The gradient of `gatesForward`.
 *
 * @param z in: i, f, o, g; out: dz as a row
 * @param dh the gradient of h from the next time step
 * @param dPooled the gradient of h from the pooling, the same at every step
 * @param dc in: the gradient of c from the next time step; out: for the step before
 * @param panels, panelStride out: dz in eight columns, `panelStride` apart
 */
export function gatesBackward(
  size: usize, z: usize, dh: usize, dPooled: usize, dc: usize, tanhC: usize, cPrevious: usize,
  panels: usize, panelStride: usize
): void {
  const gatePanels = (size >> 5) * panelStride
  for (let u: usize = 0; u < size; u += 32) {
    const zi = z + u
    const zf = zi + size
    const zo = zf + size
    const zg = zo + size
    const i0 = v128.load(zi)
    const i1 = v128.load(zi, 16)
    const f0 = v128.load(zf)
    const f1 = v128.load(zf, 16)
    const o0 = v128.load(zo)
    const o1 = v128.load(zo, 16)
    const g0 = v128.load(zg)
    const g1 = v128.load(zg, 16)
    const t0 = v128.load(tanhC + u)
    const t1 = v128.load(tanhC + u, 16)
    const dTanh0 = f32x4.mul(f32x4.add(v128.load(dh + u), v128.load(dPooled + u)), o0)
    const dTanh1 = f32x4.mul(f32x4.add(v128.load(dh + u, 16), v128.load(dPooled + u, 16)), o1)
    const dCell0 = multiplyAdd(dTanh0, slopeOfTanh(t0), v128.load(dc + u))
    const dCell1 = multiplyAdd(dTanh1, slopeOfTanh(t1), v128.load(dc + u, 16))
    const dInput0 = f32x4.mul(dCell0, i0)
    const dInput1 = f32x4.mul(dCell1, i1)
    const dForget0 = f32x4.mul(dCell0, f0)
    const dForget1 = f32x4.mul(dCell1, f1)
    const dzi0 = throughSigmoid(dInput0, g0, i0)
    const dzi1 = throughSigmoid(dInput1, g1, i1)
    const dzf0 = throughSigmoid(dForget0, v128.load(cPrevious + u), f0)
    const dzf1 = throughSigmoid(dForget1, v128.load(cPrevious + u, 16), f1)
    const dzo0 = throughSigmoid(dTanh0, t0, o0)
    const dzo1 = throughSigmoid(dTanh1, t1, o1)
    const dzg0 = f32x4.mul(dInput0, slopeOfTanh(g0))
    const dzg1 = f32x4.mul(dInput1, slopeOfTanh(g1))
    v128.store(dc + u, dForget1, 16)
    v128.store(dc + u, dForget0)
    v128.store(zi, dzi1, 16)
    v128.store(zi, dzi0)
    v128.store(zf, dzf1, 16)
    v128.store(zf, dzf0)
    v128.store(zo, dzo1, 16)
    v128.store(zo, dzo0)
    v128.store(zg, dzg1, 16)
    v128.store(zg, dzg0)
    let panel = panels + (u >> 5) * panelStride
    v128.store(panel, dzi1, 16)
    v128.store(panel, dzi0)
    panel += gatePanels
    v128.store(panel, dzf1, 16)
    v128.store(panel, dzf0)
    panel += gatePanels
    v128.store(panel, dzo1, 16)
    v128.store(panel, dzo0)
    panel += gatePanels
    v128.store(panel, dzg1, 16)
    v128.store(panel, dzg0)
  }
}
