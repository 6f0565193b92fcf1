/*
 * exp and log of src/transcendental.ts, operation by operation, so that softmax and cost have the same bits whatever WebAssembly is
 * run by. Source: fdlibm 5.3 (Sun Microsystems, 1993), e_exp.c and e_log.c.
 */

const ln2High: f64 = 0.6931471803691238
const ln2Low: f64 = 1.9082149292705877e-10

@inline
function powerOfTwo(k: i32): f64 {
  return reinterpret<f64>(<i64>(k + 1023) << 52)
}

/** e^x: 0 below -745.13, Infinity above 709.78, NaN for NaN. */
export function exp(x: f64): f64 {
  if (x != x) return x
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019411) return 0
  if (x == 1) return 2.718281828459045
  const top = <i32>(reinterpret<u64>(x) >> 32) & 0x7fffffff
  if (top < 0x3e300000) return 1 + x
  let k: i32 = 0
  if (top > 0x3fd62e42) {
    if (top < 0x3ff0a2b2) k = x < 0 ? -1 : 1
    else k = <i32>(1.4426950408889634 * x + (x < 0 ? -0.5 : 0.5))
  }
  const high = x - <f64>k * ln2High
  const low = <f64>k * ln2Low
  const r = high - low
  const t = r * r
  const c = r - t * (0.16666666666666602 + t * (-0.0027777777777015593 + t * (0.00006613756321437934 +
    t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))))
  if (k == 0) return 1 - (r * c / (c - 2) - r)
  const y = 1 - (low - r * c / (2 - c) - high)
  if (k < -1021) return y * powerOfTwo(k + 1000) * 9.332636185032189e-302
  return k == 1024 ? y * 2 * powerOfTwo(1023) : y * powerOfTwo(k)
}

/** The natural logarithm: -Infinity for 0, NaN below it. */
export function log(x: f64): f64 {
  if (x == 0) return -Infinity
  if (!(x > 0)) return NaN
  if (x == Infinity) return x
  const subnormal = x < 2.2250738585072014e-308
  const word = reinterpret<u64>(subnormal ? x * 18014398509481984 : x)
  const top = <i32>(word >> 32)
  const digits = top & 0xfffff
  const halved = (digits + 0x95f64) & 0x100000
  const f = reinterpret<f64>((<u64>(digits | (halved ^ 0x3ff00000)) << 32) | (word & 0xffffffff)) - 1
  const exponent = (top >>> 20) - 1023 + (halved >>> 20) - (subnormal ? 54 : 0)
  const k = <f64>exponent
  if ((0xfffff & (2 + digits)) < 3) {
    if (f == 0) return exponent == 0 ? 0 : k * ln2High + k * ln2Low
    const R = f * f * (0.5 - 0.3333333333333333 * f)
    return exponent == 0 ? f - R : k * ln2High - (R - k * ln2Low - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const R = odd + even
  if (((digits - 0x6147a) | (0x6b851 - digits)) > 0) {
    const square = 0.5 * f * f
    return exponent == 0 ? f - (square - s * (square + R)) : k * ln2High - (square - (s * (square + R) + k * ln2Low) - f)
  }
  return exponent == 0 ? f - s * (f - R) : k * ln2High - (s * (f - R) - k * ln2Low - f)
}
