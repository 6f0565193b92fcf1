import {
  addsGradients, cells, chunkRows, dCells, dHidden, dPooled, embeddingGradients, embeddingMask, embeddingWidth, firstRows,
  gateBiases, gatePanel, gatePanels, gradientScale, hidden, hiddenWidth, history, historyBlock, inputColumn, inputColumns,
  inputTransposed, inputWeights, largestSteps, occurrenceStarts, occurrences, poolings, projected, recurrentTransposed,
  recurrentWeights, rowsPerThread, slots, stepOffsets, steps, takesStep, tanhCells, tokenCount, uniqueCount, uniqueIds, uniquePanel,
  uniquePanels, z, zRow, zeros, classifierWeights, classifierBiases, classes
} from './job'
import { classifierGradients, classify, classifyBackward, featureSize, gradientOf } from './classifier'
import { gatherForTraining, gradientOfRow, updateRow } from './embedding'
import { gatesBackward, gatesForward } from './gates'
import { blocksOf, copyRow, inputRowsOf, lengthOf, pooledAt, project, recur, startPooling } from './inference'
import { maximumAndStep, maximumBackward } from './maximum'
import { step } from './optimizers'
import { multiply, multiplyRows, scaleAll, sumPanels, transposePanels } from './products'
import { barrier, rankOf, share, takeProjection, takeReduction, textsOf } from './threads'

/*
 * One minibatch, from word ids to gradients, or to the parameters after the update. Threads meet three times: when the
 * words are projected, when the texts are through, and when the gradients of equal words are summed. What needs all
 * gradients before the first update (their norm, or a second pass) makes the update a call of its own, `applyGradients`.
 *
 * A word that occurs more than once is projected once, and its gradients are summed before they are multiplied. A token's
 * place in sums over tokens is its position: time step by time step, in each the texts by rank.
 */

/** Unique words whose gradients are summed and multiplied together. */
const reductionRows: i32 = 32

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
  if (takesStep) updateDense(thread)
}

/** The optimizer's step with the gradients of an earlier call. */
export function applyGradients(thread: i32): void {
  const size = <usize>embeddingWidth << 2
  const end = share(uniqueCount, thread + 1)
  for (let slot = share(uniqueCount, thread); slot < end; slot++) {
    const gradient = embeddingGradients + <usize>slot * size
    if (gradientScale != 1) scaleAll(gradient, embeddingWidth, gradientScale)
    updateRow(load<i32>(uniqueIds + (<usize>slot << 2)), gradient)
  }
  updateDense(thread)
}

/** x W + b of every unique word, which the threads take piece by piece; x is kept in columns for the gradient of W. */
export function projectWords(thread: i32): void {
  const x = inputRowsOf(thread)
  const size = <usize>embeddingWidth << 2
  for (;;) {
    const first = takeProjection() * chunkRows
    if (first >= uniqueCount) return
    const rows = min(chunkRows, uniqueCount - first)
    for (let r = 0; r < rows; r++) {
      const at = <usize>(first + r)
      const id = load<i32>(uniqueIds + (at << 2))
      gatherForTraining(id, first + r, x + <usize>r * size, inputColumns + (at << 4), inputColumn)
    }
    project(thread, rows, projected + <usize>first * zRow, zRow)
  }
}

@inline
function positionOf(t: i32, rank: i32): usize {
  return load<i32>(stepOffsets + (<usize>t << 2)) + rank
}

/** The recurrence over a thread's texts, which it keeps in its rows of z, c and tanh c. */
export function forward(thread: i32): void {
  const count = textsOf(thread)
  const size = <usize>hiddenWidth << 2
  const first = <usize>thread * rowsPerThread
  const h = hidden + first * size
  let row = <usize>load<i32>(firstRows + (<usize>thread << 2))
  let before = zeros
  let beforeRow: usize = 0
  for (let j = 0; j < count; j++) startPooling(rankOf(thread, j))
  for (let t = 0, active = count; ; t++) {
    while (active > 0 && lengthOf(rankOf(thread, active - 1)) <= t) active--
    if (active == 0) return
    for (let j = 0; j < active; j++) {
      const slot = <usize>load<i32>(slots + (positionOf(t, rankOf(thread, j)) << 2))
      copyRow(z + (row + j) * zRow, projected + slot * zRow, size << 2)
    }
    if (t > 0) recur(thread, active, h, z + row * zRow)
    for (let j = 0; j < active; j++) {
      const rank = rankOf(thread, j)
      const at = row + j
      const next = lengthOf(rank) > t + 1 ? positionOf(t + 1, rank) : tokenCount
      gatesForward(
        size, z + at * zRow, before + <usize>j * beforeRow, cells + at * size, tanhCells + at * size,
        h + <usize>j * size, history + (next << 4), historyBlock, pooledAt(rank)
      )
      if (poolings == 2) {
        maximumAndStep(size, h + <usize>j * size, t, pooledAt(rank) + size, largestSteps + <usize>rank * size)
      }
    }
    before = cells + row * size
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
  const size = <usize>hiddenWidth << 2
  const first = <usize>thread * rowsPerThread
  const dh = dHidden + first * size
  const dc = dCells + first * size
  memory.fill(dh, 0, <usize>rowsPerThread * size)
  memory.fill(dc, 0, <usize>rowsPerThread * size)
  let row = <usize>load<i32>(firstRows + ((<usize>thread + 1) << 2))
  let active = 0
  for (let t = steps - 1; t >= 0; t--) {
    while (active < count && lengthOf(rankOf(thread, active)) > t) active++
    // A shorter text is not the last to go, so the step before has as many rows, or more.
    const beforeActive = t > 0 ? activeBefore(thread, count, active, t - 1) : 0
    row -= active
    for (let j = 0; j < active; j++) {
      const rank = rankOf(thread, j)
      const at = row + j
      const before = t > 0 ? cells + (at - beforeActive) * size : zeros
      const dFeatures = dPooled + <usize>rank * featureSize()
      if (poolings == 2) {
        maximumBackward(size, dFeatures + size, t, largestSteps + <usize>rank * size, dh + <usize>j * size)
      }
      gatesBackward(
        size, z + at * zRow, dh + <usize>j * size, dFeatures, dc + <usize>j * size,
        tanhCells + at * size, before, gatePanels + (positionOf(t, rank) << 5), gatePanel
      )
    }
    if (t > 0 && active > 0) {
      const k = hiddenWidth << 2
      multiplyRows(
        active, k, hiddenWidth >> 3, z + row * zRow, zRow, blocksOf(thread), recurrentTransposed, zeros, dh, size
      )
    }
  }
}

/** How many texts have a token at step t, when at least `active` have. */
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
  const k = hiddenWidth << 2
  const row = <usize>embeddingWidth << 2
  const asItIs = !embeddingMask && !addsGradients
  for (;;) {
    const first = takeReduction() * reductionRows
    if (first >= uniqueCount) return
    const rows = min(reductionRows, uniqueCount - first)
    const sums = projected + <usize>first * zRow
    for (let r = 0; r < rows; r++) sumOccurrences(first + r, sums + <usize>r * zRow)
    const gradients = embeddingGradients + <usize>first * row
    const out = asItIs ? gradients : inputRowsOf(thread)
    multiplyRows(rows, k, embeddingWidth >> 3, sums, zRow, blocksOf(thread), inputTransposed, zeros, out, row)
    if (asItIs && !takesStep) continue
    for (let r = 0; r < rows; r++) {
      const id = load<i32>(uniqueIds + (<usize>(first + r) << 2))
      const gradient = gradients + <usize>r * row
      if (!asItIs) gradientOfRow(id, out + <usize>r * row, gradient)
      if (takesStep) updateRow(id, gradient)
    }
  }
}

/** The sum of dz over the occurrences of a unique word, into a row and into panels. */
function sumOccurrences(word: i32, out: usize): void {
  const starts = occurrenceStarts + (<usize>word << 2)
  const begin = occurrences + (<usize>load<i32>(starts) << 2)
  const end = occurrences + (<usize>load<i32>(starts, 4) << 2)
  let panel = uniquePanels + (<usize>word << 5)
  const size = <usize>hiddenWidth << 4
  // One cache line of each row at a time.
  for (let u: usize = 0; u < size; u += 64) {
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    for (let at = begin; at < end; at += 4) {
      const row = z + <usize>load<i32>(at) * zRow + u
      s0 = f32x4.add(s0, v128.load(row))
      s1 = f32x4.add(s1, v128.load(row, 16))
      s2 = f32x4.add(s2, v128.load(row, 32))
      s3 = f32x4.add(s3, v128.load(row, 48))
    }
    v128.store(panel, s1, 16)
    v128.store(panel, s0)
    panel += uniquePanel
    v128.store(panel, s3, 16)
    v128.store(panel, s2)
    panel += uniquePanel
    v128.store(out + u, s3, 48)
    v128.store(out + u, s2, 32)
    v128.store(out + u, s1, 16)
    v128.store(out + u, s0)
  }
}

/** A thread's panels of the gradient of U: h of the step before, times dz, over all tokens but those of the first step. */
export function recurrentGradient(thread: i32): void {
  const skipped = steps > 0 ? load<i32>(stepOffsets + 4) : 0
  weightGradient(
    thread, recurrentWeights, hiddenWidth, tokenCount - skipped, history + (<usize>skipped << 4), historyBlock,
    gatePanels + (<usize>skipped << 5), gatePanel
  )
}

/** A thread's panels of the gradients of W and b: x times the sums of dz, over all unique words. */
export function inputGradient(thread: i32): void {
  weightGradient(
    thread, inputWeights, embeddingWidth, uniqueCount, inputColumns, inputColumn, uniquePanels, uniquePanel
  )
  const panels = hiddenWidth >> 1
  sumPanels(
    uniqueCount, uniquePanels, uniquePanel, gradientOf(gateBiases), share(panels, thread), share(panels, thread + 1),
    addsGradients
  )
}

function weightGradient(
  thread: i32, weights: usize, m: i32, k: i32, columns: usize, column: usize, panels: usize, panel: usize
): void {
  const p0 = share(hiddenWidth >> 1, thread)
  const p1 = share(hiddenWidth >> 1, thread + 1)
  const outPanel = <usize>m << 5
  const out = gradientOf(weights) + <usize>p0 * outPanel
  if (!addsGradients) memory.fill(out, 0, <usize>(p1 - p0) * outPanel)
  if (k > 0) {
    const b = panels + <usize>p0 * panel
    multiply(m, k, p1 - p0, columns, column, b, panel, 0, out, 32, outPanel)
  }
}

/** The optimizer's step for a thread's panels of W, U and b, and the transposes that follow from it. */
export function updateDense(thread: i32): void {
  const panels = hiddenWidth >> 1
  const p0 = share(panels, thread)
  const p1 = share(panels, thread + 1)
  updatePanels(inputWeights, embeddingWidth << 3, p0, p1)
  updatePanels(recurrentWeights, hiddenWidth << 3, p0, p1)
  updatePanels(gateBiases, 8, p0, p1)
  transposeWeights(p0, p1)
  if (thread == 0) {
    // The numbers up to the next cache line are nobody's.
    const last = classifierBiases + ((<usize>(classes + 7) & ~7) << 2)
    stepDense(classifierWeights, <i32>((last - classifierWeights) >> 2))
  }
}

@inline
function updatePanels(parameter: usize, panelSize: i32, p0: i32, p1: i32): void {
  stepDense(parameter + (<usize>(p0 * panelSize) << 2), (p1 - p0) * panelSize)
}

@inline
function stepDense(p: usize, n: i32): void {
  if (gradientScale != 1) scaleAll(gradientOf(p), n, gradientScale)
  step(p, gradientOf(p), n, 1, 1, 0)
}

function transposeWeights(p0: i32, p1: i32): void {
  const columns = hiddenWidth << 2
  transposePanels(inputWeights, embeddingWidth, columns, inputTransposed, p0, p1)
  transposePanels(recurrentWeights, hiddenWidth, columns, recurrentTransposed, p0, p1)
}

/** The transposes of W and U, after their values were set. */
export function transposeAll(): void {
  transposeWeights(0, hiddenWidth >> 1)
}
