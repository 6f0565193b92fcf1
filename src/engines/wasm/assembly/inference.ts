import * as job from './job-globals'
import { classify, featureSize } from './classifier-kernels'
import { gatherRow } from './embedding-kernels'
import { gatesInference } from './gate-kernels'
import { maximum, startMaximum } from './maximum'
import { multiplyRows } from './product-kernels'
import { rankOf, takeProjection, textsOf } from './shared-work'
import { copyRow } from './simd'

/** Where a thread puts the left factor of a product. */
@inline
export function blocksOf(thread: i32): usize {
  return job.blocks + <usize>thread * job.blocksSize
}

/** Where a thread gathers rows of x. */
@inline
export function inputRowsOf(thread: i32): usize {
  return job.inputRows + <usize>thread * job.chunkRows * (<usize>job.embeddingWidth << 2)
}

/** out = x W + b for the first `rows` rows of x that a thread has gathered. */
export function project(thread: i32, rows: i32, out: usize, outRow: usize): void {
  const k = job.embeddingWidth
  const x = inputRowsOf(thread)
  multiplyRows(
    rows, k, job.hiddenWidth >> 1, x, <usize>k << 2, blocksOf(thread), job.inputWeights, job.gateBiases, out, outRow
  )
}

/** z += h U for the first `rows` rows of h. */
export function recur(thread: i32, rows: i32, h: usize, rowsOfZ: usize): void {
  const k = job.hiddenWidth
  multiplyRows(rows, k, k >> 1, h, <usize>k << 2, blocksOf(thread), job.recurrentWeights, 0, rowsOfZ, job.zRow)
}

/** A text's features. */
@inline
export function pooledAt(rank: i32): usize {
  return job.pooled + <usize>rank * featureSize()
}

/** A text's features before its first time step. */
export function startPooling(rank: i32): void {
  const size = <usize>job.hiddenWidth << 2
  const features = pooledAt(rank)
  memory.fill(features, 0, size)
  if (job.poolings == 2) startMaximum(size, features + size)
}

@inline
export function lengthOf(rank: i32): i32 {
  return load<i32>(job.lengths + (<usize>rank << 2))
}

/** Rows of the table x W + b of every word, which the threads take piece by piece. */
export function tabulate(thread: i32): void {
  const x = inputRowsOf(thread)
  const size = <usize>job.embeddingWidth << 2
  const row = <usize>job.hiddenWidth << 4
  for (;;) {
    const first = takeProjection() * job.chunkRows
    if (first >= job.vocabulary) return
    const rows = min(job.chunkRows, job.vocabulary - first)
    for (let r = 0; r < rows; r++) gatherRow(first + r, x + <usize>r * size)
    project(thread, rows, job.table + <usize>first * row, row)
  }
}

/**
 * The probabilities of a thread's texts, or the next stretch on the way there: `steps` time steps from `firstStep` on, where h, c and the
 * sum of h are what the stretch before has left. Time is walked in chunks of steps of about `chunkRows` tokens, whose x W + b is
 * computed at once, or read from the table; only h, c and the sum of h go from step to step.
 */
export function infer(thread: i32): void {
  const count = textsOf(thread)
  const size = <usize>job.hiddenWidth << 2
  const first = <usize>thread * job.rowsPerThread
  const rows = job.z + <usize>thread * job.chunkRows * job.zRow
  const h = job.hidden + first * size
  const c = job.cells + first * size
  const firstStep = job.firstStep
  const lastStep = firstStep + job.steps
  if (firstStep == 0) {
    memory.fill(c, 0, <usize>job.rowsPerThread * size)
    for (let j = 0; j < count; j++) startPooling(rankOf(thread, j))
  }

  let active = activeAt(thread, count, firstStep)
  for (let begin = firstStep; active > 0 && begin < lastStep; ) {
    // The chunk is the steps begin..end; `filled` rows are its tokens so far, and m more would come with step `end`.
    let end = begin
    let filled = 0
    let m = active
    do {
      for (let j = 0; j < m; j++) fetch(thread, j, end, rows, filled + j)
      filled += m
      end++
      m = activeAt(thread, m, end)
    } while (m > 0 && filled + m <= job.chunkRows && end < lastStep)
    if (!job.table) project(thread, filled, rows, job.zRow)

    // The rows lie as they were fetched, step by step.
    let at = rows
    for (let t = begin; t < end; t++) {
      active = activeAt(thread, active, t)
      if (t > 0) recur(thread, active, h, at)
      for (let j = 0; j < active; j++) {
        const rank = rankOf(thread, j)
        const row = <usize>j * size
        const sum = pooledAt(rank)
        gatesInference(size, at, c + row, h + row, sum)
        if (job.poolings == 2) maximum(size, h + row, sum + size)
        if (job.keepsStates) copyRow(stateOf(rank, t, size), h + row, size)
        at += job.zRow
      }
    }
    begin = end
    active = m
  }
  if (lastStep >= lengthOf(0)) for (let j = 0; j < count; j++) classify(rankOf(thread, j))
}

/** How many of a thread's first `active` texts, which are in descending order of length, have a token at step t. */
@inline
function activeAt(thread: i32, active: i32, t: i32): i32 {
  while (active > 0 && lengthOf(rankOf(thread, active - 1)) <= t) active--
  return active
}

/** Brings in token t of a thread's j-th text as row `row`: of the rows of z where there is a table, else of x. */
@inline
function fetch(thread: i32, j: i32, t: i32, rows: usize, row: i32): void {
  const text = load<i32>(job.order + (<usize>rankOf(thread, j) << 2))
  const id = load<i32>(job.tokens + ((<usize>(t - job.firstStep) * job.texts + text) << 2))
  if (job.table) {
    const width = <usize>job.hiddenWidth << 4
    copyRow(rows + <usize>row * job.zRow, job.table + <usize>id * width, width)
  } else gatherRow(id, inputRowsOf(thread) + ((<usize>row * job.embeddingWidth) << 2))
}

/** Where a text's h at step t goes in [T, B, H']. */
@inline
function stateOf(rank: i32, t: i32, size: usize): usize {
  const text = load<i32>(job.order + (<usize>rank << 2))
  return job.hiddenStates + <usize>(t * job.texts + text) * size
}
