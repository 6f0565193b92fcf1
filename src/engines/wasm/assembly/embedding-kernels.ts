import * as job from './job-globals'
import { multiplyAdd, splat } from './simd'
import { rmsprop, step } from './optimizer-kernels'

/*
 * A row of the embedding without a gradient is not touched by an update; what k updates would have done to it has a closed
 * form (../../settle.ts), which is applied when the row is next used or updated. `decays` holds, for each k up to
 * maximumOwed, where all of them have reached their limit in float32: 0.95^k, 0.9^k and 9 (1 - 0.9^k).
 */

export const maximumOwed: i32 = 4095

const momentumTable: usize = (maximumOwed + 1) << 2
const distanceTable: usize = momentumTable << 1

/** Where the factors for what a row owes stand in `decays`. */
@inline
function owedAt(id: i32): usize {
  const owed = job.completed - load<i32>(job.touched + (<usize>id << 2))
  return job.decays + (<usize>min(owed, maximumOwed) << 2)
}

@inline
function rowAt(id: i32): usize {
  return job.embedding + <usize>id * (<usize>job.embeddingWidth << 2)
}

/** A factor of RMSprop's `ud`: how far it has moved the row since it was last touched. */
@inline
function distanceOf(id: i32): f32 {
  return job.optimizer == rmsprop ? load<f32>(owedAt(id), distanceTable) : 0
}

/** The mask on a word's row, or 0 where there is none. */
@inline
function maskAt(id: i32): usize {
  return job.embeddingMask ? job.embeddingMask + <usize>(id % job.maskRows) * (<usize>job.embeddingWidth << 2) : 0
}

@inline
function settled(at: usize, distance: f32): v128 {
  if (distance == 0) return v128.load(at)
  return multiplyAdd(v128.load(at + 3 * job.accumulatorStride), splat(distance), v128.load(at))
}

/** Copies the row of a word, as it would be if it owed nothing. The embedding does not change. */
export function gatherRow(id: i32, to: usize): void {
  const distance = distanceOf(id)
  let from = rowAt(id)
  for (const end = from + (<usize>job.embeddingWidth << 2); from < end; from += 16) {
    v128.store(to, settled(from, distance))
    to += 16
  }
}

/**
 * The same as it is trained: moved by `perturbation` of its gradient and multiplied by the mask; in a row and in four columns,
 * `column` apart.
 *
 * @param slot which of the unique words it is
 */
export function gatherForTraining(id: i32, slot: i32, to: usize, columns: usize, column: usize): void {
  const distance = distanceOf(id)
  const from = rowAt(id)
  const size = <usize>job.embeddingWidth << 2
  const gradient = job.embeddingGradients + <usize>slot * size
  const moved = splat(job.perturbation)
  const mask = maskAt(id)
  for (let u: usize = 0; u < size; u += 16) {
    let x = settled(from + u, distance)
    if (job.perturbation != 0) x = multiplyAdd(v128.load(gradient + u), moved, x)
    if (mask) x = f32x4.mul(x, v128.load(mask + u))
    v128.store(to + u, x)
    v128.store(columns, x)
    columns += column
  }
}

/** The gradient of a word's row from that of what `gatherForTraining` gave, which may be the same place. */
export function gradientOfRow(id: i32, from: usize, to: usize): void {
  const size = <usize>job.embeddingWidth << 2
  const mask = maskAt(id)
  for (let u: usize = 0; u < size; u += 16) {
    let gradient = v128.load(from + u)
    if (mask) gradient = f32x4.mul(gradient, v128.load(mask + u))
    if (job.addsGradients) gradient = f32x4.add(gradient, v128.load(to + u))
    v128.store(to + u, gradient)
  }
}

/** One optimizer step for a word's row, after those it owes. */
export function updateRow(id: i32, gradient: usize): void {
  const owed = owedAt(id)
  step(rowAt(id), gradient, job.embeddingWidth, load<f32>(owed), load<f32>(owed, momentumTable), distanceOf(id))
  store<i32>(job.touched + (<usize>id << 2), job.completed + 1)
}
