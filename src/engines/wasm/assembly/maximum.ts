import { splat } from './simd'

/*
 * The largest value of each hidden unit over the time steps, as features behind the mean; the plain twins are in
 * ../../reference/pooling.ts. `size` is the hidden width in bytes.
 */

/** No h is below it: before the first step. */
export function startMaximum(size: usize, largest: usize): void {
  for (let u: usize = 0; u < size; u += 16) v128.store(largest + u, splat(-2))
}

/** largest = max(largest, h) */
export function maximum(size: usize, hidden: usize, largest: usize): void {
  for (let u: usize = 0; u < size; u += 32) {
    const low = f32x4.max(v128.load(largest + u), v128.load(hidden + u))
    const high = f32x4.max(v128.load(largest + u, 16), v128.load(hidden + u, 16))
    v128.store(largest + u, high, 16)
    v128.store(largest + u, low)
  }
}

/** The same, with the step t at which each was met first. */
export function maximumAndStep(size: usize, hidden: usize, t: i32, largest: usize, steps: usize): void {
  const now = i32x4.splat(t)
  for (let u: usize = 0; u < size; u += 32) {
    const h0 = v128.load(hidden + u)
    const h1 = v128.load(hidden + u, 16)
    const before0 = v128.load(largest + u)
    const before1 = v128.load(largest + u, 16)
    const step0 = v128.bitselect(now, v128.load(steps + u), f32x4.gt(h0, before0))
    const step1 = v128.bitselect(now, v128.load(steps + u, 16), f32x4.gt(h1, before1))
    v128.store(largest + u, f32x4.max(before1, h1), 16)
    v128.store(largest + u, f32x4.max(before0, h0))
    v128.store(steps + u, step1, 16)
    v128.store(steps + u, step0)
  }
}

/** dh += dLargest for the units whose largest value is that of step t. */
export function maximumBackward(size: usize, dLargest: usize, t: i32, steps: usize, dh: usize): void {
  const now = i32x4.splat(t)
  for (let u: usize = 0; u < size; u += 32) {
    const here0 = i32x4.eq(v128.load(steps + u), now)
    const here1 = i32x4.eq(v128.load(steps + u, 16), now)
    const low = f32x4.add(v128.load(dh + u), v128.and(v128.load(dLargest + u), here0))
    const high = f32x4.add(v128.load(dh + u, 16), v128.and(v128.load(dLargest + u, 16), here1))
    v128.store(dh + u, high, 16)
    v128.store(dh + u, low)
  }
}
