import { grouped, percent } from '../../wording.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { countAxis, line, plot, shareAxis, wide } from './plot.ts'

/** The errors of one validation, shares in [0, 1]. */
export interface LearningPoint {
  readonly update: number
  readonly trainError: number
  readonly validationError: number
  readonly testError: number
}

const curves = [
  { name: 'training', key: 'trainError', color: 'third' },
  { name: 'test', key: 'testError', color: 'second' },
  { name: 'validation', key: 'validationError', color: 'first' },
] as const

/** @param history in the order of the updates, not empty */
export function learningCurves(history: readonly LearningPoint[]): Markup {
  // The best parameters are those of the last of the smallest validation errors.
  const best = history.reduce((a, b) => (b.validationError <= a.validationError ? b : a))
  const highest = Math.max(0.1, ...history.flatMap(point => curves.map(({ key }) => point[key])))
  const drawing = plot(
    {
      title: 'Errors on training, validation and test texts over the updates',
      ...wide,
      x: countAxis('update', 0, history.at(-1)!.update),
      y: shareAxis('error', 0, Math.ceil(10 * highest) / 10),
    },
    scales => [
      ...curves.map(
        ({ key, color }) => html`<path class="line ${color}" d="${line(
          history.map(point => [point.update, point[key]]),
          scales,
        )}"/>
`,
      ),
      html`<circle class="dot first" cx="${scales.x(best.update)}" cy="${scales.y(best.validationError)}" r="5"><title>update ${best.update}: validation error ${percent(best.validationError)}</title></circle>
`,
    ],
  )
  const legend = html`<p class="legend">${curves.map(({ name, color }) => html`<span class="${color}">${name}</span> `)}</p>
`
  return card(
    'Learning curves',
    `The error at each validation of the training. The dot is the smallest validation error: ${percent(best.validationError)} after update ${grouped(best.update)}.`,
    html`${legend}${drawing}`,
  )
}
