import type { MeanAndSpread } from './statistics.ts'

/** An error with two significant digits: '0.0079', '0.19'. */
export function formatError(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(2) : 'diverged'
}

/** '0.0079 ± 0.0010'; without the spread for a single seed. */
export function formatMeasured({ mean, spread }: MeanAndSpread, seeds: number): string {
  return seeds === 1 || !Number.isFinite(mean)
    ? formatError(mean)
    : `${formatError(mean)} ± ${formatError(spread)}`
}
