import { sigmoid, tanh } from './activations'
import { multiplyAdd, splat } from './simd'

/*
 * One time step of one text after its matrix products; the plain twins, with the equations, are in
 * ../../reference/gates.ts. `size` is the hidden width in bytes, a multiple of 32; the four gates of `z` lie `size` apart.
 */

/**
 * z becomes i, f, o, g. A loop of its own, and so is what follows: one loop over both would be one long chain of
 * dependent operations, of which a processor sees too few at a time.
 */
@inline
function activate(size: usize, z: usize): void {
  for (let u: usize = 0; u < size; u += 16) {
    const zu = z + u
    const i = sigmoid(v128.load(zu))
    const f = sigmoid(v128.load(zu + size))
    const o = sigmoid(v128.load(zu + 2 * size))
    const g = tanh(v128.load(zu + 3 * size))
    v128.store(zu, i)
    v128.store(zu + size, f)
    v128.store(zu + 2 * size, o)
    v128.store(zu + 3 * size, g)
  }
}

/** c of this step from i, f and g, whose address is `zu`, and c of the step before. */
@inline
function nextCell(size: usize, zu: usize, cPrevious: v128): v128 {
  const candidate = f32x4.mul(v128.load(zu), v128.load(zu + 3 * size))
  return multiplyAdd(v128.load(zu + size), cPrevious, candidate)
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
  for (let u: usize = 0; u < size; u += 16) {
    const cell = nextCell(size, z + u, v128.load(cPrevious + u))
    const t = tanh(cell)
    const h = f32x4.mul(v128.load(z + 2 * size + u), t)
    v128.store(c + u, cell)
    v128.store(tanhC + u, t)
    v128.store(hidden + u, h)
    v128.store(history, h)
    history += historyBlock
    v128.store(pooled + u, f32x4.add(v128.load(pooled + u), h))
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
  for (let u: usize = 0; u < size; u += 16) {
    const cell = nextCell(size, z + u, v128.load(c + u))
    const h = f32x4.mul(v128.load(z + 2 * size + u), tanh(cell))
    v128.store(c + u, cell)
    v128.store(hidden + u, h)
    v128.store(pooled + u, f32x4.add(v128.load(pooled + u), h))
  }
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
  const one = splat(1)
  const gatePanels = (size >> 5) * panelStride
  for (let u: usize = 0; u < size; u += 16) {
    const zu = z + u
    const i = v128.load(zu)
    const f = v128.load(zu + size)
    const o = v128.load(zu + 2 * size)
    const g = v128.load(zu + 3 * size)
    const t = v128.load(tanhC + u)
    const dHidden = f32x4.add(v128.load(dh + u), v128.load(dPooled + u))
    const dTanh = f32x4.mul(dHidden, o)
    const dCell = multiplyAdd(dTanh, f32x4.sub(one, f32x4.mul(t, t)), v128.load(dc + u))
    const dInput = f32x4.mul(dCell, i)
    const dForget = f32x4.mul(dCell, f)
    const dzi = f32x4.mul(f32x4.mul(dInput, g), f32x4.sub(one, i))
    const dzf = f32x4.mul(f32x4.mul(dForget, v128.load(cPrevious + u)), f32x4.sub(one, f))
    const dzo = f32x4.mul(f32x4.mul(dTanh, t), f32x4.sub(one, o))
    const dzg = f32x4.mul(dInput, f32x4.sub(one, f32x4.mul(g, g)))
    v128.store(dc + u, dForget)
    v128.store(zu, dzi)
    v128.store(zu + size, dzf)
    v128.store(zu + 2 * size, dzo)
    v128.store(zu + 3 * size, dzg)
    let panel = panels + (u >> 5) * panelStride + (u & 16)
    v128.store(panel, dzi)
    v128.store((panel += gatePanels), dzf)
    v128.store((panel += gatePanels), dzo)
    v128.store((panel += gatePanels), dzg)
  }
}
