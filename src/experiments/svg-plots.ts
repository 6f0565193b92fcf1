import { decades, isPlottable, meanCurve } from './curves.ts'
import type { CellResult } from './study.ts'
import { lags, outputs } from './task.ts'
import type { CellName } from './variants.ts'

/** Read well on white and on black. */
const colors: Readonly<Record<CellName, string>> = {
  elman: '#2b8fd6',
  tied: '#e0524d',
  lstm: '#d99a1c',
  'lstm-forget': '#35a06a',
  'elman-quarter': '#7f8c9b',
  'tied-open': '#c65fb0',
  'lstm-open': '#8d78dd',
}

const style = `
    .ground { fill: #ffffff }
    text { font: 12px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600; font-size: 14px }
    .minor { fill: #59636e }
    .grid { stroke: #8b949e; stroke-opacity: 0.35; fill: none }
    .true { stroke: #59636e; stroke-width: 4; stroke-opacity: 0.45; fill: none }
    .line { stroke-width: 2; fill: none; stroke-linejoin: round }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117 }
      text { fill: #e6edf3 }
      .minor { fill: #9198a1 }
      .true { stroke: #c9d1d9 }
    }`

const width = 860
const left = 64
const right = 16
const curvesTop = 48
const curvesHeight = 240
const examplesTop = 380
const panelHeight = 84
const panelGap = 14

/**
 * An SVG document: the error over epochs (mean over the seeds, with the range of the seeds behind it), and a fresh
 * sequence of the first seed, true and predicted, with a column for each cell and a row for each output.
 */
export function drawStudy(results: readonly CellResult[]): string {
  const height = examplesTop + outputs * (panelHeight + panelGap) + 16
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Error over epochs, and true against predicted sequences, for ${results.map(({ cell }) => cell).join(', ')}">
  <style>${style}
  </style>
  <rect width="${width}" height="${height}" rx="12" class="ground"/>
${[...drawCurves(results), ...drawExamples(results)].map(line => `  ${line}\n`).join('')}</svg>
`
}

function drawCurves(results: readonly CellResult[]): string[] {
  const [lower, upper] = decades(results.flatMap(({ runs }) => runs.map(run => run.curve)))
  const epochs = results[0]!.runs[0]!.curve.length
  const x = (epoch: number) => left + (epoch / Math.max(1, epochs - 1)) * (width - left - right)
  const y = (error: number) => curvesTop + ((upper - Math.log10(error)) / (upper - lower)) * curvesHeight
  const ticks = Array.from({ length: upper - lower + 1 }, (_, index) => 10 ** (lower + index))
  return [
    text(left, 24, 'Training error over epochs', 'class="title"'),
    ...ticks.flatMap(tick => [
      `<path class="grid" d="M${left} ${round(y(tick))}H${width - right}"/>`,
      text(left - 8, y(tick) + 4, String(Number(tick.toPrecision(1))), 'class="minor" text-anchor="end"'),
    ]),
    text(left, curvesTop + curvesHeight + 20, '1', 'class="minor"'),
    text(width - right, curvesTop + curvesHeight + 20, `epoch ${epochs}`, 'class="minor" text-anchor="end"'),
    ...results.flatMap(({ cell, runs }) =>
      runs.map(
        ({ curve }) =>
          `<path class="line" stroke="${colors[cell]}" stroke-opacity="0.3" style="stroke-width:1" d="${path(curve, x, y)}"/>`,
      ),
    ),
    ...results.map(
      result => `<path class="line" stroke="${colors[result.cell]}" d="${path(meanCurve(result), x, y)}"/>`,
    ),
  ]
}

function drawExamples(results: readonly CellResult[]): string[] {
  const panelWidth = (width - left - right - panelGap * (results.length - 1)) / results.length
  const target = results[0]!.runs[0]!.example.target
  const steps = target.length / outputs
  const limit = 1.1 * target.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)
  return [
    text(left, examplesTop - 44, 'A sequence never trained on: true (thick) and predicted', 'class="title"'),
    ...results.flatMap(({ cell, runs }, column) => {
      const start = left + column * (panelWidth + panelGap)
      const x = (step: number) => start + ((step + 0.5) / steps) * panelWidth
      return [
        text(
          start,
          examplesTop - 14,
          cell,
          `fill="${colors[cell]}" style="fill:${colors[cell]};font-weight:600"`,
        ),
        ...lags.flatMap((_, output) => {
          const top = examplesTop + output * (panelHeight + panelGap)
          const y = (value: number) =>
            top + panelHeight / 2 - (Math.max(-limit, Math.min(limit, value)) / limit) * (panelHeight / 2)
          const values = (of: Float64Array) => Array.from(of).filter((_, index) => index % outputs === output)
          return [
            `<rect class="grid" x="${round(start)}" y="${top}" width="${round(panelWidth)}" height="${panelHeight}"/>`,
            `<path class="true" d="${path(values(target), x, y, Number.isFinite)}"/>`,
            `<path class="line" stroke="${colors[cell]}" d="${path(values(runs[0]!.example.predicted), x, y, Number.isFinite)}"/>`,
          ]
        }),
      ]
    }),
    ...lags.flatMap(({ input, delay }, output) => {
      const middle = examplesTop + output * (panelHeight + panelGap) + panelHeight / 2
      return [
        text(left - 8, middle - 4, `input ${input},`, 'class="minor" text-anchor="end"'),
        text(left - 8, middle + 12, `${delay} ago`, 'class="minor" text-anchor="end"'),
      ]
    }),
  ]
}

/** The path data of a curve; values that have no place on the axis are left out. */
function path(
  values: readonly number[],
  x: (index: number) => number,
  y: (value: number) => number,
  shown: (value: number) => boolean = isPlottable,
): string {
  const points = values.flatMap((value, index) =>
    shown(value) ? [`${round(x(index))} ${round(y(value))}`] : [],
  )
  return points.length === 0 ? '' : `M${points.join('L')}`
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${content}</text>`
}

function round(value: number): string {
  return String(Math.round(10 * value) / 10)
}
