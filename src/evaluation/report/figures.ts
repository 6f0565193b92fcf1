import { counted, grouped, percent } from '../../wording.ts'
import type { Evaluation } from '../evaluation.ts'
import { html, type Markup } from './html.ts'

/** The figures that sum up a model, as tiles. */
export function figures(evaluation: Evaluation): Markup {
  const { examples, accuracy, error, interval, macroF1, weightedF1, majority, cost, auc, ece } = evaluation
  const [lower, upper] = interval
  const tiles: [name: string, value: string, note: string][] = [
    ['Accuracy', percent(accuracy, 2), `95 % interval ${percent(lower, 2)} to ${percent(upper, 2)}`],
    ['Error', percent(error, 2), `${grouped(Math.round(error * examples))} of ${counted(examples, 'text')}`],
    ['Macro F1', percent(macroF1, 2), `weighted by texts ${percent(weightedF1, 2)}`],
    ['Baseline', percent(majority.share, 2), `no model: always '${majority.label}'`],
    ...(auc === null
      ? []
      : [['ROC AUC', auc.toFixed(4), '1 is perfect, 0.5 is chance'] as [string, string, string]]),
    ['Calibration error', ece.toFixed(4), 'expected gap of confidence and accuracy'],
    ['Cost', cost.toFixed(4), 'mean of -log p of the true class'],
  ]
  return html`<dl class="tiles">
${tiles.map(
  ([
    name,
    value,
    note,
  ]) => html`<div class="card"><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>
`,
)}</dl>
`
}
