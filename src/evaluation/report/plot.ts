/** Small SVG plots: a frame with axes, and scales for what is drawn in it. */

import { grouped } from '../../wording.ts'
import { html, type Markup } from './html.ts'

interface Axis {
  readonly label: string
  readonly from: number
  readonly to: number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

interface PlotOptions {
  /** What the plot shows, for those who cannot see it. */
  readonly title: string
  readonly width: number
  readonly height: number
  readonly x: Axis
  readonly y: Axis
}

/** From values to places in the drawing. */
interface Scales {
  x(value: number): number
  y(value: number): number
}

/** Sizes of drawings, so that their letters are alike: across the page, and two beside each other. */
export const wide = { width: 1000, height: 300 }
export const half = { width: 480, height: 360 }

const margin = { top: 10, right: 24, bottom: 42, left: 66 }

/** An SVG drawing of the axes and of what `draw` puts between them. */
export function plot(options: PlotOptions, draw: (scales: Scales) => readonly Markup[]): Markup {
  const { title, width, height, x: across, y: up } = options
  const right = width - margin.right
  const bottom = height - margin.bottom
  const scales: Scales = {
    x: value =>
      round(margin.left + ((value - across.from) / (across.to - across.from)) * (right - margin.left)),
    y: value => round(bottom - ((value - up.from) / (up.to - up.from)) * (bottom - margin.top)),
  }
  return html`<svg viewBox="0 0 ${width} ${height}" style="min-width: ${0.6 * width}px" role="img" aria-label="${title}">
${up.ticks.map(
  ({ at, text }) =>
    html`<path class="grid" d="M${margin.left} ${scales.y(at)}H${right}"/><text x="${margin.left - 8}" y="${scales.y(at) + 4}" text-anchor="end">${text}</text>
`,
)}${across.ticks.map(
  ({ at, text }) =>
    html`<text x="${scales.x(at)}" y="${bottom + 18}" text-anchor="middle">${text}</text>
`,
)}<text class="axis" x="${(margin.left + right) / 2}" y="${height - 4}" text-anchor="middle">${across.label}</text>
<text class="axis" transform="translate(12 ${(margin.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${up.label}</text>
${draw(scales)}</svg>
`
}

/** A drawing across the page, and the same for a phone's, where that one's letters would be too small; the style sheet shows one. */
export function plotAcross(
  options: Omit<PlotOptions, 'width' | 'height'> & { readonly height?: number },
  draw: (scales: Scales) => readonly Markup[],
): Markup {
  return html`<div class="on-desk">${plot({ ...wide, ...options }, draw)}</div>
<div class="on-phone">${plot({ ...wide, width: half.width, ...options }, draw)}</div>
`
}

/** The path data of a line through these points; points that would fall on the one before are left out, a single one is a dot. */
export function line(points: readonly (readonly [x: number, y: number])[], { x, y }: Scales): string {
  const places = points.map(([across, up]) => `${x(across)} ${y(up)}`)
  const distinct = places.filter((place, i) => place !== places[i - 1])
  return distinct.length === 1 ? `M${distinct[0]}h0` : `M${distinct.join('L')}`
}

/** An axis of shares, with about five round ticks: multiples of 1, 2 or 5 times a power of ten. */
export function shareAxis(label: string, from: number, to: number): Axis {
  return { label, from, to, ticks: ticks(from, to, value => `${Number((100 * value).toPrecision(6))} %`) }
}

/** As shareAxis, for whole numbers. */
export function countAxis(label: string, from: number, to: number): Axis {
  return { label, from, to, ticks: ticks(from, to, grouped) }
}

/** As shareAxis, for amounts of any size. */
export function amountAxis(label: string, from: number, to: number): Axis {
  return { label, from, to, ticks: ticks(from, to, value => `${Number(value.toPrecision(6))}`) }
}

function ticks(from: number, to: number, format: (value: number) => string): Axis['ticks'] {
  const rough = (to - from) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find(factor => factor * power >= rough * (1 - 1e-9)) ?? 10)
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = Number(((first + i) * step).toPrecision(12))
    return { at, text: format(at) }
  })
}

/** To half a pixel: fine enough for the eye. */
function round(value: number): number {
  return Math.round(2 * value) / 2
}
