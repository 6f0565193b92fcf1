/**
 * exp, log and powers whose bits are the same in every engine of JavaScript: `Math.exp`, `Math.log` and `**` may round as they like, and
 * do. Whatever is kept in a model or compared bit for bit goes through these; the kernels have the same functions
 * (engines/wasm/assembly/transcendental-kernels.ts).
 *
 * exp and log are within one unit in the last place of the true value, in additions, products and quotients of float64 alone.
 * Source: fdlibm 5.3 (Sun Microsystems, 1993), e_exp.c and e_log.c, operation by operation as V8 has them, so that models made before
 * with `Math.exp` and `Math.log` of Node 20 to 26 keep their bits.
 */

const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

/** e^x: 0 below -745.13, Infinity above 709.78, NaN for NaN. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.1332191019411) return 0
  if (x === 1) return Math.E
  const top = highWord(x) & 0x7fffffff
  if (top < 0x3e300000) return 1 + x
  // x = k ln 2 + r, |r| <= ln 2 / 2 or about that, r held as high - low
  let k = 0
  if (top > 0x3fd62e42) {
    k = top < 0x3ff0a2b2 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
  }
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
  if (k === 0) return 1 - ((r * c) / (c - 2) - r)
  const y = 1 - (low - (r * c) / (2 - c) - high)
  if (k < -1021) return y * powerOfTwo(k + 1000) * 9.332636185032189e-302
  return k === 1024 ? y * 2 * powerOfTwo(1023) : y * powerOfTwo(k)
}

/** The natural logarithm: -Infinity for 0, NaN below it. */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (!(x > 0)) return Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  const subnormal = x < 2.2250738585072014e-308
  bits.setFloat64(0, subnormal ? x * 18014398509481984 : x)
  const top = bits.getUint32(0)
  const digits = top & 0xfffff
  // x = 2^k (1 + f), with 1 + f from about sqrt(1/2) to sqrt(2)
  const halved = (digits + 0x95f64) & 0x100000
  bits.setUint32(0, digits | (halved ^ 0x3ff00000))
  const k = (top >>> 20) - 1023 + (halved >>> 20) - (subnormal ? 54 : 0)
  const f = bits.getFloat64(0) - 1
  if ((0xfffff & (2 + digits)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + k * ln2Low
    const R = f * f * (0.5 - 0.3333333333333333 * f)
    return k === 0 ? f - R : k * ln2High - (R - k * ln2Low - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const R = odd + even
  if (((digits - 0x6147a) | (0x6b851 - digits)) > 0) {
    const square = 0.5 * f * f
    return k === 0
      ? f - (square - s * (square + R))
      : k * ln2High - (square - (s * (square + R) + k * ln2Low) - f)
  }
  return k === 0 ? f - s * (f - R) : k * ln2High - (s * (f - R) - k * ln2Low - f)
}

/** log(1 + e^x), without overflow: the cost of a logistic regression. */
export function softplus(x: number): number {
  const small = exp(-Math.abs(x))
  // log(1 + y) loses what y has beyond 1 + y; the factor gives it back (Kahan; HP-15C Advanced Functions Handbook, 1982).
  const sum = 1 + small
  const log1p = sum === 1 ? small : (log(sum) * small) / (sum - 1)
  return Math.max(x, 0) + log1p
}

/**
 * base^n for a whole n of at least 0: the float64 next to the true value, but for ties closer than 2^-90. Computed by squaring, in pairs of
 * float64 whose sum has twice the digits. Source: T. J. Dekker, "A floating-point technique for extending the available precision",
 * Numerische Mathematik 18, 1971, section 5.
 */
export function power(base: number, n: number): number {
  let result: Pair = [1, 0]
  let square: Pair = [base, 0]
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = timesPair(result, square)
    if (rest > 1) square = timesPair(square, square)
  }
  return result[0]
}

/** The sum of both, of which the second is less than half a unit in the last place of the first. */
type Pair = readonly [number, number]

function timesPair([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const product = a * b
  const [aTop, bTop] = [upperHalf(a), upperHalf(b)]
  const [aRest, bRest] = [a - aTop, b - bTop]
  const error = aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest
  const low = error + (a * bLow + aLow * b)
  const sum = product + low
  return [sum, product - sum + low]
}

/** The first 26 digits of a number: halves of two numbers have an exact product. */
function upperHalf(x: number): number {
  const shifted = 134217729 * x
  return shifted - (shifted - x)
}

const bits = new DataView(new ArrayBuffer(8))

function highWord(x: number): number {
  bits.setFloat64(0, x)
  return bits.getUint32(0)
}

/** 2^k for a whole k, -1022 <= k <= 1023. */
export function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20)
  bits.setUint32(4, 0)
  return bits.getFloat64(0)
}
