import { multiplyAdd, splat, sumLanes } from './simd'

@external('math', 'exp')
declare function exp(x: f64): f64

/**
 * One step of skip-gram with negative sampling for one word; the plain twin, with the equations, is in
 * ../../reference/skip-gram.ts.
 *
 * @param vector the word's, `size` bytes, a multiple of 16
 * @param contexts those of all words, `size` apart
 * @param ids int32 [n]: the words whose contexts are meant, first the one that stands beside the word
 * @param gradient room for a vector
 */
export function skipGramStep(
  vector: usize, size: usize, contexts: usize, ids: usize, n: i32, rate: f32, gradient: usize
): void {
  memory.fill(gradient, 0, size)
  for (let k = 0; k < n; k++) {
    const context = contexts + <usize>load<i32>(ids + (<usize>k << 2)) * size
    let sum = splat(0)
    for (let u: usize = 0; u < size; u += 16) {
      sum = multiplyAdd(v128.load(vector + u), v128.load(context + u), sum)
    }
    const probability = 1 / (1 + exp(-<f64>sumLanes(sum)))
    const step = splat(<f32>((f64(k == 0) - probability) * <f64>rate))
    for (let u: usize = 0; u < size; u += 16) {
      const c = v128.load(context + u)
      v128.store(gradient + u, multiplyAdd(step, c, v128.load(gradient + u)))
      v128.store(context + u, multiplyAdd(step, v128.load(vector + u), c))
    }
  }
  for (let u: usize = 0; u < size; u += 16) {
    v128.store(vector + u, f32x4.add(v128.load(vector + u), v128.load(gradient + u)))
  }
}
