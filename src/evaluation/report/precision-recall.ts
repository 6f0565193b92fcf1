import { counted, grouped, percent } from '../../wording.ts'
import type { Answers } from '../evaluation.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { curveColours, legendOf } from './legend.ts'
import { half, line, plot, shareAxis } from './plot.ts'

/** A curve of one label, or of one model. */
interface Curve {
  /** What tells it from the others: the label's name, or the model's. */
  readonly name: string
  readonly answers: Answers
  readonly label: number
}

/** What thresholds give for precision, recall and coverage: a point for each number of texts above one. */
function operatingPoints({ answers: { probabilities, labels, labelNames }, label }: Curve) {
  const classes = labelNames.length
  const score = (i: number) => probabilities[i * classes + label]!
  const order = [...labels.keys()].sort((a, b) => score(b) - score(a))
  const having = labels.reduce((sum, one) => (one === label ? sum + 1 : sum), 0)
  const points: { threshold: number; precision: number; recall: number; coverage: number }[] = []
  let right = 0
  for (const [rank, index] of order.entries()) {
    if (labels[index] === label) right++
    const next = order[rank + 1]
    if (next !== undefined && score(next) === score(index)) continue
    points.push({
      threshold: score(index),
      precision: right / (rank + 1),
      recall: having === 0 ? 0 : right / having,
      coverage: (rank + 1) / labels.length,
    })
  }
  return points
}

/**
 * Precision over recall of some labels, or of one label by several models.
 *
 * @param of the label, where all curves are of one
 */
export function precisionRecallSection(curves: readonly Curve[], of?: string): Markup {
  const heading = of === undefined ? 'Precision and recall' : `Precision and recall of ${of}`
  const shown = curves.slice(0, curveColours.length)
  const drawing = plot(
    {
      title: `${heading}: ${shown.map(({ name }) => name).join(', ')}`,
      ...half,
      x: shareAxis('recall', 0, 1),
      y: shareAxis('precision', 0, 1),
    },
    scales =>
      shown.map((curve, i) => {
        const points = operatingPoints(curve).map(({ recall, precision }) => [recall, precision] as const)
        return html`<path class="line ${curveColours[i]!}" d="${line(points, scales)}"/>
`
      }),
  )
  return card(
    heading,
    `What finding more of a label costs in precision, over all thresholds.${more(curves, shown)}`,
    html`${legendOf(shown)}${drawing}`,
  )
}

/** Precision, recall and coverage of a label over its threshold. */
export function thresholdSection(curve: Curve): Markup {
  const points = operatingPoints(curve)
  const lines = (['precision', 'recall', 'coverage'] as const).map((key, i) => ({
    key,
    colour: curveColours[i]!,
  }))
  const drawing = plot(
    {
      title: `Precision, recall and coverage of ${curve.name} over its threshold`,
      ...half,
      x: shareAxis('threshold', 0, 1),
      y: shareAxis('share', 0, 1),
    },
    scales =>
      lines.map(
        ({ key, colour }) =>
          html`<path class="line ${colour}" d="${line(
            points.map(point => [point.threshold, point[key]] as const),
            scales,
          )}"/>
`,
      ),
  )
  const best = points.reduce((a, b) => (f1(b) > f1(a) ? b : a))
  return card(
    `Thresholds of ${curve.name}`,
    `Texts are given the label from the threshold on. Precision: of these, the share that has it. Recall: of those that have it, the share that is found. Coverage: of all texts, the share that is given it. F1 is best from ${best.threshold.toFixed(3)} on: ${percent(f1(best))}.`,
    html`${legendOf(lines.map(({ key }) => ({ name: key })))}${drawing}`,
  )
}

function more(all: readonly Curve[], shown: readonly Curve[]): string {
  return all.length > shown.length
    ? ` The first ${grouped(shown.length)} of ${counted(all.length, 'curve')}.`
    : ''
}

function f1({ precision, recall }: { readonly precision: number; readonly recall: number }): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}
