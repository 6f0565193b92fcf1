import { countTicks, numberTicks, type Scales, shareTicks } from './axes.ts'
import { make, makeSvg } from './elements.ts'

export type Point = readonly [x: number, y: number]

/** A line that grows while it is looked at. */
interface Series {
  readonly name: string
  readonly color: 'first' | 'second' | 'third'
  readonly points: readonly Point[]
  /** With a dot at each point, where there are few. */
  readonly dots: boolean
}

interface ChartOptions {
  readonly title: string
  /** What stands at the vertical axis: shares in percent, or numbers. */
  readonly y: 'share' | 'number'
  /** The end of the horizontal axis, in updates. */
  readonly end: number
}

const size = { width: 480, height: 240 }
const margin = { top: 12, right: 16, bottom: 30, left: 52 }

/** A drawing of lines over the updates of a training. */
export function chart({ title, y, end }: ChartOptions, series: readonly Series[]): HTMLElement {
  const highest = Math.max(1e-9, ...series.flatMap(({ points }) => points.map(([, value]) => value)))
  const across = countTicks(Math.max(1, end))
  const up = y === 'share' ? shareTicks(Math.min(1, highest * 1.05)) : numberTicks(highest * 1.05)
  const right = size.width - margin.right
  const bottom = size.height - margin.bottom
  const scales: Scales = {
    x: value => margin.left + (value / across.to) * (right - margin.left),
    y: value => bottom - (value / up.to) * (bottom - margin.top),
  }
  const svg = makeSvg('svg', {
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: 'img',
    'aria-label': described(title, series),
  })
  for (const { at, text } of up.ticks) {
    svg.append(
      makeSvg('path', { class: 'grid', d: `M${margin.left} ${scales.y(at)}H${right}` }),
      makeSvg('text', { x: margin.left - 8, y: scales.y(at) + 4, 'text-anchor': 'end' }, text),
    )
  }
  for (const { at, text } of across.ticks) {
    svg.append(makeSvg('text', { x: scales.x(at), y: bottom + 20, 'text-anchor': 'middle' }, text))
  }
  for (const one of series) svg.append(...drawn(one, scales))
  const legend = series.map(({ name, color }) => make('span', { class: color }, `● ${name}  `))
  return make('figure', {}, make('figcaption', {}, `${title}: `, ...legend), svg)
}

function drawn({ points, color, dots }: Series, { x, y }: Scales): SVGElement[] {
  if (points.length === 0) return []
  const places = points.map(([across, up]) => `${x(across).toFixed(1)} ${y(up).toFixed(1)}`)
  const line = makeSvg('path', { class: `line ${color}`, d: `M${places.join('L')}` })
  if (!dots) return [line]
  const marks = points.map(([across, up]) =>
    makeSvg('circle', { class: `dot ${color}`, cx: x(across), cy: y(up), r: 4 }),
  )
  return [line, ...marks]
}

/** What the drawing shows, for those who cannot see it. */
function described(title: string, series: readonly Series[]): string {
  const lasts = series.flatMap(({ name, points }) => {
    const last = points.at(-1)
    return last ? [`${name} ${Number(last[1].toPrecision(3))} after update ${last[0]}`] : []
  })
  return `${title} over the updates; last: ${lasts.join(', ') || 'nothing yet'}`
}
