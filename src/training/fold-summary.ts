import type { FoldFigures, Spread } from '../model/model.ts'

/** The figures of all folds, and their means. */
export interface FoldSummary {
  readonly folds: readonly FoldFigures[]
  readonly accuracy: Spread
  readonly macroF1: Spread
  readonly cost: Spread
}

/** @param folds in any order, at least one */
export function summaryOf(folds: readonly FoldFigures[]): FoldSummary {
  const sorted = folds.toSorted((a, b) => a.fold - b.fold)
  const spread = (figure: 'accuracy' | 'macroF1' | 'cost') => spreadOf(sorted.map(fold => fold[figure]))
  return { folds: sorted, accuracy: spread('accuracy'), macroF1: spread('macroF1'), cost: spread('cost') }
}

/** Mean and standard deviation of a sample, the latter 0 of one value. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) }
}
