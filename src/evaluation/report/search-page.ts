import { byteSize, percent } from '../../wording.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { type Facts, page } from './html-page.ts'
import { parallelCoordinates, type SettingsOfTrial } from './parallel-coordinates.ts'
import { countAxis, half, line, plot, plotAcross, shareAxis } from './plot.ts'

/** A training of a search that came to an end. */
export interface SearchedTrial extends SettingsOfTrial {
  /** The share of the texts that it was trained on, in (0, 1]. */
  readonly share: number
  /** Of the model file. */
  readonly bytes: number
  /** That it took. */
  readonly seconds: number
  /** Seconds of the search until it ended. */
  readonly spent: number
  /** It had all texts and keeps all bounds. */
  readonly allowed: boolean
  /** Its flags, in a line. */
  readonly flags: string
}

interface SearchReport {
  readonly facts: Facts
  /** In the order in which they ended. */
  readonly trials: readonly SearchedTrial[]
  /** The settings that mattered most, first. */
  readonly mattered: readonly string[]
}

/** What a search tried, as one HTML page without scripts. The same report gives the same bytes; all names in it are escaped. */
export function searchPage({ facts, trials, mattered }: SearchReport): string {
  const whole = trials.filter(({ share }) => share === 1)
  const body =
    trials.length === 0
      ? html`<p>No trial came to an end.</p>
`
      : html`${overTime(trials)}${whole.length > 0 ? fronts(whole) : ''}${parallelCoordinates(trials, mattered)}${tableOf(whole)}`
  return page({ title: 'Search report', facts, body, command: 'lstm search --report' })
}

function overTime(trials: readonly SearchedTrial[]): Markup {
  let least = Number.POSITIVE_INFINITY
  const steps = trials
    .filter(({ allowed }) => allowed)
    .flatMap(({ spent, error }) => {
      const before = least
      least = Math.min(least, error)
      return Number.isFinite(before)
        ? [[spent, before] as const, [spent, least] as const]
        : [[spent, least] as const]
    })
  const end = trials.at(-1)!.spent
  const drawing = plotAcross(
    {
      title: 'Errors of the trials over the time of the search',
      x: countAxis('seconds of the search', 0, Math.max(1, ...trials.map(({ spent }) => spent))),
      y: errorAxis(trials),
    },
    scales => [
      ...(steps.length > 0
        ? [
            html`<path class="line first" d="${line([...steps, [end, least]], scales)}"/>
`,
          ]
        : []),
      ...trials.map(trial => dot(trial, scales.x(trial.spent), scales.y(trial.error))),
    ],
  )
  const present = new Set(trials.map(colorOf))
  const names = Object.entries(colors).filter(([color]) => present.has(color as Color))
  const legend = html`<p class="legend">${names.map(([color, name]) => html`<span class="${color}">${name}</span> `)}</p>
`
  return card(
    'Trials over time',
    'Each dot is a trial; the line is the least error so far.',
    html`${legend}${drawing}`,
  )
}

function fronts(whole: readonly SearchedTrial[]): Markup {
  return html`<div class="pair">
${front(whole, 'size', 'kilobytes of the model file', ({ bytes }) => bytes / 1000)}${front(whole, 'time', 'seconds of the training', ({ seconds }) => seconds)}</div>
`
}

/** @param costOf what is better small */
function front(
  whole: readonly SearchedTrial[],
  name: string,
  label: string,
  costOf: (trial: SearchedTrial) => number,
): Markup {
  const best = paretoFront(whole, costOf)
  const drawing = plot(
    {
      title: `Error against ${name}`,
      ...half,
      x: countAxis(label, 0, 1.05 * Math.max(1, ...whole.map(costOf))),
      y: errorAxis(whole),
    },
    scales => [
      html`<path class="line first" d="${line(
        best.map(trial => [costOf(trial), trial.error]),
        scales,
      )}"/>
`,
      ...whole.map(trial => dot(trial, scales.x(costOf(trial)), scales.y(trial.error))),
    ],
  )
  return card(
    `Error against ${name}`,
    'Trials with all texts. No trial is better in both than one on the line.',
    drawing,
  )
}

/** Those of which no other costs no more and errs less, the cheapest first. */
export function paretoFront<T extends { readonly error: number }>(
  trials: readonly T[],
  costOf: (trial: T) => number,
): T[] {
  let least = Number.POSITIVE_INFINITY
  return trials
    .toSorted((a, b) => costOf(a) - costOf(b) || a.error - b.error)
    .filter(({ error }) => {
      const better = error < least
      least = Math.min(least, error)
      return better
    })
}

/** What trials are marked by. */
const colors = { first: 'all texts', third: 'a part of the texts', second: 'out of bounds' } as const
type Color = keyof typeof colors

function colorOf({ share, allowed }: SearchedTrial): Color {
  if (share < 1) return 'third'
  return allowed ? 'first' : 'second'
}

function dot(searched: SearchedTrial, x: number, y: number): Markup {
  const { trial, error, flags } = searched
  return html`<circle class="dot ${colorOf(searched)}" cx="${x}" cy="${y}" r="5"><title>trial ${trial}: error ${percent(error)}, ${flags}</title></circle>
`
}

function errorAxis(trials: readonly SearchedTrial[]) {
  const highest = Math.max(0.1, ...trials.map(({ error }) => error))
  return shareAxis('error', 0, Math.ceil(10 * highest) / 10)
}

function tableOf(whole: readonly SearchedTrial[]): Markup {
  const isBounded = whole.some(({ allowed }) => !allowed)
  const rows = whole
    .toSorted((a, b) => a.error - b.error)
    .map(
      ({ trial, error, bytes, seconds, allowed, flags }) =>
        html`<tr><th scope="row">${trial}</th><td>${percent(error)}</td><td>${byteSize(bytes)}</td><td>${seconds.toFixed(1)} s</td>${isBounded ? html`<td>${allowed ? '' : 'out'}</td>` : ''}<td class="words">${flags}</td></tr>
`,
    )
  const body = html`<table class="narrow">
<thead><tr><th scope="col">trial</th><th scope="col">error</th><th scope="col">model</th><th scope="col">time</th>${isBounded ? html`<th scope="col">bounds</th>` : ''}<th scope="col" class="words">changes</th></tr></thead>
${rows}</table>
`
  return card('Trials with all texts', 'Those with the least error first.', body)
}
