/**
 * What the kernels know of a call: a number for each exported global of assembly/job-globals.ts that it reads, by the same name.
 *
 * D' and H' are D and H rounded up to a multiple of 8, F' is `poolings` times H'; what is added is 0 and stays 0. `rank` is a text's place in the
 * minibatch by descending length, `position` a token's place, time step by time step and in each by rank. `row` is where a
 * thread keeps a token: first the rows of thread 0, then those of thread 1. Arrays are float32 where nothing else is said,
 * strides in bytes; rows, blocks and panels are those of assembly/product-kernels.ts.
 */

/** Of every call; the runtime gives them. */
const commonFields = [
  'threads',
  /** int32 words on cache lines of their own: the barrier's two, then how many pieces of each kind were taken. */
  'counters',
] as const

/** The parameters, and what their rows owe. */
const modelFields = [
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
  /** From a parameter to its first accumulator, and from there to the next. */
  'accumulatorStride',
  /** int32 [V]: what `completed` was after the row's last update. */
  'touched',
  /** [3, maximumOwed + 1]: assembly/embedding-kernels.ts */
  'decays',
  /** 0 none, or one of the kernels' constants */
  'optimizer',
  /** Updates so far. */
  'completed',
] as const

/** Room for the left factors of products. */
const productFields = [
  /** Rows of x that each thread has, and in inference of z. */
  'chunkRows',
  /** [threads * chunkRows, D']: x */
  'inputRows',
  /** [threads, blocksSize]: a thread's left factor of a product, in blocks. */
  'blocks',
  'blocksSize',
] as const

/** The texts of a minibatch, and what is kept of them. */
const textFields = [
  /** B */
  'texts',
  /** T; inference: of this call */
  'steps',
  /** Rows of h, c, dh and dc that each thread has: one for each of its texts. */
  'rowsPerThread',
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
  /** c; inference: [threads * rowsPerThread, H'], training: [N, H'] by row */
  'cells',
  /** i, f, o, g; inference: [threads * chunkRows, 4H'], training: [N, 4H'] by row, in the end dz */
  'z',
  'zRow',
  /** float64 [B, classes] by text */
  'probabilities',
] as const

/** What only inference has. */
const inferenceFields = [
  /** int32 [steps, B], as in the minibatch */
  'tokens',
  /** The first time step of this call. */
  'firstStep',
  /** [T, B, H'], where `keepsStates` is 1 */
  'hiddenStates',
  'keepsStates',
] as const

/** What the backward pass multiplies with. */
const transposeFields = [
  /** [4H', D'] in panels */
  'inputTransposed',
  /** [4H', H'] in panels */
  'recurrentTransposed',
] as const

/** What only training has. */
const trainingFields = [
  /** 1 where the optimizer's step is part of the call. */
  'takesStep',
  'learningRate',
  /** Adam's */
  'epsilon',
  'weightDecay',
  /** [max(D', H')]: 0 */
  'zeros',
  /** What the gradients are multiplied by before `applyGradients` uses them. */
  'gradientScale',
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

const tableFields = [
  /** [V, 4H']: x W + b of every word, or 0 where there is no table */
  'table',
] as const

/** The kernels' calls, which each thread makes with its number, and what each of them has to be told besides `commonFields`. */
const callFields = {
  tabulate: [...modelFields, ...productFields, ...tableFields],
  infer: [...modelFields, ...productFields, ...textFields, ...inferenceFields, ...tableFields],
  transposeAll: [...modelFields, ...transposeFields],
  train: [...modelFields, ...productFields, ...textFields, ...transposeFields, ...trainingFields],
  applyGradients: [...modelFields, ...productFields, ...textFields, ...transposeFields, ...trainingFields],
} as const

export type Call = keyof typeof callFields
/** By the place that threads know a call by. */
export const calls = Object.keys(callFields) as readonly Call[]

/** What a call is about. */
export type Job<C extends Call> = Readonly<Record<(typeof callFields)[C][number], number>>

export type ModelFields = Readonly<Record<(typeof modelFields)[number], number>>

export type JobField = (typeof commonFields)[number] | (typeof callFields)[Call][number]

/** All of them, in the order of a written job. */
export const jobFields: readonly JobField[] = [
  ...new Set([...commonFields, ...Object.values(callFields).flat()]),
]
const indices = Object.fromEntries(jobFields.map((field, n) => [field, n])) as Readonly<
  Record<JobField, number>
>

/** Writes a job to values[jobFields.length]; what its call does not read becomes 0. */
export function writeJob<C extends Call>(
  values: Float64Array,
  call: C,
  job: Job<C>,
  common: Readonly<Record<(typeof commonFields)[number], number>>,
): void {
  values.fill(0)
  for (const field of commonFields) values[indices[field]] = common[field]
  for (const field of callFields[call] as readonly (keyof Job<C>)[])
    values[indices[field as JobField]] = job[field]
}
