import { type Answers, secondClass } from '../evaluation.ts'
import { rocCurve } from '../metrics.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { half, line, plot, shareAxis } from './plot.ts'

/** The ROC curve of a model of two classes. @param auc the area under it */
export function rocSection({ probabilities, labels, labelNames }: Answers, auc: number): Markup {
  const points = rocCurve(secondClass(probabilities), index => labels[index] === 1).map(
    ({ falsePositives, truePositives }) => [falsePositives, truePositives] as const,
  )
  const [negative, positive] = labelNames
  const drawing = plot(
    {
      title: `ROC curve, area ${auc.toFixed(4)}`,
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
<path class="area first" d="${line([...points, [1, 0]], scales)}Z"/>
<path class="line first" d="${line(points, scales)}"/>
`,
    ],
  )
  return card(
    'ROC curve',
    `What finding more of one class costs in false alarms, over all thresholds. The area under it is ${auc.toFixed(4)}; the dashed line is chance.`,
    drawing,
  )
}
