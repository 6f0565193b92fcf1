import { sigmoidAll } from './activations'
import { copyRow, multiplyAdd, splat, sumLanes } from './simd'

/**
 * One step of skip-gram with negative sampling for the words around one; the plain twin, with the equations, is in
 * ../../reference/skip-gram.ts.
 *
 * The rows are copied together first: what moves is then computed from what was before, and all but the rows themselves stays in
 * the nearest cache. Numbers are taken 32 bytes at a time, in two halves that V8 can join, and two rows at a time, so that each
 * load serves two sums.
 *
 * @param words the vectors of all words, `size` bytes apart, a multiple of 32
 * @param contexts those of their contexts, likewise
 * @param inputs int32 [m]: the words
 * @param outputs int32 [n]: the words whose contexts are meant, none twice, first the one that stands beside the words
 * @param room m + n rows of `size` bytes, m rows of `stepBytes(n)`, and 128 bytes
 */
export function skipGramStep(
  words: usize, contexts: usize, size: usize, inputs: usize, m: i32, outputs: usize, n: i32, rate: f32, room: usize
): void {
  const v = room
  const c = v + <usize>m * size
  const steps = c + <usize>n * size
  const stepSize = stepBytes(n)
  const sums = steps + <usize>m * stepSize
  for (let j = 0; j < m; j++) copyRow(v + <usize>j * size, rowOf(words, inputs, j, size), size)
  for (let k = 0; k < n; k++) copyRow(c + <usize>k * size, rowOf(contexts, outputs, k, size), size)

  for (let j = 0; j < m; j += 2) {
    for (let k = 0; k < n; k += 2) products(v, j, min(j + 1, m - 1), c, k, min(k + 1, n - 1), size, steps, stepSize, sums)
  }
  sigmoidAll(steps, <i32>((<usize>m * stepSize) >> 2))
  for (let j = 0; j < m; j++) toSteps(steps + <usize>j * stepSize, stepSize, rate)

  for (let j = 0; j < m; j += 2) {
    const other = min(j + 1, m - 1)
    move(
      rowOf(words, inputs, j, size), rowOf(words, inputs, other, size), other > j, size,
      steps + <usize>j * stepSize, steps + <usize>other * stepSize, 4, c, n
    )
  }
  for (let k = 0; k < n; k += 2) {
    const other = min(k + 1, n - 1)
    move(
      rowOf(contexts, outputs, k, size), rowOf(contexts, outputs, other, size), other > k, size,
      steps + (<usize>k << 2), steps + (<usize>other << 2), stepSize, v, m
    )
  }
}

/** Of the steps of a word by n contexts. */
@inline
function stepBytes(n: i32): usize {
  return (<usize>n << 2) + 31 & ~31
}

@inline
function rowOf(matrix: usize, ids: usize, n: i32, size: usize): usize {
  return matrix + <usize>load<i32>(ids + (<usize>n << 2)) * size
}

/** The products of two vectors with two contexts, to their places among the steps; one that is there twice is computed twice. */
@inline
function products(
  v: usize, j: i32, j1: i32, c: usize, k: i32, k1: i32, size: usize, steps: usize, stepSize: usize, sums: usize
): void {
  const one = v + <usize>j * size
  const two = v + <usize>j1 * size
  const first = c + <usize>k * size
  const second = c + <usize>k1 * size
  let one1 = splat(0), one1high = splat(0), one2 = splat(0), one2high = splat(0)
  let two1 = splat(0), two1high = splat(0), two2 = splat(0), two2high = splat(0)
  for (let u: usize = 0; u < size; u += 32) {
    const a = v128.load(one + u)
    const aHigh = v128.load(one + u, 16)
    const b = v128.load(two + u)
    const bHigh = v128.load(two + u, 16)
    const x = v128.load(first + u)
    const xHigh = v128.load(first + u, 16)
    const y = v128.load(second + u)
    const yHigh = v128.load(second + u, 16)
    one1 = multiplyAdd(a, x, one1)
    one1high = multiplyAdd(aHigh, xHigh, one1high)
    one2 = multiplyAdd(a, y, one2)
    one2high = multiplyAdd(aHigh, yHigh, one2high)
    two1 = multiplyAdd(b, x, two1)
    two1high = multiplyAdd(bHigh, xHigh, two1high)
    two2 = multiplyAdd(b, y, two2)
    two2high = multiplyAdd(bHigh, yHigh, two2high)
  }
  // Through memory, since V8 joins what is stored side by side.
  v128.store(sums, one1high, 16)
  v128.store(sums, one1)
  v128.store(sums, one2high, 48)
  v128.store(sums, one2, 32)
  v128.store(sums, two1high, 80)
  v128.store(sums, two1, 64)
  v128.store(sums, two2high, 112)
  v128.store(sums, two2, 96)
  const ofOne = steps + <usize>j * stepSize
  const ofTwo = steps + <usize>j1 * stepSize
  store<f32>(ofOne + (<usize>k << 2), sumAt(sums))
  store<f32>(ofOne + (<usize>k1 << 2), sumAt(sums + 32))
  store<f32>(ofTwo + (<usize>k << 2), sumAt(sums + 64))
  store<f32>(ofTwo + (<usize>k1 << 2), sumAt(sums + 96))
}

@inline
function sumAt(sums: usize): f32 {
  return sumLanes(f32x4.add(v128.load(sums), v128.load(sums, 16)))
}

/** Of a word: the slopes of the cost at its products, times the rate, from the sigmoids; the first context stands beside it. */
@inline
function toSteps(steps: usize, stepSize: usize, rate: f32): void {
  const down = splat(-rate)
  v128.store(steps, multiplyAdd(down, v128.load(steps), f32x4.replace_lane(splat(0), 0, rate)))
  for (let at: usize = 16; at < stepSize; at += 16) v128.store(steps + at, f32x4.mul(down, v128.load(steps + at)))
}

/**
 * one += sum over i of steps[i] * row[i], and other by its own steps
 *
 * @param both false: one is other, and moves once
 * @param stride bytes from a step to the next one
 */
@inline
function move(
  one: usize, other: usize, both: bool, size: usize,
  steps: usize, otherSteps: usize, stride: usize, rows: usize, count: i32
): void {
  for (let u: usize = 0; u < size; u += 32) {
    let low = splat(0), high = splat(0), otherLow = splat(0), otherHigh = splat(0)
    let row = rows + u
    let at: usize = 0
    for (const end = row + <usize>count * size; row < end; row += size) {
      const r = v128.load(row)
      const rHigh = v128.load(row, 16)
      const step = v128.load32_splat(steps + at)
      const otherStep = v128.load32_splat(otherSteps + at)
      low = multiplyAdd(step, r, low)
      high = multiplyAdd(step, rHigh, high)
      otherLow = multiplyAdd(otherStep, r, otherLow)
      otherHigh = multiplyAdd(otherStep, rHigh, otherHigh)
      at += stride
    }
    const sum = f32x4.add(v128.load(one + u), low)
    const sumHigh = f32x4.add(v128.load(one + u, 16), high)
    v128.store(one + u, sumHigh, 16)
    v128.store(one + u, sum)
    if (!both) continue
    // After the first, for both may be the same word.
    const otherSum = f32x4.add(v128.load(other + u), otherLow)
    const otherSumHigh = f32x4.add(v128.load(other + u, 16), otherHigh)
    v128.store(other + u, otherSumHigh, 16)
    v128.store(other + u, otherSum)
  }
}
