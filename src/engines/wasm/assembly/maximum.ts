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
  for (let u: usize = 0; u < size; u += 16) {
    v128.store(largest + u, f32x4.max(v128.load(largest + u), v128.load(hidden + u)))
  }
}

/** The same, with the step t at which each was met first. */
export function maximumAndStep(size: usize, hidden: usize, t: i32, largest: usize, steps: usize): void {
  const now = i32x4.splat(t)
  for (let u: usize = 0; u < size; u += 16) {
    const h = v128.load(hidden + u)
    const before = v128.load(largest + u)
    const larger = f32x4.gt(h, before)
    v128.store(largest + u, f32x4.max(before, h))
    v128.store(steps + u, v128.bitselect(now, v128.load(steps + u), larger))
  }
}

/** dh += dLargest for the units whose largest value is that of step t. */
export function maximumBackward(size: usize, dLargest: usize, t: i32, steps: usize, dh: usize): void {
  const now = i32x4.splat(t)
  for (let u: usize = 0; u < size; u += 16) {
    const here = i32x4.eq(v128.load(steps + u), now)
    v128.store(dh + u, f32x4.add(v128.load(dh + u), v128.and(v128.load(dLargest + u), here)))
  }
}
