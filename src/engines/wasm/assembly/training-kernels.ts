import * as job from './job-globals'
import { classifierGradients, classify, classifyBackward, featureSize, gradientOf } from './classifier-kernels'
import { gatherForTraining, gradientOfRow, updateRow } from './embedding-kernels'
import { gatesBackward, gatesForward } from './gate-kernels'
import { blocksOf, inputRowsOf, lengthOf, pooledAt, project, recur, startPooling } from './inference'
import { maximumAndStep, maximumBackward } from './maximum'
import { step } from './optimizer-kernels'
import { multiply, multiplyRows, scaleAll, sumPanels, transposePanels } from './product-kernels'
import { barrier, rankOf, share, takeProjection, takeReduction, textsOf } from './shared-work'
import { copyRow } from './simd'

/*
 * One minibatch, from word ids to gradients, or to the parameters after the update. Threads meet three times: when the
 * words are projected, when the texts are through, and when the gradients of equal words are summed. What needs all
 * gradients before the first update (their norm, or a second pass) makes the update a call of its own, `applyGradients`.
 *
 * A word that occurs more than once is projected once, and its gradients are summed before they are multiplied. A token's
 * place in sums over tokens is its position: time step by time step, in each the texts by rank.
 */

/** Unique words whose gradients are summed and multiplied together. */
export const reductionRows: i32 = 32

export function train(thread: i32): void {
  projectWords(thread)
  barrier()
  forward(thread)
  classifyTexts(thread)
  backward(thread)
  barrier()
  if (thread == 0) classifierGradients()
  reduceWords(thread)
  recurrentGradient(thread)
  barrier()
  inputGradient(thread)
  if (job.takesStep) updateDense(thread)
}

/** The optimizer's step with the gradients of an earlier call. */
export function applyGradients(thread: i32): void {
  const size = <usize>job.embeddingWidth << 2
  const end = share(job.uniqueCount, thread + 1)
  for (let slot = share(job.uniqueCount, thread); slot < end; slot++) {
    const gradient = job.embeddingGradients + <usize>slot * size
    if (job.gradientScale != 1) scaleAll(gradient, job.embeddingWidth, job.gradientScale)
    updateRow(load<i32>(job.uniqueIds + (<usize>slot << 2)), gradient)
  }
  updateDense(thread)
}

/** x W + b of every unique word, which the threads take piece by piece; x is kept in columns for the gradient of W. */
export function projectWords(thread: i32): void {
  const x = inputRowsOf(thread)
  const size = <usize>job.embeddingWidth << 2
  for (;;) {
    const first = takeProjection() * job.chunkRows
    if (first >= job.uniqueCount) return
    const rows = min(job.chunkRows, job.uniqueCount - first)
    for (let r = 0; r < rows; r++) {
      const at = <usize>(first + r)
      const id = load<i32>(job.uniqueIds + (at << 2))
      gatherForTraining(id, first + r, x + <usize>r * size, job.inputColumns + (at << 4), job.inputColumn)
    }
    project(thread, rows, job.projected + <usize>first * job.zRow, job.zRow)
  }
}

/** Where the token of step t of a text stands in sums over tokens. */
@inline
function positionOf(t: i32, rank: i32): usize {
  return load<i32>(job.stepOffsets + (<usize>t << 2)) + rank
}

/** The recurrence over a thread's texts, which it keeps in its rows of z, c and tanh c. */
export function forward(thread: i32): void {
  const count = textsOf(thread)
  const size = <usize>job.hiddenWidth << 2
  const first = <usize>thread * job.rowsPerThread
  const h = job.hidden + first * size
  let row = <usize>load<i32>(job.firstRows + (<usize>thread << 2))
  // c of the step before, `beforeRow` from one text to the next; before the first step it is 0 for all.
  let before = job.zeros
  let beforeRow: usize = 0
  for (let j = 0; j < count; j++) startPooling(rankOf(thread, j))
  for (let t = 0, active = count; ; t++) {
    while (active > 0 && lengthOf(rankOf(thread, active - 1)) <= t) active--
    if (active == 0) return
    for (let j = 0; j < active; j++) {
      const slot = <usize>load<i32>(job.slots + (positionOf(t, rankOf(thread, j)) << 2))
      copyRow(job.z + (row + j) * job.zRow, job.projected + slot * job.zRow, size << 2)
    }
    if (t > 0) recur(thread, active, h, job.z + row * job.zRow)
    for (let j = 0; j < active; j++) {
      const rank = rankOf(thread, j)
      const at = row + j
      // The gradient of U multiplies this h with dz of the text's next token: it stands at that one's position.
      const next = lengthOf(rank) > t + 1 ? positionOf(t + 1, rank) : job.tokenCount
      gatesForward(
        size, job.z + at * job.zRow, before + <usize>j * beforeRow, job.cells + at * size, job.tanhCells + at * size,
        h + <usize>j * size, job.history + (next << 4), job.historyBlock, pooledAt(rank)
      )
      if (job.poolings == 2) {
        maximumAndStep(size, h + <usize>j * size, t, pooledAt(rank) + size, job.largestSteps + <usize>rank * size)
      }
    }
    before = job.cells + row * size
    beforeRow = size
    row += active
  }
}

/** The probabilities and costs of a thread's texts, and the gradients of their h from the pooling. */
export function classifyTexts(thread: i32): void {
  const count = textsOf(thread)
  for (let j = 0; j < count; j++) {
    classify(rankOf(thread, j))
    classifyBackward(rankOf(thread, j))
  }
}

/** Back through time over a thread's texts; z becomes dz, in rows for the words and in columns for U. */
export function backward(thread: i32): void {
  const count = textsOf(thread)
  const size = <usize>job.hiddenWidth << 2
  const first = <usize>thread * job.rowsPerThread
  const dh = job.dHidden + first * size
  const dc = job.dCells + first * size
  memory.fill(dh, 0, <usize>job.rowsPerThread * size)
  memory.fill(dc, 0, <usize>job.rowsPerThread * size)
  let row = <usize>load<i32>(job.firstRows + ((<usize>thread + 1) << 2))
  let active = 0
  for (let t = job.steps - 1; t >= 0; t--) {
    while (active < count && lengthOf(rankOf(thread, active)) > t) active++
    // A shorter text is not the last to go, so the step before has as many rows, or more.
    const beforeActive = t > 0 ? activeBefore(thread, count, active, t - 1) : 0
    row -= active
    for (let j = 0; j < active; j++) {
      const rank = rankOf(thread, j)
      const at = row + j
      const before = t > 0 ? job.cells + (at - beforeActive) * size : job.zeros
      const dFeatures = job.dPooled + <usize>rank * featureSize()
      if (job.poolings == 2) {
        maximumBackward(size, dFeatures + size, t, job.largestSteps + <usize>rank * size, dh + <usize>j * size)
      }
      gatesBackward(
        size, job.z + at * job.zRow, dh + <usize>j * size, dFeatures, dc + <usize>j * size,
        job.tanhCells + at * size, before, job.gatePanels + (positionOf(t, rank) << 5), job.gatePanel
      )
    }
    if (t > 0 && active > 0) {
      const k = job.hiddenWidth << 2
      multiplyRows(
        active, k, job.hiddenWidth >> 3, job.z + row * job.zRow, job.zRow, blocksOf(thread), job.recurrentTransposed, job.zeros,
        dh, size
      )
    }
  }
}

/** How many of a thread's texts have a token at step t, when at least `active` have. */
@inline
function activeBefore(thread: i32, count: i32, active: i32, t: i32): i32 {
  while (active < count && lengthOf(rankOf(thread, active)) > t) active++
  return active
}

/**
 * Sums dz over the occurrences of each word, in the order of their positions, and multiplies the sum with the transpose of W:
 * the gradient of the word's row, which is then updated. The threads take the words piece by piece.
 */
export function reduceWords(thread: i32): void {
  const k = job.hiddenWidth << 2
  const row = <usize>job.embeddingWidth << 2
  // The product is the gradient already, and need not be multiplied by a mask or added to that of the pass before.
  const asItIs = !job.embeddingMask && !job.addsGradients
  for (;;) {
    const first = takeReduction() * reductionRows
    if (first >= job.uniqueCount) return
    const rows = min(reductionRows, job.uniqueCount - first)
    const sums = job.projected + <usize>first * job.zRow
    for (let r = 0; r < rows; r++) sumOccurrences(first + r, sums + <usize>r * job.zRow)
    const gradients = job.embeddingGradients + <usize>first * row
    const out = asItIs ? gradients : inputRowsOf(thread)
    multiplyRows(
      rows, k, job.embeddingWidth >> 3, sums, job.zRow, blocksOf(thread), job.inputTransposed, job.zeros, out, row
    )
    if (asItIs && !job.takesStep) continue
    for (let r = 0; r < rows; r++) {
      const id = load<i32>(job.uniqueIds + (<usize>(first + r) << 2))
      const gradient = gradients + <usize>r * row
      if (!asItIs) gradientOfRow(id, out + <usize>r * row, gradient)
      if (job.takesStep) updateRow(id, gradient)
    }
  }
}

/** The sum of dz over the occurrences of a unique word, into a row and into panels. */
function sumOccurrences(word: i32, out: usize): void {
  const starts = job.occurrenceStarts + (<usize>word << 2)
  const begin = job.occurrences + (<usize>load<i32>(starts) << 2)
  const end = job.occurrences + (<usize>load<i32>(starts, 4) << 2)
  let panel = job.uniquePanels + (<usize>word << 5)
  const size = <usize>job.hiddenWidth << 4
  // One cache line of each row at a time.
  for (let u: usize = 0; u < size; u += 64) {
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    for (let at = begin; at < end; at += 4) {
      const row = job.z + <usize>load<i32>(at) * job.zRow + u
      s0 = f32x4.add(s0, v128.load(row))
      s1 = f32x4.add(s1, v128.load(row, 16))
      s2 = f32x4.add(s2, v128.load(row, 32))
      s3 = f32x4.add(s3, v128.load(row, 48))
    }
    v128.store(panel, s1, 16)
    v128.store(panel, s0)
    panel += job.uniquePanel
    v128.store(panel, s3, 16)
    v128.store(panel, s2)
    panel += job.uniquePanel
    v128.store(out + u, s3, 48)
    v128.store(out + u, s2, 32)
    v128.store(out + u, s1, 16)
    v128.store(out + u, s0)
  }
}

/** A thread's panels of the gradient of U: h of the step before, times dz, over all tokens but those of the first step. */
export function recurrentGradient(thread: i32): void {
  const skipped = job.steps > 0 ? load<i32>(job.stepOffsets + 4) : 0
  weightGradient(
    thread, job.recurrentWeights, job.hiddenWidth, job.tokenCount - skipped,
    job.history + (<usize>skipped << 4), job.historyBlock, job.gatePanels + (<usize>skipped << 5), job.gatePanel
  )
}

/** A thread's panels of the gradients of W and b: x times the sums of dz, over all unique words. */
export function inputGradient(thread: i32): void {
  weightGradient(
    thread, job.inputWeights, job.embeddingWidth, job.uniqueCount,
    job.inputColumns, job.inputColumn, job.uniquePanels, job.uniquePanel
  )
  const panels = job.hiddenWidth >> 1
  sumPanels(
    job.uniqueCount, job.uniquePanels, job.uniquePanel, gradientOf(job.gateBiases),
    share(panels, thread), share(panels, thread + 1), job.addsGradients
  )
}

/**
 * A thread's panels of the gradient of weights: a product over k tokens, or words, of what the weights were multiplied with and dz.
 *
 * @param m rows of the weights
 * @param columns [m, k] in blocks, `column` apart
 * @param panels [k, 4H'] in panels, `panel` apart
 */
function weightGradient(
  thread: i32, weights: usize, m: i32, k: i32, columns: usize, column: usize, panels: usize, panel: usize
): void {
  const p0 = share(job.hiddenWidth >> 1, thread)
  const p1 = share(job.hiddenWidth >> 1, thread + 1)
  const outPanel = <usize>m << 5
  const out = gradientOf(weights) + <usize>p0 * outPanel
  if (!job.addsGradients) memory.fill(out, 0, <usize>(p1 - p0) * outPanel)
  if (k > 0) {
    const b = panels + <usize>p0 * panel
    multiply(m, k, p1 - p0, columns, column, b, panel, 0, out, 32, outPanel)
  }
}

/** The optimizer's step for a thread's panels of W, U and b, and the transposes that follow from it. */
export function updateDense(thread: i32): void {
  const panels = job.hiddenWidth >> 1
  const p0 = share(panels, thread)
  const p1 = share(panels, thread + 1)
  updatePanels(job.inputWeights, job.embeddingWidth << 3, p0, p1)
  updatePanels(job.recurrentWeights, job.hiddenWidth << 3, p0, p1)
  updatePanels(job.gateBiases, 8, p0, p1)
  transposeWeights(p0, p1)
  if (thread == 0) {
    // The numbers up to the next cache line are nobody's.
    const last = job.classifierBiases + ((<usize>(job.classes + 7) & ~7) << 2)
    stepDense(job.classifierWeights, <i32>((last - job.classifierWeights) >> 2))
  }
}

@inline
function updatePanels(parameter: usize, panelSize: i32, p0: i32, p1: i32): void {
  stepDense(parameter + (<usize>(p0 * panelSize) << 2), (p1 - p0) * panelSize)
}

@inline
function stepDense(p: usize, n: i32): void {
  if (job.gradientScale != 1) scaleAll(gradientOf(p), n, job.gradientScale)
  step(p, gradientOf(p), n, 1, 1, 0)
}

function transposeWeights(p0: i32, p1: i32): void {
  const columns = job.hiddenWidth << 2
  transposePanels(job.inputWeights, job.embeddingWidth, columns, job.inputTransposed, p0, p1)
  transposePanels(job.recurrentWeights, job.hiddenWidth, columns, job.recurrentTransposed, p0, p1)
}

/** The transposes of W and U, after their values were set. */
export function transposeAll(): void {
  transposeWeights(0, job.hiddenWidth >> 1)
}
