/** What ../kernels.ts sees: the job's fields, the calls that make up an engine, and the parts that are tested by themselves. */
export * from './job-globals'
export { infer, tabulate } from './inference'
export { applyGradients, train, transposeAll } from './training-kernels'
export {
  backward, classifyTexts, forward, inputGradient, projectWords, recurrentGradient, reduceWords, updateDense
} from './training-kernels'
export { classifierGradients } from './classifier-kernels'
export { fromPanels, toPanels } from './panels'
export { multiply, multiplyRows, scaleAll, sumOfSquares, sumPanels, transposePanels } from './product-kernels'
export { gatesBackward, gatesForward, gatesInference } from './gate-kernels'
export { sigmoidAll, tanhAll } from './activations'
export { step } from './optimizer-kernels'
export { exp, log } from './transcendental-kernels'
export { skipGramStep } from './skip-gram-kernels'
/** What ../kernels.ts reads instead of knowing it too. */
export { maximumOwed } from './embedding-kernels'
export { adadelta, adam, rmsprop, sgd } from './optimizer-kernels'
export { counterBytes } from './shared-work'
export { reductionRows } from './training-kernels'
