import { multiplyAdd, splat, sumLanes } from './simd'
import { exp } from './transcendental-kernels'

/**
 * One step of skip-gram with negative sampling for one word; the plain twin, with the equations, is in
 * ../../reference/skip-gram.ts.
 *
 * No context changes what another one is compared with, so their products with the vector are made two at a time: each is a
 * chain of additions, of which a processor can have several under way.
 *
 * @param vector the word's, `size` bytes, a multiple of 32
 * @param contexts those of all words, `size` apart
 * @param ids int32 [n]: the words whose contexts are meant, none twice, first the one that stands beside the word
 * @param gradient room for a vector
 */
export function skipGramStep(
  vector: usize, size: usize, contexts: usize, ids: usize, n: i32, rate: f32, gradient: usize
): void {
  memory.fill(gradient, 0, size)
  let k = 0
  for (; k + 1 < n; k += 2) {
    const one = contextAt(contexts, ids, k, size)
    const other = contextAt(contexts, ids, k + 1, size)
    let sumOfOne = splat(0)
    let sumOfOther = splat(0)
    for (let u: usize = 0; u < size; u += 16) {
      const v = v128.load(vector + u)
      sumOfOne = multiplyAdd(v, v128.load(one + u), sumOfOne)
      sumOfOther = multiplyAdd(v, v128.load(other + u), sumOfOther)
    }
    learn(vector, size, one, stepOf(sumOfOne, k, rate), gradient)
    learn(vector, size, other, stepOf(sumOfOther, k + 1, rate), gradient)
  }
  if (k < n) {
    const last = contextAt(contexts, ids, k, size)
    let sum = splat(0)
    for (let u: usize = 0; u < size; u += 16) sum = multiplyAdd(v128.load(vector + u), v128.load(last + u), sum)
    learn(vector, size, last, stepOf(sum, k, rate), gradient)
  }
  for (let u: usize = 0; u < size; u += 32) {
    const low = f32x4.add(v128.load(vector + u), v128.load(gradient + u))
    const high = f32x4.add(v128.load(vector + u, 16), v128.load(gradient + u, 16))
    v128.store(vector + u, high, 16)
    v128.store(vector + u, low)
  }
}

@inline
function contextAt(contexts: usize, ids: usize, k: i32, size: usize): usize {
  return contexts + <usize>load<i32>(ids + (<usize>k << 2)) * size
}

/** The slope of the cost at a product, whose four partial sums are given, times the rate. */
@inline
function stepOf(product: v128, k: i32, rate: f32): v128 {
  const probability = 1 / (1 + exp(-<f64>sumLanes(product)))
  return splat(<f32>((f64(k == 0) - probability) * <f64>rate))
}

/** gradient += step * context; context += step * vector */
@inline
function learn(vector: usize, size: usize, context: usize, step: v128, gradient: usize): void {
  for (let u: usize = 0; u < size; u += 32) {
    const c0 = v128.load(context + u)
    const c1 = v128.load(context + u, 16)
    const g0 = multiplyAdd(step, c0, v128.load(gradient + u))
    const g1 = multiplyAdd(step, c1, v128.load(gradient + u, 16))
    const moved0 = multiplyAdd(step, v128.load(vector + u), c0)
    const moved1 = multiplyAdd(step, v128.load(vector + u, 16), c1)
    v128.store(gradient + u, g1, 16)
    v128.store(gradient + u, g0)
    v128.store(context + u, moved1, 16)
    v128.store(context + u, moved0)
  }
}
