/**
 * L2-regularised logistic regression on texts as sets of n-grams.
 *
 *     score[i, c] = b[c] + length[i] * sum over the n-grams f of text i of scale[f, c] * u[f, c]
 *     cost        = sum over i of weight[i] * -log softmax(score[i])[label[i]]  +  sum of u^2 / (2 C)
 *
 * Of two classes only the second has a score, the first one's being 0: the same model with half of the numbers. A scale
 * is the reverse of a penalty: what is scaled up is cheap to use (S. Wang and C. Manning 2012 scale by class ratios).
 */

import { scoreColumns } from '../../model/ngram-part.ts'
import type { NgramRows } from '../../text/ngram-counting.ts'
import { exp, log, softplus } from '../../transcendental.ts'
import { minimise, norm } from './l-bfgs.ts'

export interface RegressionProblem {
  readonly rows: NgramRows
  /** Which rows there are to learn from. */
  readonly texts: Int32Array
  /** By row: its class, 0..classes-1. */
  readonly labels: Int32Array
  /** By row: how much it counts; undefined: each 1. */
  readonly weights: Float64Array | undefined
  /** By row: the factor on the sum over its n-grams. */
  readonly lengths: Float64Array
  readonly classes: number
  /** F: how many n-grams there are. */
  readonly features: number
  /** [F, columns] row-major; columns as `scoreColumns` says. */
  readonly scales: Float64Array
  /** C: the larger, the less are large weights held back. */
  readonly C: number
}

interface RegressionOptions {
  /** It is done when the norm of the gradient is this share of that at 0. */
  readonly gradientShare: number
  /** A solution of a problem like this one, from which to start; undefined: from 0. */
  readonly start?: Float64Array
  readonly maximumSteps: number
  readonly breathe: () => Promise<void>
}

export interface Regression {
  /** [F, columns] row-major: scale * u. */
  readonly weights: Float64Array
  /** [columns] */
  readonly bias: Float64Array
  readonly steps: number
  /** What share of its norm at 0 the gradient still has. */
  readonly gradientShare: number
  /** u and b after one another, [(F + 1) * columns]. */
  readonly solution: Float64Array
}

/** The model of least cost. */
export async function fitRegression(
  problem: RegressionProblem,
  { gradientShare, maximumSteps, start, breathe }: RegressionOptions,
): Promise<Regression> {
  const { features, scales, classes } = problem
  const columns = scoreColumns(classes)
  const size = (features + 1) * columns
  const cost = costOf(problem, columns)
  const first = new Float64Array(size)
  cost(new Float64Array(size), first)
  const normAt0 = norm(first)
  const minimum = await minimise(start ?? new Float64Array(size), cost, {
    curvature: curvatureOf(problem, columns),
    gradientNorm: gradientShare * normAt0,
    maximumSteps,
    breathe,
  })
  const weights = minimum.at.slice(0, features * columns)
  for (let d = 0; d < weights.length; d++) weights[d]! *= scales[d]!
  return {
    weights,
    bias: minimum.at.slice(-columns),
    steps: minimum.steps,
    gradientShare: normAt0 === 0 ? 0 : minimum.gradientNorm / normAt0,
    solution: minimum.at,
  }
}

/** The scores of rows by a model, [texts.length, columns] row-major. */
export function scoresOf(
  { rows, lengths }: Pick<RegressionProblem, 'rows' | 'lengths'>,
  texts: Int32Array,
  { weights, bias }: Pick<Regression, 'weights' | 'bias'>,
): Float64Array {
  const columns = bias.length
  const scores = new Float64Array(texts.length * columns)
  for (const [i, text] of texts.entries()) {
    sumRow(rows, text, weights, columns, scores, i * columns)
    for (let c = 0; c < columns; c++) {
      const at = i * columns + c
      scores[at] = scores[at]! * lengths[text]! + bias[c]!
    }
  }
  return scores
}

/** The cost and its gradient by u and b, these after one another: [(F + 1) * columns]. */
function costOf(problem: RegressionProblem, columns: number) {
  const { rows, texts, labels, weights, lengths, features, scales, C } = problem
  const effective = new Float64Array(features * columns)
  const scores = new Float64Array(columns)
  return (at: Float64Array, gradient: Float64Array): number => {
    const biases = features * columns
    for (let d = 0; d < biases; d++) effective[d] = at[d]! * scales[d]!
    gradient.fill(0)
    let cost = 0
    for (const text of texts) {
      scores.fill(0)
      sumRow(rows, text, effective, columns, scores, 0)
      for (let c = 0; c < columns; c++) scores[c] = scores[c]! * lengths[text]! + at[biases + c]!
      const weight = weights ? weights[text]! : 1
      cost += weight * slopesOf(scores, labels[text]!)
      for (let c = 0; c < columns; c++) {
        gradient[biases + c]! += weight * scores[c]!
        scores[c]! *= weight * lengths[text]!
      }
      addToRow(rows, text, scores, columns, gradient)
    }
    let squares = 0
    for (let d = 0; d < biases; d++) {
      squares += at[d]! * at[d]!
      gradient[d] = gradient[d]! * scales[d]! + at[d]! / C
    }
    return cost + squares / (2 * C)
  }
}

/** -log p[label]; writes its derivatives by the scores over the scores. */
export function slopesOf(scores: Float64Array, label: number): number {
  if (scores.length === 1) {
    const score = scores[0]!
    const signed = label === 1 ? -score : score
    scores[0] = 1 / (1 + exp(-score)) - label
    return softplus(signed)
  }
  let largest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < scores.length; c++) largest = Math.max(largest, scores[c]!)
  const own = scores[label]! - largest
  let sum = 0
  for (let c = 0; c < scores.length; c++) {
    scores[c] = exp(scores[c]! - largest)
    sum += scores[c]!
  }
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum
  scores[label]! -= 1
  return log(sum) - own
}

/** The second derivatives by u and b, of each by itself. */
function curvatureOf(problem: RegressionProblem, columns: number) {
  const { rows, texts, weights, lengths, features, scales, C } = problem
  const biases = features * columns
  const effective = new Float64Array(biases)
  const scores = new Float64Array(columns)
  return (at: Float64Array, second: Float64Array): void => {
    for (let d = 0; d < biases; d++) effective[d] = at[d]! * scales[d]!
    second.fill(0)
    for (const text of texts) {
      scores.fill(0)
      sumRow(rows, text, effective, columns, scores, 0)
      for (let c = 0; c < columns; c++) scores[c] = scores[c]! * lengths[text]! + at[biases + c]!
      slopesOf(scores, 0)
      const weight = weights ? weights[text]! : 1
      for (let c = 0; c < columns; c++) {
        // The derivative for the label 0 is p - 1 of class 0 and p of the others; either way p (1 - p) is wanted.
        const slope = Math.abs(scores[c]!)
        const spread = weight * slope * (1 - slope)
        second[biases + c]! += spread
        scores[c] = spread * lengths[text]! * lengths[text]!
      }
      addToRow(rows, text, scores, columns, second)
    }
    for (let d = 0; d < biases; d++) second[d] = second[d]! * scales[d]! * scales[d]! + 1 / C
    // A class that no text has leaves its b without any.
    for (let d = biases; d < second.length; d++) second[d]! += 1e-12
  }
}

/**
 * sums[at + c] += the sum of values[f, c] over the n-grams of a row. Four columns at a time, whose sums need no memory: it is three times
 * as fast as each n-gram's columns in a loop.
 */
function sumRow(
  { offsets, features }: NgramRows,
  row: number,
  values: Float64Array,
  columns: number,
  sums: Float64Array,
  at: number,
): void {
  const begin = offsets[row]!
  const end = offsets[row + 1]!
  let c = 0
  for (; c + 4 <= columns; c += 4) {
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0]
    for (let k = begin; k < end; k++) {
      const first = features[k]! * columns + c
      sum0 += values[first]!
      sum1 += values[first + 1]!
      sum2 += values[first + 2]!
      sum3 += values[first + 3]!
    }
    sums[at + c]! += sum0
    sums[at + c + 1]! += sum1
    sums[at + c + 2]! += sum2
    sums[at + c + 3]! += sum3
  }
  for (; c < columns; c++) {
    let sum = 0
    for (let k = begin; k < end; k++) sum += values[features[k]! * columns + c]!
    sums[at + c]! += sum
  }
}

/** values[f, c] += slopes[c] for the n-grams of a row. */
function addToRow(
  { offsets, features }: NgramRows,
  row: number,
  slopes: Float64Array,
  columns: number,
  values: Float64Array,
): void {
  const begin = offsets[row]!
  const end = offsets[row + 1]!
  let c = 0
  for (; c + 4 <= columns; c += 4) {
    const slope0 = slopes[c]!
    const slope1 = slopes[c + 1]!
    const slope2 = slopes[c + 2]!
    const slope3 = slopes[c + 3]!
    for (let k = begin; k < end; k++) {
      const first = features[k]! * columns + c
      values[first]! += slope0
      values[first + 1]! += slope1
      values[first + 2]! += slope2
      values[first + 3]! += slope3
    }
  }
  for (; c < columns; c++) {
    const slope = slopes[c]!
    for (let k = begin; k < end; k++) values[features[k]! * columns + c]! += slope
  }
}
