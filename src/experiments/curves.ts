import { mean } from './statistics.ts'
import type { CellResult } from './study.ts'

/** The mean of a cell's error curves over the seeds, [epochs]. */
export function meanCurve({ runs }: CellResult): number[] {
  return runs[0]!.curve.map((_, epoch) => mean(runs.map(run => run.curve[epoch]!)))
}

/** The powers of ten that hold every finite positive value of the curves: [lower, upper], exponents. */
export function decades(curves: readonly (readonly number[])[]): readonly [number, number] {
  const exponents = curves.flat().filter(isPlottable).map(Math.log10)
  if (exponents.length === 0) return [0, 1]
  const lower = Math.floor(exponents.reduce((a, b) => Math.min(a, b)))
  const upper = Math.ceil(exponents.reduce((a, b) => Math.max(a, b)))
  return [lower, Math.max(upper, lower + 1)]
}

/** Whether a value has a place on a logarithmic axis. */
export function isPlottable(value: number): boolean {
  return value > 0 && Number.isFinite(value)
}
