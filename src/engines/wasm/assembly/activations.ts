import { multiplyAdd } from './simd'

/*
 * tanh(x) = x P(x^2) / Q(x^2) for |x| <= 7.9, where 1 - tanh(x) < 3e-7; beyond it the value at 7.9.
 *
 * The coefficients are our own: the relative error minimized over (0, 7.9] by Lawson's iteratively reweighted least
 * squares (weights times the square root of the error, 4,000 rounds, 6,001 Chebyshev nodes), P of degree 5 and Q of
 * degree 3, Q(0) = 1; 1.7e-8 before rounding. What is left is the rounding of the evaluation in float32.
 *
 * They are read from memory, because V8 makes a constant vector anew, in three instructions, wherever it is used.
 */
const coefficients = memory.data<f32>([
  7.9, -7.9, 0.5, 1,
  2.41056064e-11, -1.49064316e-8, 9.93925823e-6, 0.00299210567, 0.129849181,
  0.000238087974, 0.0240531284, 0.46318236
])

@inline
function coefficient(n: usize): v128 {
  return v128.load32_splat(coefficients + (n << 2))
}

/** tanh of four numbers to 4e-7, absolute and relative; NaN stays NaN. */
@inline
export function tanh(value: v128): v128 {
  // pmin and pmax in this order of arguments give NaN for NaN.
  const x = f32x4.pmax(f32x4.pmin(value, coefficient(0)), coefficient(1))
  const q = f32x4.mul(x, x)
  let p = multiplyAdd(q, coefficient(4), coefficient(5))
  p = multiplyAdd(q, p, coefficient(6))
  p = multiplyAdd(q, p, coefficient(7))
  p = multiplyAdd(q, p, coefficient(8))
  p = multiplyAdd(q, p, coefficient(3))
  let d = multiplyAdd(q, coefficient(9), coefficient(10))
  d = multiplyAdd(q, d, coefficient(11))
  d = multiplyAdd(q, d, coefficient(3))
  return f32x4.div(f32x4.mul(x, p), d)
}

/** 1 / (1 + e^-x) = (1 + tanh(x / 2)) / 2 of four numbers, to 3e-7 absolute; NaN stays NaN. */
@inline
export function sigmoid(x: v128): v128 {
  return multiplyAdd(tanh(f32x4.mul(x, coefficient(2))), coefficient(2), coefficient(2))
}

/** values[0..n) become their tanh; n a multiple of 8. */
export function tanhAll(values: usize, n: i32): void {
  for (const end = values + (<usize>n << 2); values < end; values += 32) {
    const low = tanh(v128.load(values))
    const high = tanh(v128.load(values, 16))
    v128.store(values, high, 16)
    v128.store(values, low)
  }
}

/** values[0..n) become their sigmoid; n a multiple of 8. */
export function sigmoidAll(values: usize, n: i32): void {
  for (const end = values + (<usize>n << 2); values < end; values += 32) {
    const low = sigmoid(v128.load(values))
    const high = sigmoid(v128.load(values, 16))
    v128.store(values, high, 16)
    v128.store(values, low)
  }
}
