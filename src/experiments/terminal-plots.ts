import { decades, isPlottable, meanCurve } from './curves.ts'
import type { CellResult } from './study.ts'
import { lags, outputs } from './task.ts'

const width = 64
const rowsPerDecade = 5

/** The error over epochs on a logarithmic axis; each cell's curve is drawn with its number in the legend. */
export function plotCurves(results: readonly CellResult[]): string {
  const curves = results.map(meanCurve)
  const [lower, upper] = decades(curves)
  const height = (upper - lower) * rowsPerDecade
  const grid = Array.from({ length: height + 1 }, () => Array.from({ length: width }, () => ' '))
  curves.forEach((curve, index) => {
    for (let column = 0; column < width; column++) {
      const value = curve[Math.round((column / (width - 1)) * (curve.length - 1))]!
      if (!isPlottable(value)) continue
      grid[Math.round((upper - Math.log10(value)) * rowsPerDecade)]![column] = String(index + 1)
    }
  })
  const label = (row: number) =>
    row % rowsPerDecade === 0 ? String(10 ** (upper - row / rowsPerDecade)) : ''
  const margin = Math.max(...grid.map((_, row) => label(row).length))
  const epochs = String(curves[0]!.length)
  return [
    ...grid.map((cells, row) => `${label(row).padStart(margin)} |${cells.join('').trimEnd()}`),
    `${' '.repeat(margin)} +${'-'.repeat(width)}`,
    `${' '.repeat(margin)}  1${`epoch ${epochs}`.padStart(width - 1)}`,
    `${' '.repeat(margin)}  ${results.map(({ cell }, index) => `${index + 1} ${cell}`).join('   ')}`,
    '',
  ].join('\n')
}

const levels = '▁▂▃▄▅▆▇█'

/** A fresh sequence of the first seed: what is true, and below it what each cell says, one column for each output. */
export function plotExample(results: readonly CellResult[]): string {
  const rows = [
    { name: 'true', values: results[0]!.runs[0]!.example.target },
    ...results.map(({ cell, runs }) => ({ name: cell, values: runs[0]!.example.predicted })),
  ]
  const margin = Math.max(...rows.map(({ name }) => name.length))
  const steps = rows[0]!.values.length / outputs
  const panel = Math.max(2 * steps, 8)
  const titles = lags.map(({ input, delay }) => `x${input} ${delay} ago`.padEnd(panel))
  return [
    `${' '.repeat(margin)}  ${titles.join('  ').trimEnd()}`,
    ...rows.map(({ name, values }) => {
      const bars = lags.map((_, output) => {
        const scale = everyOutput(rows[0]!.values, output)
        return sparkline(everyOutput(values, output), Math.min(...scale), Math.max(...scale)).padEnd(panel)
      })
      return `${name.padEnd(margin)}  ${bars.join('  ').trimEnd()}`
    }),
    '',
  ].join('\n')
}

/** One output's values over time. */
function everyOutput(values: Float64Array, output: number): number[] {
  return Array.from(values).filter((_, index) => index % outputs === output)
}

/** Two characters for each value, from lowest to highest; what lies outside is clamped. */
function sparkline(values: readonly number[], lowest: number, highest: number): string {
  return values
    .map(value => {
      const share = (value - lowest) / (highest - lowest)
      const level = Math.min(levels.length - 1, Math.max(0, Math.floor(share * levels.length)))
      return (levels[level] ?? ' ').repeat(2)
    })
    .join('')
}
