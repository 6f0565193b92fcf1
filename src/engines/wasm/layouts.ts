/** What a call needs of the memory: strides and counts, and the bytes of each region; job.ts says what they hold. */

import type { Sizes } from '../engine.ts'
import { roundUp, setLayout, widthsOf } from './parameters.ts'

/** The size of a minibatch, and the threads that compute it. */
interface Shape {
  readonly threads: number
  /** B */
  readonly texts: number
  /** T */
  readonly steps: number
}

interface TrainingShape extends Shape {
  /** N */
  readonly tokenCount: number
  readonly uniqueCount: number
  /** Rows of the embedding's mask; 0 where there is none. */
  readonly maskRows: number
  /** Words whose gradients are summed and multiplied at once. */
  readonly reductionRows: number
}

/** Tokens that inference has in its memory at once: a longer text is read stretch by stretch. */
const stretchTokens = 1 << 17

/** Rows of x whose products with W are made at once in inference: they and what comes of them fit the second cache. */
export const inferenceRows = 128
/** The same in training, where threads take such pieces in turn: small, so that the last one does not take long. */
const trainingRows = 64

/** Into how many pieces texts are worth dividing: a product for one text takes hardly less time than one for two. */
export function piecesOf(texts: number): number {
  return Math.ceil(texts / 2)
}

export function inferenceLayout(sizes: Sizes, shape: Shape, keepsStates: boolean) {
  const { threads, texts, steps } = shape
  const { embeddingWidth, hiddenWidth } = widthsOf(sizes)
  const rowsPerThread = Math.ceil(texts / threads)
  const chunkRows = Math.max(inferenceRows, rowsPerThread)
  const blocksSize = 4 * roundUp(chunkRows, 4) * Math.max(embeddingWidth, hiddenWidth)
  const zRow = 16 * hiddenWidth
  const stretch = Math.min(steps, Math.max(1, Math.floor(stretchTokens / texts)))
  return {
    /** Time steps of a call. */
    stretch,
    fields: { texts, rowsPerThread, chunkRows, blocksSize, zRow, keepsStates: keepsStates ? 1 : 0 },
    regions: {
      ...textRegions(sizes, shape),
      tokens: 4 * stretch * texts,
      hidden: 4 * threads * rowsPerThread * hiddenWidth,
      cells: 4 * threads * rowsPerThread * hiddenWidth,
      inputRows: 4 * threads * chunkRows * embeddingWidth,
      blocks: threads * blocksSize,
      z: threads * chunkRows * zRow,
      hiddenStates: keepsStates ? 4 * steps * texts * hiddenWidth : 0,
    },
  }
}

export function tableLayout(sizes: Sizes, threads: number) {
  const blocksSize = 4 * inferenceRows * widthsOf(sizes).embeddingWidth
  return {
    fields: { chunkRows: inferenceRows, blocksSize },
    regions: { inputRows: threads * blocksSize, blocks: threads * blocksSize },
  }
}

export function trainingLayout(sizes: Sizes, shape: TrainingShape) {
  const { threads, texts, steps, tokenCount: N, uniqueCount, reductionRows } = shape
  const { embeddingWidth, hiddenWidth, featureWidth } = widthsOf(sizes)
  const { starts, length } = setLayout(sizes)
  const rowsPerThread = Math.ceil(texts / threads)
  // The largest left factors of a thread: x of some words, and dz of its texts or of the words that are reduced together.
  const gateRows = roundUp(Math.max(rowsPerThread, reductionRows), 4)
  const blocksSize = 4 * Math.max(trainingRows * embeddingWidth, gateRows * 4 * hiddenWidth)
  const zRow = 16 * hiddenWidth
  // Odd numbers of rows, so that the columns of one token do not meet in the same places of the cache.
  const inputColumn = 16 * (uniqueCount | 1)
  const historyBlock = 16 * ((N + 1) | 1)
  const gatePanel = 32 * (N | 1)
  const uniquePanel = 32 * (uniqueCount | 1)
  const strides = { blocksSize, zRow, inputColumn, historyBlock, gatePanel, uniquePanel }
  return {
    fields: { texts, steps, tokenCount: N, uniqueCount, rowsPerThread, chunkRows: trainingRows, ...strides },
    regions: {
      ...textRegions(sizes, shape),
      zeros: 4 * Math.max(embeddingWidth, hiddenWidth),
      embeddingMask: 4 * shape.maskRows * embeddingWidth,
      labels: 4 * texts,
      dPooled: 4 * texts * featureWidth,
      largestSteps: featureWidth > hiddenWidth ? 4 * texts * hiddenWidth : 0,
      dScores: 4 * texts * sizes.classes,
      costs: 8 * texts,
      cost: 8,
      stepOffsets: 4 * (steps + 1),
      firstRows: 4 * (threads + 1),
      slots: 4 * N,
      uniqueIds: 4 * uniqueCount,
      occurrenceStarts: 4 * (uniqueCount + 1),
      occurrences: 4 * N,
      hidden: 4 * threads * rowsPerThread * hiddenWidth,
      dHidden: 4 * threads * rowsPerThread * hiddenWidth,
      dCells: 4 * threads * rowsPerThread * hiddenWidth,
      inputRows: 4 * threads * trainingRows * embeddingWidth,
      blocks: threads * blocksSize,
      projected: uniqueCount * zRow,
      inputColumns: (embeddingWidth / 4) * inputColumn,
      uniquePanels: (hiddenWidth / 2) * uniquePanel,
      embeddingGradients: 4 * uniqueCount * embeddingWidth,
      denseGradients: length - starts.lstm_W,
      z: N * zRow,
      cells: 4 * N * hiddenWidth,
      tanhCells: 4 * N * hiddenWidth,
      history: (hiddenWidth / 4) * historyBlock,
      gatePanels: (hiddenWidth / 2) * gatePanel,
    },
  }
}

/** What both kinds of calls have for each text. */
function textRegions(sizes: Sizes, { texts }: Shape) {
  const { featureWidth } = widthsOf(sizes)
  return {
    order: 4 * texts,
    lengths: 4 * texts,
    factors: 4 * texts * featureWidth,
    pooled: 4 * texts * featureWidth,
    probabilities: 8 * texts * sizes.classes,
  }
}
