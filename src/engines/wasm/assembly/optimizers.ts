import { accumulatorStride, epsilon, learningRate, optimizer } from './job'
import { multiplyAdd, splat } from './simd'

/* The plain twins, with the equations, are in ../../reference/optimizers.ts. */

/** Values of `optimizer`. */
export const none: i32 = 0
export const sgd: i32 = 1
export const adadelta: i32 = 2
export const rmsprop: i32 = 3
export const adam: i32 = 4

/**
 * One step for `n` parameters at `p`, a multiple of 4. The accumulators lie `accumulatorStride` behind their parameter, one
 * after the other in the order of engine.ts.
 *
 * @param meanDecay, momentumDecay, distance what the row owes (embedding.ts): 1, 1 and 0 for nothing
 */
export function step(p: usize, g: usize, n: i32, meanDecay: f32, momentumDecay: f32, distance: f32): void {
  if (optimizer == adadelta) stepAdadelta(p, g, n, meanDecay)
  else if (optimizer == rmsprop) stepRmsprop(p, g, n, meanDecay, momentumDecay, distance)
  else if (optimizer == sgd) stepSgd(p, g, n)
  else if (optimizer == adam) stepAdam(p, g, n)
}

function stepSgd(p: usize, g: usize, n: i32): void {
  const rate = splat(-learningRate)
  for (const end = p + (<usize>n << 2); p < end; p += 16) {
    v128.store(p, multiplyAdd(rate, v128.load(g), v128.load(p)))
    g += 16
  }
}

function stepAdadelta(p: usize, g: usize, n: i32, meanDecay: f32): void {
  const small = splat(1e-6)
  const owed = splat(meanDecay)
  const keep = splat(0.95)
  const take = splat(0.05)
  let rg2 = p + accumulatorStride
  let ru2 = rg2 + accumulatorStride
  for (const end = p + (<usize>n << 2); p < end; p += 16) {
    const gradient = v128.load(g)
    const square = multiplyAdd(
      f32x4.mul(gradient, gradient), take, f32x4.mul(f32x4.mul(v128.load(rg2), owed), keep)
    )
    const before = f32x4.mul(v128.load(ru2), owed)
    const ratio = f32x4.div(f32x4.add(before, small), f32x4.add(square, small))
    const move = f32x4.mul(gradient, f32x4.sqrt(ratio))
    v128.store(rg2, square)
    v128.store(ru2, multiplyAdd(f32x4.mul(move, move), take, f32x4.mul(before, keep)))
    v128.store(p, f32x4.sub(v128.load(p), move))
    g += 16
    rg2 += 16
    ru2 += 16
  }
}

function stepRmsprop(p: usize, g: usize, n: i32, meanDecay: f32, momentumDecay: f32, distance: f32): void {
  const small = splat(1e-4)
  const owed = splat(meanDecay)
  const owedMomentum = splat(momentumDecay)
  const moved = splat(distance)
  const keep = splat(0.95)
  const take = splat(0.05)
  let rg = p + accumulatorStride
  let rg2 = rg + accumulatorStride
  let ud = rg2 + accumulatorStride
  for (const end = p + (<usize>n << 2); p < end; p += 16) {
    const gradient = v128.load(g)
    const momentum = v128.load(ud)
    const here = distance == 0 ? v128.load(p) : multiplyAdd(momentum, moved, v128.load(p))
    const mean = multiplyAdd(gradient, take, f32x4.mul(f32x4.mul(v128.load(rg), owed), keep))
    const square = multiplyAdd(
      f32x4.mul(gradient, gradient), take, f32x4.mul(f32x4.mul(v128.load(rg2), owed), keep)
    )
    const variance = f32x4.sub(square, f32x4.mul(mean, mean))
    const scaled = f32x4.div(f32x4.mul(gradient, splat(1e-4)), f32x4.sqrt(f32x4.add(variance, small)))
    const move = f32x4.sub(f32x4.mul(f32x4.mul(momentum, owedMomentum), splat(0.9)), scaled)
    v128.store(rg, mean)
    v128.store(rg2, square)
    v128.store(ud, move)
    v128.store(p, f32x4.add(here, move))
    g += 16
    rg += 16
    rg2 += 16
    ud += 16
  }
}

function stepAdam(p: usize, g: usize, n: i32): void {
  const rate = splat(learningRate)
  const floor = splat(epsilon)
  const keepMean = splat(0.9)
  const takeMean = splat(0.1)
  const keepSquare = splat(0.999)
  const takeSquare = splat(0.001)
  let m = p + accumulatorStride
  let v = m + accumulatorStride
  for (const end = p + (<usize>n << 2); p < end; p += 16) {
    const gradient = v128.load(g)
    const mean = multiplyAdd(gradient, takeMean, f32x4.mul(v128.load(m), keepMean))
    const square = multiplyAdd(f32x4.mul(gradient, gradient), takeSquare, f32x4.mul(v128.load(v), keepSquare))
    const move = f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(square), floor))
    v128.store(m, mean)
    v128.store(v, square)
    v128.store(p, f32x4.sub(v128.load(p), move))
    g += 16
    m += 16
    v += 16
  }
}
