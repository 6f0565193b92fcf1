import { accumulatorStride, completed, decays, embedding, embeddingWidth, optimizer, touched } from './job'
import { multiplyAdd, splat } from './simd'
import { rmsprop, step } from './optimizers'

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
  const owed = completed - load<i32>(touched + (<usize>id << 2))
  return decays + (<usize>min(owed, maximumOwed) << 2)
}

@inline
function rowAt(id: i32): usize {
  return embedding + <usize>id * (<usize>embeddingWidth << 2)
}

/** A factor of RMSprop's `ud`: how far it has moved the row since it was last touched. */
@inline
function distanceOf(id: i32): f32 {
  return optimizer == rmsprop ? load<f32>(owedAt(id), distanceTable) : 0
}

@inline
function settled(at: usize, distance: f32): v128 {
  if (distance == 0) return v128.load(at)
  return multiplyAdd(v128.load(at + 3 * accumulatorStride), splat(distance), v128.load(at))
}

/** Copies the row of a word, as it would be if it owed nothing. The embedding does not change. */
export function gatherRow(id: i32, to: usize): void {
  const distance = distanceOf(id)
  let from = rowAt(id)
  for (const end = from + (<usize>embeddingWidth << 2); from < end; from += 16) {
    v128.store(to, settled(from, distance))
    to += 16
  }
}

/** The same, and into four columns, `column` apart. */
export function gatherRowAndColumns(id: i32, to: usize, columns: usize, column: usize): void {
  const distance = distanceOf(id)
  let from = rowAt(id)
  for (const end = from + (<usize>embeddingWidth << 2); from < end; from += 16) {
    const x = settled(from, distance)
    v128.store(to, x)
    v128.store(columns, x)
    columns += column
    to += 16
  }
}

/** One optimizer step for a word's row, after those it owes. */
export function updateRow(id: i32, gradient: usize): void {
  const owed = owedAt(id)
  step(rowAt(id), gradient, embeddingWidth, load<f32>(owed), load<f32>(owed, momentumTable), distanceOf(id))
  store<i32>(touched + (<usize>id << 2), completed + 1)
}
