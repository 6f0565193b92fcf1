import { scoreColumns } from '../../model/ngram-part.ts'
import { minimise, norm } from './l-bfgs.ts'
import { slopesOf } from './logistic-regression.ts'
import { Whitening } from './whitening.ts'

/**
 * L2-regularised logistic regression on texts as vectors x:
 *
 *     score[i, c] = b[c] + x[i] . W[:, c]
 *     cost        = sum over i of weight[i] * -log softmax(score[i])[label[i]]  +  sum of W^2 / (2 C)
 *
 * Of two classes only the second has a score, the first one's being 0.
 */
interface DenseProblem {
  /** x, [n, D] row-major. */
  readonly values: Float32Array
  readonly dimension: number
  /** Which rows there are to learn from. */
  readonly texts: Int32Array
  /** [n] By row: its class, 0..classes-1. */
  readonly labels: Int32Array
  /** [n] By row: how much it counts; undefined: each 1. */
  readonly weights: Float64Array | undefined
  readonly classes: number
  /** C: the larger, the less are large weights held back. */
  readonly C: number
}

export interface DenseRegression {
  /** W, [D, columns] row-major; columns as `scoreColumns` says. */
  readonly weights: Float64Array
  /** b, [columns] */
  readonly bias: Float64Array
}

const solver = { gradientShare: 1e-3, maximumSteps: 200 }

/** The model of least cost. @param breathe called between two steps; may throw to end it all */
export async function fitDenseRegression(
  problem: DenseProblem,
  breathe: () => Promise<void>,
): Promise<DenseRegression> {
  const { dimension, classes } = problem
  const columns = scoreColumns(classes)
  const size = (dimension + 1) * columns
  const costByWeights = costOf(problem, columns)
  const whitening = whiteningOf(problem)
  const at = new Float64Array(size)
  const cost = (whitened: Float64Array, gradient: Float64Array): number => {
    whitening.weightsOf(whitened, at)
    const value = costByWeights(at, gradient)
    whitening.whiten(gradient)
    return value
  }
  const first = new Float64Array(size)
  cost(new Float64Array(size), first)
  const minimum = await minimise(new Float64Array(size), cost, {
    curvature: (_, second) => second.fill(1),
    gradientNorm: solver.gradientShare * norm(first),
    maximumSteps: solver.maximumSteps,
    breathe,
  })
  whitening.weightsOf(minimum.at, at)
  return { weights: at.slice(0, dimension * columns), bias: at.slice(dimension * columns) }
}

/** The scores of rows, [texts.length, columns] row-major. */
export function denseScores(
  { values, dimension }: Pick<DenseProblem, 'values' | 'dimension'>,
  texts: Int32Array,
  { weights, bias }: DenseRegression,
): Float64Array {
  const columns = bias.length
  const scores = new Float64Array(texts.length * columns)
  const at = concatenation(weights, bias)
  for (const [i, text] of texts.entries()) {
    scoreRow(values, text, dimension, at, scores.subarray(i * columns, (i + 1) * columns))
  }
  return scores
}

function concatenation(weights: Float64Array, bias: Float64Array): Float64Array {
  const whole = new Float64Array(weights.length + bias.length)
  whole.set(weights)
  whole.set(bias, weights.length)
  return whole
}

/** @param at W and b after one another, @param scores [columns], written */
function scoreRow(
  values: Float32Array,
  row: number,
  dimension: number,
  at: Float64Array,
  scores: Float64Array,
): void {
  const columns = scores.length
  const biases = dimension * columns
  for (let c = 0; c < columns; c++) scores[c] = at[biases + c]!
  for (let d = 0; d < dimension; d++) {
    const x = values[row * dimension + d]!
    for (let c = 0; c < columns; c++) scores[c]! += x * at[d * columns + c]!
  }
}

function costOf({ values, dimension, texts, labels, weights, C }: DenseProblem, columns: number) {
  const scores = new Float64Array(columns)
  const biases = dimension * columns
  return (at: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0)
    let cost = 0
    for (const text of texts) {
      scoreRow(values, text, dimension, at, scores)
      const weight = weights ? weights[text]! : 1
      cost += weight * slopesOf(scores, labels[text]!)
      for (let c = 0; c < columns; c++) {
        scores[c]! *= weight
        gradient[biases + c]! += scores[c]!
      }
      for (let d = 0; d < dimension; d++) {
        const x = values[text * dimension + d]!
        for (let c = 0; c < columns; c++) gradient[d * columns + c]! += x * scores[c]!
      }
    }
    let squares = 0
    for (let d = 0; d < biases; d++) {
      squares += at[d]! * at[d]!
      gradient[d]! += at[d]! / C
    }
    return cost + squares / (2 * C)
  }
}

/** By probabilities that are all the same. */
function whiteningOf({ values, dimension, texts, weights, classes, C }: DenseProblem): Whitening {
  const curvature = (classes - 1) / (classes * classes)
  return new Whitening({ values, dimension, rows: texts, weights, curvature, ridge: 1 / C })
}
