/** A figure over several seeds. */
export interface MeanAndSpread {
  readonly mean: number
  /** The standard deviation over the seeds (n - 1 in the denominator); 0 for a single one. */
  readonly spread: number
}

/** The arithmetic mean of at least one number. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean and spread of at least one number. */
export function measured(values: readonly number[]): MeanAndSpread {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return { mean: center, spread: values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1)) }
}
