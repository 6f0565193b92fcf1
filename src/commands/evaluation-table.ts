import type { Evaluation } from '../evaluation/evaluation.ts'
import { percent, percentInterval } from './output.ts'

/** An evaluation for people. */
export function evaluationTable(evaluation: Evaluation): string {
  const { examples, error, accuracy, interval, cost, auc, ece } = evaluation
  const lines = [
    `texts      ${examples.toLocaleString('en-US')}`,
    `error      ${percent(error, 2)}`,
    `accuracy   ${percent(accuracy, 2)}   95 % interval ${percentInterval(interval, 2)}`,
    `cost       ${cost.toFixed(4)}`,
    ...(auc === null ? [] : [`ROC AUC    ${auc.toFixed(4)}`]),
    `ECE        ${ece.toFixed(4)}   expected calibration error`,
    '',
    ...classTable(evaluation),
    '',
    ...confusionTable(evaluation),
    '',
    ...reliabilityTable(evaluation),
  ]
  return `${lines.join('\n')}\n`
}

function classTable({ classes }: Evaluation): string[] {
  const share = (value: number | null) => (value === null ? '-' : percent(value))
  const rows = classes.map(({ label, precision, recall, f1, support }) => [
    label,
    share(precision),
    share(recall),
    share(f1),
    support.toLocaleString('en-US'),
  ])
  return aligned([['class', 'precision', 'recall', 'F1', 'texts'], ...rows])
}

function confusionTable({ confusion, classes }: Evaluation): string[] {
  const labels = classes.map(({ label }) => label)
  const rows = confusion.map((counts, actual) => [
    labels[actual]!,
    ...counts.map(count => count.toLocaleString('en-US')),
  ])
  return aligned([['true \\ predicted', ...labels], ...rows])
}

/** How often the model is right where it is so sure: of the texts answered with 80 %, 80 % ought to be right. */
function reliabilityTable({ reliability }: Evaluation): string[] {
  const rows = reliability.map(({ lower, upper, texts, confidence, accuracy }) => [
    `${(100 * lower).toFixed(1)} to ${percent(upper)}`,
    texts.toLocaleString('en-US'),
    percent(confidence),
    percent(accuracy),
  ])
  return aligned([['confidence', 'texts', 'mean', 'accuracy'], ...rows])
}

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]! + 2)))
      .join('')
      .trimEnd(),
  )
}
