/**
 * exp and log whose bits are the same in every engine of JavaScript: `Math.exp` and `Math.log` may round as they like, and do.
 * Whatever is kept in a model or compared bit for bit goes through these.
 *
 * Both are within one unit in the last place of the true value, in additions, products and quotients of float64 alone.
 * Source: fdlibm 5.3 (Sun Microsystems, 1993), e_exp.c and e_log.c.
 */

const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

/** e^x: 0 below -745.13, Infinity above 709.78, NaN for NaN. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.1332191019411) return 0
  // x = k ln 2 + r, |r| <= ln 2 / 2, r held as high - low
  const k = Math.round(x / Math.LN2)
  const high = x - k * ln2High
  const low = k * ln2Low
  const r = high - low
  const t = r * r
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))))
  const y = 1 - (low - (r * c) / (2 - c) - high)
  // Two factors, since 2^k itself may be out of range
  const half = Math.trunc(k / 2)
  return y * powerOfTwo(half) * powerOfTwo(k - half)
}

/** The natural logarithm: -Infinity for 0, NaN below it. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY)
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
  // x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2)
  let k = 0
  if (x < 2 ** -1022) {
    x *= 2 ** 54
    k = -54
  }
  bits.setFloat64(0, x)
  const top = bits.getUint32(0)
  k += (top >>> 20) - 1023
  bits.setUint32(0, (top & 0xfffff) | 0x3ff00000)
  let fraction = bits.getFloat64(0)
  if (fraction > Math.SQRT2) {
    fraction /= 2
    k++
  }
  const f = fraction - 1
  const s = f / (2 + f)
  const z = s * s
  const R =
    z *
    (0.6666666666666735 +
      z *
        (0.3999999999940942 +
          z *
            (0.2857142874366239 +
              z *
                (0.22222198432149784 +
                  z * (0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586))))))
  const square = 0.5 * f * f
  return k * ln2High - (square - (s * (square + R) + k * ln2Low) - f)
}

/** log(1 + e^x), without overflow: the cost of a logistic regression. */
export function softplus(x: number): number {
  const small = exp(-Math.abs(x))
  // log(1 + y) loses what y has beyond 1 + y; the factor gives it back (Kahan; HP-15C Advanced Functions Handbook, 1982).
  const sum = 1 + small
  const log1p = sum === 1 ? small : (log(sum) * small) / (sum - 1)
  return Math.max(x, 0) + log1p
}

const bits = new DataView(new ArrayBuffer(8))

/** 2^k for -1022 <= k <= 1023. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20)
  bits.setUint32(4, 0)
  return bits.getFloat64(0)
}
