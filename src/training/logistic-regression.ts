/**
 * L2-regularised logistic regression on texts as sets of n-grams.
 *
 *     score[i, c] = b[c] + sum over blocks of length[i] * sum over the block's n-grams f of text i of scale[f, c] * u[f, c]
 *     cost        = sum over i of weight[i] * -log softmax(score[i])[label[i]]  +  sum of u^2 / (2 C)
 *
 * Of two classes only the second has a score, the first one's being 0: the same model with half of the numbers. A scale
 * is the reverse of a penalty: what is scaled up is cheap to use (S. Wang and C. Manning 2012 scale by class ratios).
 */

import type { NgramRows } from '../text/ngram-counting.ts'
import { exp, log, softplus } from '../transcendental.ts'
import { minimise } from './l-bfgs.ts'

/** N-grams of one kind: a text's sum over them is scaled by itself, so that a kind with many n-grams drowns no other. */
export interface Block {
  readonly rows: NgramRows
  /** By row: the factor on the sum over its n-grams. */
  readonly lengths: Float64Array
}

export interface RegressionProblem {
  /** Of the same texts; their n-grams are numbered through, so that no number is in two blocks. */
  readonly blocks: readonly Block[]
  /** Which rows there are to learn from. */
  readonly texts: Int32Array
  /** By row: its class, 0..classes-1. */
  readonly labels: Int32Array
  /** By row: how much it counts; undefined: each 1. */
  readonly weights: Float64Array | undefined
  readonly classes: number
  /** F: how many n-grams there are. */
  readonly features: number
  /** [F, columns] row-major; columns as `scoreColumns` says. */
  readonly scales: Float64Array
  /** C: the larger, the less are large weights held back. */
  readonly C: number
}

export interface RegressionOptions {
  /** It is done when the norm of the gradient is this share of the first one. */
  readonly gradientShare: number
  readonly maximumSteps: number
  readonly breathe: () => Promise<void>
}

export interface Regression {
  /** [F, columns] row-major: scale * u. */
  readonly weights: Float64Array
  /** [columns] */
  readonly bias: Float64Array
  readonly steps: number
  /** What share of its first norm the gradient still has. */
  readonly gradientShare: number
}

/** How many scores a model has for so many classes. */
export function scoreColumns(classes: number): number {
  return classes === 2 ? 1 : classes
}

/** The model of least cost. */
export async function fitRegression(
  problem: RegressionProblem,
  { gradientShare, maximumSteps, breathe }: RegressionOptions,
): Promise<Regression> {
  const { features, scales, classes } = problem
  const columns = scoreColumns(classes)
  const size = (features + 1) * columns
  const minimum = await minimise(size, costOf(problem, columns), {
    curvature: curvatureOf(problem, columns),
    gradientShare,
    maximumSteps,
    breathe,
  })
  const weights = minimum.at.slice(0, features * columns)
  for (let d = 0; d < weights.length; d++) weights[d]! *= scales[d]!
  const { steps } = minimum
  return { weights, bias: minimum.at.slice(-columns), steps, gradientShare: minimum.gradientShare }
}

/** The scores of rows by a model, [texts.length, columns] row-major. */
export function scoresOf(
  blocks: readonly Block[],
  texts: Int32Array,
  { weights, bias }: Pick<Regression, 'weights' | 'bias'>,
): Float64Array {
  const columns = bias.length
  const scores = new Float64Array(texts.length * columns)
  for (const [i, text] of texts.entries()) {
    const row = scores.subarray(i * columns, (i + 1) * columns)
    row.set(bias)
    addScores(blocks, text, weights, row)
  }
  return scores
}

/** The cost and its gradient by u and b, these after one another: [(F + 1) * columns]. */
function costOf(problem: RegressionProblem, columns: number) {
  const { blocks, texts, labels, weights, features, scales, C } = problem
  const biases = features * columns
  const effective = new Float64Array(biases)
  const scores = new Float64Array(columns)
  return (at: Float64Array, gradient: Float64Array): number => {
    for (let d = 0; d < biases; d++) effective[d] = at[d]! * scales[d]!
    gradient.fill(0)
    let cost = 0
    for (const text of texts) {
      for (let c = 0; c < columns; c++) scores[c] = at[biases + c]!
      addScores(blocks, text, effective, scores)
      const weight = weights ? weights[text]! : 1
      cost += weight * slopesOf(scores, labels[text]!)
      for (let c = 0; c < columns; c++) {
        scores[c]! *= weight
        gradient[biases + c]! += scores[c]!
      }
      for (const { rows, lengths } of blocks) addToRow(rows, text, lengths[text]!, scores, gradient)
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
function slopesOf(scores: Float64Array, label: number): number {
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
  const { blocks, texts, weights, features, scales, C } = problem
  const biases = features * columns
  const effective = new Float64Array(biases)
  const scores = new Float64Array(columns)
  return (at: Float64Array, second: Float64Array): void => {
    for (let d = 0; d < biases; d++) effective[d] = at[d]! * scales[d]!
    second.fill(0)
    for (const text of texts) {
      for (let c = 0; c < columns; c++) scores[c] = at[biases + c]!
      addScores(blocks, text, effective, scores)
      slopesOf(scores, 0)
      const weight = weights ? weights[text]! : 1
      for (let c = 0; c < columns; c++) {
        // The derivative for the label 0 is p - 1 of class 0 and p of the others; either way p (1 - p) is wanted.
        const slope = Math.abs(scores[c]!)
        scores[c] = weight * slope * (1 - slope)
        second[biases + c]! += scores[c]!
      }
      for (const { rows, lengths } of blocks) addToRow(rows, text, lengths[text]! ** 2, scores, second)
    }
    for (let d = 0; d < biases; d++) second[d] = second[d]! * scales[d]! * scales[d]! + 1 / C
    // A class that no text has leaves its b without any.
    for (let d = biases; d < second.length; d++) second[d]! += 1e-12
  }
}

/** scores[c] += what the n-grams of a row say by these weights. */
function addScores(blocks: readonly Block[], row: number, weights: Float64Array, scores: Float64Array): void {
  const columns = scores.length
  for (const { rows, lengths } of blocks) {
    const { offsets, features } = rows
    const end = offsets[row + 1]!
    const length = lengths[row]!
    for (let c = 0; c < columns; c++) {
      let sum = 0
      for (let k = offsets[row]!; k < end; k++) sum += weights[features[k]! * columns + c]!
      scores[c]! += length * sum
    }
  }
}

/** values[f, c] += factor * slopes[c] for the n-grams of a row. */
function addToRow(
  { offsets, features }: NgramRows,
  row: number,
  factor: number,
  slopes: Float64Array,
  values: Float64Array,
): void {
  const columns = slopes.length
  const end = offsets[row + 1]!
  for (let c = 0; c < columns; c++) {
    const slope = factor * slopes[c]!
    for (let k = offsets[row]!; k < end; k++) values[features[k]! * columns + c]! += slope
  }
}
