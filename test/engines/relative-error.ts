type Numbers = ArrayLike<number>

/**
 * The largest difference between two tensors, divided by the largest magnitude of the expected one: the
 * definition of "relative" in every tolerance of the engines' tests. Where all that is expected is 0, it is
 * the largest magnitude of the actual one. NaN anywhere gives NaN, which is within no tolerance.
 */
export function relativeError(actual: Numbers, expected: Numbers): number {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} values where ${expected.length} are expected`)
  }
  let difference = 0
  let scale = 0
  for (let n = 0; n < expected.length; n++) {
    difference = Math.max(difference, Math.abs(actual[n]! - expected[n]!))
    scale = Math.max(scale, Math.abs(expected[n]!))
  }
  return scale === 0 ? difference : difference / scale
}

/** after - before, so that the movement of a parameter can be compared instead of its value. */
export function movement(before: Numbers, after: Numbers): Float64Array {
  return Float64Array.from({ length: after.length }, (_, n) => after[n]! - before[n]!)
}
