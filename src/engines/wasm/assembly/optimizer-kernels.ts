import * as job from './job-globals'
import { multiplyAdd, splat } from './simd'

/* The plain twins, with the equations, are in ../../reference/optimizers.ts. */

/** Values of `optimizer`; 0 is none. */
export const sgd: i32 = 1
export const adadelta: i32 = 2
export const rmsprop: i32 = 3
export const adam: i32 = 4

/**
 * One step for `n` parameters at `p`, a multiple of 8. The accumulators lie `accumulatorStride` behind their parameter, one
 * after the other in the order of engine.ts.
 *
 * @param meanDecay, momentumDecay, distance what the row owes (embedding-kernels.ts): 1, 1 and 0 for nothing
 */
export function step(p: usize, g: usize, n: i32, meanDecay: f32, momentumDecay: f32, distance: f32): void {
  if (job.optimizer == adadelta) stepAdadelta(p, g, n, meanDecay)
  else if (job.optimizer == rmsprop) stepRmsprop(p, g, n, meanDecay, momentumDecay, distance)
  else if (job.optimizer == sgd) stepSgd(p, g, n)
  else if (job.optimizer == adam) stepAdam(p, g, n)
}

function stepSgd(p: usize, g: usize, n: i32): void {
  const rate = splat(-job.learningRate)
  for (const end = p + (<usize>n << 2); p < end; p += 32) {
    const p0 = multiplyAdd(rate, v128.load(g), v128.load(p))
    const p1 = multiplyAdd(rate, v128.load(g, 16), v128.load(p, 16))
    v128.store(p, p1, 16)
    v128.store(p, p0)
    g += 32
  }
}

/** keep * mean + take * value, where keep is 1 - take */
@inline
function movedMean(mean: v128, keep: f32, value: v128, take: f32): v128 {
  return multiplyAdd(value, splat(take), f32x4.mul(mean, splat(keep)))
}

@inline
function squareOf(value: v128): v128 {
  return f32x4.mul(value, value)
}

@inline
function adadeltaMove(gradient: v128, square: v128, before: v128): v128 {
  const small = splat(1e-6)
  return f32x4.mul(gradient, f32x4.sqrt(f32x4.div(f32x4.add(before, small), f32x4.add(square, small))))
}

function stepAdadelta(p: usize, g: usize, n: i32, meanDecay: f32): void {
  const owed = splat(meanDecay)
  let rg2 = p + job.accumulatorStride
  let ru2 = rg2 + job.accumulatorStride
  for (const end = p + (<usize>n << 2); p < end; p += 32) {
    const gradient0 = v128.load(g)
    const gradient1 = v128.load(g, 16)
    const square0 = movedMean(f32x4.mul(v128.load(rg2), owed), 0.95, squareOf(gradient0), 0.05)
    const square1 = movedMean(f32x4.mul(v128.load(rg2, 16), owed), 0.95, squareOf(gradient1), 0.05)
    const before0 = f32x4.mul(v128.load(ru2), owed)
    const before1 = f32x4.mul(v128.load(ru2, 16), owed)
    const move0 = adadeltaMove(gradient0, square0, before0)
    const move1 = adadeltaMove(gradient1, square1, before1)
    const moves0 = movedMean(before0, 0.95, squareOf(move0), 0.05)
    const moves1 = movedMean(before1, 0.95, squareOf(move1), 0.05)
    const p0 = f32x4.sub(v128.load(p), move0)
    const p1 = f32x4.sub(v128.load(p, 16), move1)
    v128.store(rg2, square1, 16)
    v128.store(rg2, square0)
    v128.store(ru2, moves1, 16)
    v128.store(ru2, moves0)
    v128.store(p, p1, 16)
    v128.store(p, p0)
    g += 32
    rg2 += 32
    ru2 += 32
  }
}

@inline
function rmspropMove(momentum: v128, gradient: v128, mean: v128, square: v128): v128 {
  const variance = f32x4.sub(square, squareOf(mean))
  const scaled = f32x4.div(f32x4.mul(gradient, splat(1e-4)), f32x4.sqrt(f32x4.add(variance, splat(1e-4))))
  return f32x4.sub(f32x4.mul(momentum, splat(0.9)), scaled)
}

function stepRmsprop(p: usize, g: usize, n: i32, meanDecay: f32, momentumDecay: f32, distance: f32): void {
  const owed = splat(meanDecay)
  const owedMomentum = splat(momentumDecay)
  const moved = splat(distance)
  let rg = p + job.accumulatorStride
  let rg2 = rg + job.accumulatorStride
  let ud = rg2 + job.accumulatorStride
  for (const end = p + (<usize>n << 2); p < end; p += 32) {
    const gradient0 = v128.load(g)
    const gradient1 = v128.load(g, 16)
    const momentum0 = v128.load(ud)
    const momentum1 = v128.load(ud, 16)
    let here0 = v128.load(p)
    let here1 = v128.load(p, 16)
    if (distance != 0) {
      here0 = multiplyAdd(momentum0, moved, here0)
      here1 = multiplyAdd(momentum1, moved, here1)
    }
    const mean0 = movedMean(f32x4.mul(v128.load(rg), owed), 0.95, gradient0, 0.05)
    const mean1 = movedMean(f32x4.mul(v128.load(rg, 16), owed), 0.95, gradient1, 0.05)
    const square0 = movedMean(f32x4.mul(v128.load(rg2), owed), 0.95, squareOf(gradient0), 0.05)
    const square1 = movedMean(f32x4.mul(v128.load(rg2, 16), owed), 0.95, squareOf(gradient1), 0.05)
    const move0 = rmspropMove(f32x4.mul(momentum0, owedMomentum), gradient0, mean0, square0)
    const move1 = rmspropMove(f32x4.mul(momentum1, owedMomentum), gradient1, mean1, square1)
    v128.store(rg, mean1, 16)
    v128.store(rg, mean0)
    v128.store(rg2, square1, 16)
    v128.store(rg2, square0)
    v128.store(ud, move1, 16)
    v128.store(ud, move0)
    v128.store(p, f32x4.add(here1, move1), 16)
    v128.store(p, f32x4.add(here0, move0))
    g += 32
    rg += 32
    rg2 += 32
    ud += 32
  }
}

@inline
function adamMove(rate: v128, mean: v128, square: v128, floor: v128): v128 {
  return f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(square), floor))
}

function stepAdam(p: usize, g: usize, n: i32): void {
  const rate = splat(job.learningRate)
  const floor = splat(job.epsilon)
  let m = p + job.accumulatorStride
  let v = m + job.accumulatorStride
  for (const end = p + (<usize>n << 2); p < end; p += 32) {
    const gradient0 = v128.load(g)
    const gradient1 = v128.load(g, 16)
    const mean0 = movedMean(v128.load(m), 0.9, gradient0, 0.1)
    const mean1 = movedMean(v128.load(m, 16), 0.9, gradient1, 0.1)
    const square0 = movedMean(v128.load(v), 0.999, squareOf(gradient0), 0.001)
    const square1 = movedMean(v128.load(v, 16), 0.999, squareOf(gradient1), 0.001)
    const p0 = f32x4.sub(v128.load(p), adamMove(rate, mean0, square0, floor))
    const p1 = f32x4.sub(v128.load(p, 16), adamMove(rate, mean1, square1, floor))
    v128.store(m, mean1, 16)
    v128.store(m, mean0)
    v128.store(v, square1, 16)
    v128.store(v, square0)
    v128.store(p, p1, 16)
    v128.store(p, p0)
    g += 32
    m += 32
    v += 32
  }
}
