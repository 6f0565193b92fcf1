import { type Answers, secondClass } from '../evaluation.ts'
import { areaUnderRoc, rocCurve } from '../metrics.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { curveColours, legendOf } from './legend.ts'
import { half, line, plot, shareAxis } from './plot.ts'

interface Answering {
  /** Of the model. */
  readonly name: string
  readonly answers: Answers
}

/** The ROC curves of models that answer the same texts of two classes; '' unless both classes are there. */
export function rocSection(models: readonly Answering[]): Markup | '' {
  const curves = models.slice(0, curveColours.length).flatMap(({ name, answers }) => {
    if (answers.labelNames.length !== 2) return []
    const scores = secondClass(answers.probabilities)
    const isPositive = (index: number) => answers.labels[index] === 1
    const area = areaUnderRoc(scores, isPositive)
    if (area === null) return []
    const points = rocCurve(scores, isPositive).map(
      ({ falsePositives, truePositives }) => [falsePositives, truePositives] as const,
    )
    return [{ name, area, points }]
  })
  if (curves.length === 0) return ''
  const alone = curves.length === 1
  const [negative, positive] = models[0]!.answers.labelNames
  const areas = curves
    .map(({ name, area }) => (alone ? area.toFixed(4) : `${name} ${area.toFixed(4)}`))
    .join(', ')
  const drawing = plot(
    {
      title: `ROC curve, area ${areas}`,
      ...half,
      x: shareAxis(`${negative} taken for ${positive}`, 0, 1),
      y: shareAxis(`${positive} found`, 0, 1),
    },
    scales => [
      html`<path class="guide" d="${line(
        [
          [0, 0],
          [1, 1],
        ],
        scales,
      )}"/>
`,
      ...(alone
        ? [
            html`<path class="area first" d="${line([...curves[0]!.points, [1, 0]], scales)}Z"/>
`,
          ]
        : []),
      ...curves.map(
        ({ points }, i) => html`<path class="line ${curveColours[i]!}" d="${line(points, scales)}"/>
`,
      ),
    ],
  )
  return card(
    'ROC curve',
    `What finding more of one class costs in false alarms, over all thresholds. The area under it: ${areas}. The dashed line is chance.`,
    html`${alone ? '' : legendOf(curves)}${drawing}`,
  )
}
