import { percent } from '../../wording.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { line, plot, wide } from './plot.ts'

type Value = number | string | boolean

/** A trial's place on the axes. */
export interface SettingsOfTrial {
  readonly trial: number
  /** In [0, 1]. */
  readonly error: number
  readonly settings: Readonly<Record<string, Value>>
}

/** More axes than these, and their names would run into each other. */
const mostAxes = 6

/**
 * A line for each trial through its settings and its error, each axis with its values at even steps in their order.
 *
 * @param names of the settings, what matters most first
 * @returns '' where no setting has two values
 */
export function parallelCoordinates(
  trials: readonly SettingsOfTrial[],
  names: readonly string[],
): Markup | '' {
  const axes = [
    ...names.slice(0, mostAxes).map(name => axisOf(name, trials, ({ settings }) => settings[name]!, String)),
    axisOf(
      'error',
      trials,
      ({ error }) => error,
      error => percent(Number(error)),
    ),
  ]
  if (axes.length < 2) return ''
  const best = trials.reduce((a, b) => (b.error < a.error ? b : a))
  const drawing = plot(
    {
      title: 'The settings of the trials beside their errors',
      ...wide,
      x: {
        label: '',
        from: -0.5,
        to: axes.length - 0.5,
        ticks: axes.map(({ name }, at) => ({ at, text: name })),
      },
      y: { label: '', from: -0.1, to: 1.1, ticks: [] },
    },
    scales => [
      ...axes.map(
        ({ lowest, highest }, n) =>
          html`<path class="grid" d="M${scales.x(n)} ${scales.y(0)}V${scales.y(1)}"/><text x="${scales.x(n)}" y="${scales.y(0) + 14}" text-anchor="middle">${lowest}</text><text x="${scales.x(n)}" y="${scales.y(1) - 4}" text-anchor="middle">${highest}</text>
`,
      ),
      // The best is drawn last, above the others.
      ...[...trials.filter(one => one !== best), best].map(
        one =>
          html`<path class="line ${one === best ? 'second' : 'first'}" stroke-opacity="${one === best ? 1 : 0.35}" d="${line(
            axes.map(({ placeOf }, n) => [n, placeOf(one)]),
            scales,
          )}"><title>trial ${one.trial}: error ${percent(one.error)}</title></path>
`,
      ),
    ],
  )
  return card(
    'Settings and errors',
    `A line for each trial, through the settings that mattered most; values stand at even steps in their order. Trial ${best.trial} has the least error.`,
    drawing,
  )
}

function axisOf(
  name: string,
  trials: readonly SettingsOfTrial[],
  of: (trial: SettingsOfTrial) => Value,
  said: (value: Value) => string,
) {
  const values = [...new Set(trials.map(of))].sort((a, b) => (a < b ? -1 : 1))
  const last = values.length - 1
  return {
    name,
    lowest: said(values[0]!),
    highest: last > 0 ? said(values[last]!) : '',
    /** In [0, 1], the lowest value at 0. */
    placeOf: (trial: SettingsOfTrial) => (last > 0 ? values.indexOf(of(trial)) / last : 0),
  }
}
