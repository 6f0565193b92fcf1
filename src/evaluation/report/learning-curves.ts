import { grouped, percent } from '../../wording.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { curveColours, legendOf } from './legend.ts'
import { amountAxis, countAxis, line, plotAcross, shareAxis, wide } from './plot.ts'

/** One validation; its errors are shares in [0, 1]. */
export interface LearningPoint {
  readonly update: number
  readonly trainError: number
  readonly validationError: number
  /** Left out where there are no test texts. */
  readonly testError?: number
  /** The mean cost of the updates before it; left out where it is not known. */
  readonly cost?: number
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
  const shown = curves.filter(({ key }) => history[0]![key] !== undefined)
  const highest = largest(
    0.1,
    history.flatMap(point => shown.map(({ key }) => point[key] ?? 0)),
  )
  const drawing = plotAcross(
    {
      title: `Errors on ${shown.map(({ name }) => name).join(', ')} texts over the updates`,
      x: countAxis('update', 0, history.at(-1)!.update),
      y: shareAxis('error', 0, Math.ceil(10 * highest) / 10),
    },
    scales => [
      ...shown.map(
        ({ key, color }) => html`<path class="line ${color}" d="${line(
          history.flatMap(({ update, [key]: error }) =>
            error === undefined ? [] : [[update, error] as const],
          ),
          scales,
        )}"/>
`,
      ),
      html`<circle class="dot first" cx="${scales.x(best.update)}" cy="${scales.y(best.validationError)}" r="5"><title>update ${best.update}: validation error ${percent(best.validationError)}</title></circle>
`,
    ],
  )
  const legend = html`<p class="legend">${shown.map(({ name, color }) => html`<span class="${color}">${name}</span> `)}</p>
`
  return card(
    'Learning curves',
    `The error at each validation of the training. The dot is the smallest validation error: ${percent(best.validationError)} after update ${grouped(best.update)}.`,
    html`${legend}${drawing}${costCurve(history)}`,
  )
}

/** What the updates brought down, over the same updates; '' where it was not kept. */
function costCurve(history: readonly LearningPoint[]): Markup | '' {
  const points = history.flatMap(({ update, cost }) => (cost === undefined ? [] : [[update, cost] as const]))
  if (points.length === 0) return ''
  const drawing = plotAcross(
    {
      title: 'Mean cost of the updates before each validation',
      height: wide.height / 2,
      x: countAxis('update', 0, history.at(-1)!.update),
      y: amountAxis(
        'cost',
        0,
        largest(
          0.01,
          points.map(([, cost]) => cost),
        ),
      ),
    },
    scales => [
      html`<path class="line fourth" d="${line(points, scales)}"/>
`,
    ],
  )
  return html`<p class="legend"><span class="fourth">mean cost of a minibatch</span></p>
${drawing}`
}

/** The validation errors of several trainings over their updates; '' where none has a history. */
export function validationCurves(
  models: readonly { readonly name: string; readonly history: readonly LearningPoint[] }[],
): Markup | '' {
  const shown = models.filter(({ history }) => history.length > 0).slice(0, curveColours.length)
  if (shown.length === 0) return ''
  const points = shown.flatMap(({ history }) => history)
  const highest = largest(
    0.1,
    points.map(({ validationError }) => validationError),
  )
  const drawing = plotAcross(
    {
      title: 'Errors on validation texts over the updates of each training',
      x: countAxis(
        'update',
        0,
        largest(
          0,
          points.map(({ update }) => update),
        ),
      ),
      y: shareAxis('error', 0, Math.ceil(10 * highest) / 10),
    },
    scales =>
      shown.map(
        ({ history }, m) =>
          html`<path class="line ${curveColours[m]!}" d="${line(
            history.map(({ update, validationError }) => [update, validationError]),
            scales,
          )}"/>
`,
      ),
  )
  return card(
    'Learning curves',
    `The validation error of each training; trainings may have other validation texts, so look at the shapes.${models.some(({ history }) => history.length === 0) ? ' A model without a network, or without its history, has none.' : ''}`,
    html`${legendOf(shown)}${drawing}`,
  )
}

/** The largest of some values, and this one at least. */
function largest(least: number, values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), least)
}
