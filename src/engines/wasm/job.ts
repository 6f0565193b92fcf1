/**
 * What the kernels know of a call: a number for each exported global of assembly/job.ts, by the same name.
 *
 * D' and H' are D and H rounded up to a multiple of 8, F' is `poolings` times H'; what is added is 0 and stays 0. `rank` is a text's place in the
 * minibatch by descending length, `position` a token's place, time step by time step and in each by rank. `row` is where a
 * thread keeps a token: first the rows of thread 0, then those of thread 1. Arrays are float32 where nothing else is said,
 * strides in bytes; rows, blocks and panels are those of assembly/products.ts.
 */
export const jobFields = [
  'threads',
  /** int32 words on cache lines of their own: the barrier's two, then how many pieces of each kind were taken. */
  'counters',

  /** D' */
  'embeddingWidth',
  /** H' */
  'hiddenWidth',
  /** 1: a pooled vector is the mean of h; 2: behind it stands the largest value of each unit. */
  'poolings',
  'vocabulary',
  'classes',

  /** [V, D'] */
  'embedding',
  /** [D', 4H'] in panels */
  'inputWeights',
  /** [H', 4H'] in panels */
  'recurrentWeights',
  /** [4H'] */
  'gateBiases',
  /** [classes, F']: the transpose of U */
  'classifierWeights',
  /** [classes] */
  'classifierBiases',
  /** [max(D', H')]: 0 */
  'zeros',

  /** [4H', D'] in panels */
  'inputTransposed',
  /** [4H', H'] in panels */
  'recurrentTransposed',
  /** From a parameter to its first accumulator, and from there to the next. */
  'accumulatorStride',
  /** int32 [V]: what `completed` was after the row's last update. */
  'touched',
  /** [3, 4096]: assembly/embedding.ts */
  'decays',
  /** 0 none: gradients only; 1 sgd, 2 adadelta, 3 rmsprop, 4 adam */
  'optimizer',
  'learningRate',
  /** Adam's */
  'epsilon',
  'weightDecay',
  /** Updates so far. */
  'completed',
  /** What the gradients are multiplied by before `applyGradients` uses them. */
  'gradientScale',

  /** B */
  'texts',
  /** T */
  'steps',
  /** Rows of h, c, dh and dc that each thread has: one for each of its texts. */
  'rowsPerThread',
  /** Rows of x that each thread has, and in inference of z. */
  'chunkRows',
  /** int32 [B]: the text of each rank. */
  'order',
  /** int32 [B] by rank */
  'lengths',
  /** [B, F'] by rank: what the pooled vector is multiplied by: the dropout mask, or the probability of keeping a unit. */
  'factors',
  /** [B, F'] by rank: sum of h, and its largest values; then its mean and they, multiplied. */
  'pooled',
  /** [threads * rowsPerThread, H']: h of a time step. */
  'hidden',
  /** [threads * chunkRows, D']: x */
  'inputRows',
  /** [threads, blocksSize]: a thread's left factor of a product, in blocks. */
  'blocks',
  'blocksSize',
  /** c; inference: [threads * rowsPerThread, H'], training: [N, H'] by row */
  'cells',
  /** i, f, o, g; inference: [threads * chunkRows, 4H'], training: [N, 4H'] by row, in the end dz */
  'z',
  'zRow',
  /** float64 [B, classes] by text */
  'probabilities',

  /** int32 [T, B], as in the minibatch */
  'tokens',
  /** [V, 4H']: x W + b of every word, or 0 where there is no table */
  'table',
  /** [T, B, H'], where `keepsStates` is 1 */
  'hiddenStates',
  'keepsStates',

  /** What a pass counts in the cost: 1, or 0.5 of each of two. */
  'passShare',
  /** 1 where the pass adds its cost and gradients to those of the pass before, which are in their places. */
  'addsGradients',
  /** The words' rows are moved by so much of their gradients of the pass before; 0 where there was none. */
  'perturbation',
  /** [maskRows, D']: row id % maskRows is on the row of the word; 0 where there is no mask. */
  'embeddingMask',
  'maskRows',
  /** N */
  'tokenCount',
  'uniqueCount',
  /** int32 [T + 1]: the first position of each time step. */
  'stepOffsets',
  /** int32 [threads + 1]: the first row of each thread. */
  'firstRows',
  /** int32 [N] by position: which of the unique words. */
  'slots',
  /** int32 [uniqueCount] */
  'uniqueIds',
  /** int32 [uniqueCount + 1]: where the occurrences of each unique word begin. */
  'occurrenceStarts',
  /** int32 [N]: rows, by unique word and then by position. */
  'occurrences',
  /** int32 [B] by rank */
  'labels',
  /** [uniqueCount, 4H'], `zRow` apart: x W + b, in the end the sums of dz */
  'projected',
  /** [D', uniqueCount] in blocks, `inputColumn` apart: the transpose of x. */
  'inputColumns',
  'inputColumn',
  /** [N, H'] by row */
  'tanhCells',
  /** [H', N + 1] in blocks, `historyBlock` apart: the transpose of the step before's h by position; the last for nobody. */
  'history',
  'historyBlock',
  /** [N, 4H'] in panels, `gatePanel` apart: dz by position */
  'gatePanels',
  'gatePanel',
  /** [uniqueCount, 4H'] in panels, `uniquePanel` apart: sums of dz */
  'uniquePanels',
  'uniquePanel',
  /** [threads * rowsPerThread, H'] */
  'dHidden',
  /** [threads * rowsPerThread, H'] */
  'dCells',
  /** [B, F'] by rank: the gradient of h from the mean, and of the largest h. */
  'dPooled',
  /** int32 [B, H'] by rank: the time step of the largest value of each unit. */
  'largestSteps',
  /** [B, classes] by rank */
  'dScores',
  /** float64 [B] by rank */
  'costs',
  /** float64: the minibatch's cost */
  'cost',
  /** [uniqueCount, D'] */
  'embeddingGradients',
  /** As the parameters from `inputWeights` on. */
  'denseGradients',
] as const

export type Job = Readonly<Record<(typeof jobFields)[number], number>>

const indices = Object.fromEntries(jobFields.map((field, n) => [field, n])) as Readonly<Job>

/** Writes the job's fields to values[jobFields.length]; those that no part mentions become 0. */
export function writeJob(values: Float64Array, parts: readonly Partial<Job>[]): void {
  values.fill(0)
  for (const part of parts) {
    for (const field in part) values[indices[field as keyof Job]] = part[field as keyof Job]!
  }
}
