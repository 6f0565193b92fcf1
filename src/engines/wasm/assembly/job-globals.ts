/*
 * What a call is about: the sizes of the minibatch and where everything lies. Exported globals, set by name in every
 * thread's instance before a call (../job.ts has the same names, and what each place holds). Widths are in numbers and
 * multiples of 8; strides are in bytes.
 */

export let threads: i32 = 1
export let counters: usize = 0

export let embeddingWidth: i32 = 0
export let hiddenWidth: i32 = 0
export let poolings: i32 = 1
export let vocabulary: i32 = 0
export let classes: i32 = 0

export let embedding: usize = 0
export let inputWeights: usize = 0
export let recurrentWeights: usize = 0
export let gateBiases: usize = 0
export let classifierWeights: usize = 0
export let classifierBiases: usize = 0
export let zeros: usize = 0

export let inputTransposed: usize = 0
export let recurrentTransposed: usize = 0
export let accumulatorStride: usize = 0
export let touched: usize = 0
export let decays: usize = 0
export let optimizer: i32 = 0
export let takesStep: i32 = 0
export let learningRate: f32 = 0
export let epsilon: f32 = 0
export let weightDecay: f64 = 0
export let completed: i32 = 0
export let gradientScale: f32 = 1

export let texts: i32 = 0
export let steps: i32 = 0
export let rowsPerThread: i32 = 0
export let chunkRows: i32 = 0
export let order: usize = 0
export let lengths: usize = 0
export let factors: usize = 0
export let pooled: usize = 0
export let hidden: usize = 0
export let inputRows: usize = 0
export let blocks: usize = 0
export let blocksSize: usize = 0
export let cells: usize = 0
export let z: usize = 0
export let zRow: usize = 0
export let probabilities: usize = 0

export let tokens: usize = 0
export let firstStep: i32 = 0
export let table: usize = 0
export let hiddenStates: usize = 0
export let keepsStates: i32 = 0

export let passShare: f64 = 1
export let addsGradients: i32 = 0
export let perturbation: f32 = 0
export let embeddingMask: usize = 0
export let maskRows: i32 = 1

export let tokenCount: i32 = 0
export let uniqueCount: i32 = 0
export let stepOffsets: usize = 0
export let firstRows: usize = 0
export let slots: usize = 0
export let uniqueIds: usize = 0
export let occurrenceStarts: usize = 0
export let occurrences: usize = 0
export let labels: usize = 0
export let projected: usize = 0
export let inputColumns: usize = 0
export let inputColumn: usize = 0
export let tanhCells: usize = 0
export let history: usize = 0
export let historyBlock: usize = 0
export let gatePanels: usize = 0
export let gatePanel: usize = 0
export let uniquePanels: usize = 0
export let uniquePanel: usize = 0
export let dHidden: usize = 0
export let dCells: usize = 0
export let dPooled: usize = 0
export let largestSteps: usize = 0
export let dScores: usize = 0
export let costs: usize = 0
export let cost: usize = 0
export let embeddingGradients: usize = 0
export let denseGradients: usize = 0
