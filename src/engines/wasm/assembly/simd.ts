/** a * b + c: rounded once in the build with fused multiply-add, twice in the other. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value)
}

/** As memory.copy, which leaves the module for it: too far a way for a row. `size` in bytes, a multiple of 32. */
@inline
export function copyRow(to: usize, from: usize, size: usize): void {
  for (let u: usize = 0; u < size; u += 32) {
    const low = v128.load(from + u)
    const high = v128.load(from + u, 16)
    v128.store(to + u, high, 16)
    v128.store(to + u, low)
  }
}

/** The sum of the four lanes. */
@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}
