/** What ../kernels.ts sees: the job's fields, the calls that make up an engine, and the parts that are tested by themselves. */
export * from './job'
export { infer, tabulate } from './inference'
export { applyGradients, train, transposeAll } from './training'
export {
  backward, classifyTexts, forward, inputGradient, projectWords, recurrentGradient, reduceWords, updateDense
} from './training'
export { classifierGradients } from './classifier'
export { fromPanels, toPanels } from './panels'
export { multiply, multiplyRows, scaleAll, sumOfSquares, sumPanels, transposePanels } from './products'
export { gatesBackward, gatesForward, gatesInference } from './gates'
export { sigmoidAll, tanhAll } from './activations'
export { step } from './optimizers'
export { skipGramStep } from './skip-gram'
/** What ../kernels.ts reads instead of knowing it too. */
export { maximumOwed } from './embedding'
export { adadelta, adam, rmsprop, sgd } from './optimizers'
export { counterBytes } from './threads'
export { reductionRows } from './training'
