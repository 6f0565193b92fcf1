import type { Measured } from './statistics.ts'

/** An error with two significant digits: '0.0079', '0.19'. */
export function formatError(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(2) : 'diverged'
}

/** '0.0079 ± 0.0010'; without the spread for a single seed. */
export function formatMeasured({ mean, spread }: Measured, seeds: number): string {
  return seeds === 1 || !Number.isFinite(mean)
    ? formatError(mean)
    : `${formatError(mean)} ± ${formatError(spread)}`
}

/** Rows of text as aligned columns: the first to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)))
      .join('  ')
  return rows.map(row => `${line(row).trimEnd()}\n`).join('')
}
