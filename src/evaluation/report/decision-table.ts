import { uncertainLabel } from '../../model/rule.ts'
import { printable } from '../../printable.ts'
import { aligned, counted, grouped, percent, percentInterval } from '../../wording.ts'
import type { FoundDecision } from '../decision.ts'
import { wilsonInterval } from '../metrics.ts'
import { confidence, type DecisionFigures } from '../thresholds.ts'

/** A decision for people. */
export function decisionTable({ decision, found, measured }: FoundDecision): string {
  const { threshold = [], abstain, costs, texts, promise } = decision
  const rule = [
    ...threshold.map(({ label, probability }) => `${printable(label)} from ${probability.toFixed(4)} on`),
    ...(abstain === undefined ? [] : [`an answer from ${abstain.toFixed(4)} on, else '${uncertainLabel}'`]),
    ...(costs ? ['the answer of least expected cost'] : []),
  ].join(', ')
  const parts = [
    `decision   ${rule}`,
    // Of costs it would be the same once more.
    ...(costs
      ? []
      : [
          `promise    ${printable(promise)}, with a confidence of ${percent(confidence, 0)} by ${counted(texts, 'text')}`,
        ]),
    ...(found ? ['', ...figureLines('on the texts that it was found by', found)] : []),
    '',
    ...figureLines('on the texts measured', measured),
  ]
  return `\n${parts.join('\n')}\n`
}

function figureLines(title: string, { texts, answered, wrong, labels, cost }: DecisionFigures): string[] {
  const shareOf = (part: number, whole: number) => (whole === 0 ? '-' : percent(part / whole, 1))
  const interval = (part: number, whole: number) =>
    whole === 0 ? '-' : percentInterval(wilsonInterval(part, whole), 1)
  const rows = labels.map(({ label, given, right, having }) => [
    ...[
      printable(label),
      shareOf(right, given),
      interval(right, given),
      shareOf(right, having),
      grouped(given),
    ],
  ])
  return [
    `${title}: ${grouped(answered)} of ${grouped(texts)} answered (${shareOf(answered, texts)}), ${shareOf(wrong, answered)} of them wrong ${interval(wrong, answered)}`,
    ...(cost
      ? [
          `cost of a text: ${cost.mean.toFixed(4)}; always the most probable label: ${cost.mostProbable.toFixed(4)}`,
        ]
      : []),
    ...aligned([['class', 'precision', '95 % interval', 'recall', 'given'], ...rows]),
  ]
}
