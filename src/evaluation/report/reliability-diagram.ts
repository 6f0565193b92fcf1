import { counted, percent } from '../../wording.ts'
import type { Evaluation } from '../evaluation.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { curveColours, legendOf } from './legend.ts'
import { half, line, plot, shareAxis } from './plot.ts'

export function reliabilityDiagram({ reliability, examples, ece }: Evaluation): Markup {
  const from = Math.floor(10 * reliability[0]!.lower + 1e-9) / 10
  const drawing = plot(
    {
      title: `Accuracy by confidence, expected calibration error ${ece.toFixed(4)}`,
      ...half,
      x: shareAxis('confidence', from, 1),
      y: shareAxis('accuracy', 0, 1),
    },
    scales => [
      ...reliability.map(({ lower, upper, texts, confidence, accuracy }) => {
        const [left, right, top] = [scales.x(lower) + 1, scales.x(upper) - 1, scales.y(accuracy)]
        return html`<rect class="bar first" x="${left}" y="${top}" width="${right - left}" height="${scales.y(0) - top}"><title>${counted(texts, 'text')}: mean confidence ${percent(confidence)}, accuracy ${percent(accuracy)}</title></rect>
`
      }),
      html`<path class="guide" d="${line(
        [
          [from, from],
          [1, 1],
        ],
        scales,
      )}"/>
`,
      ...reliability.map(
        ({ texts, confidence, accuracy }) =>
          html`<circle class="dot second" cx="${scales.x(confidence)}" cy="${scales.y(accuracy)}" r="${(2 + 8 * Math.sqrt(texts / examples)).toFixed(1)}"/>
`,
      ),
    ],
  )
  return card(
    'Reliability',
    'How often the model is right where it is so sure. On the dashed line its probabilities mean what they say; below it, it is too sure. The larger the dot, the more texts.',
    drawing,
  )
}

/** Accuracy over confidence of several models. */
export function reliabilityCurves(
  models: readonly { readonly name: string; readonly evaluation: Evaluation }[],
): Markup {
  const shown = models.slice(0, curveColours.length)
  const from = Math.min(
    ...shown.map(({ evaluation }) => Math.floor(10 * evaluation.reliability[0]!.lower + 1e-9) / 10),
  )
  const drawing = plot(
    {
      title: 'Accuracy by confidence of each model',
      ...half,
      x: shareAxis('confidence', from, 1),
      y: shareAxis('accuracy', 0, 1),
    },
    scales => [
      html`<path class="guide" d="${line(
        [
          [from, from],
          [1, 1],
        ],
        scales,
      )}"/>
`,
      ...shown.map(
        ({ evaluation: { reliability } }, m) =>
          html`<path class="line ${curveColours[m]!}" d="${line(
            reliability.map(({ confidence, accuracy }) => [confidence, accuracy]),
            scales,
          )}"/>
`,
      ),
      ...shown.flatMap(({ evaluation: { reliability, examples } }, m) =>
        reliability.map(
          ({ texts, confidence, accuracy }) =>
            html`<circle class="dot ${curveColours[m]!}" cx="${scales.x(confidence)}" cy="${scales.y(accuracy)}" r="${(2 + 8 * Math.sqrt(texts / examples)).toFixed(1)}"/>
`,
        ),
      ),
    ],
  )
  const gaps = shown.map(({ name, evaluation }) => `${name} ${evaluation.ece.toFixed(4)}`).join(', ')
  return card(
    'Reliability',
    `How often a model is right where it is so sure; on the dashed line its probabilities mean what they say. The larger the dot, the more texts. Expected calibration error: ${gaps}.`,
    html`${legendOf(shown)}${drawing}`,
  )
}
