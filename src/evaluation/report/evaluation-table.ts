import { printable } from '../../printable.ts'
import { aligned, counted, grouped, percent, percentInterval } from '../../wording.ts'
import type { Evaluation, LabelEvaluation } from '../evaluation.ts'
import type { SliceTable } from '../slices.ts'

/** An evaluation for people. @param texts how many were measured, and what must be known of them */
export function evaluationTable(evaluation: LabelEvaluation | Evaluation, texts: string): string {
  const { examples, error, accuracy, interval, macroF1, majority } = evaluation
  const lines = [
    `texts      ${texts}`,
    `error      ${percent(error, 2)}`,
    `accuracy   ${percent(accuracy, 2)}   95 % interval ${percentInterval(interval, 2)}`,
    `baseline   ${percent(majority.share, 2)}   right without a model: '${printable(majority.label)}' for each of ${counted(examples, 'text')}`,
    `macro F1   ${percent(macroF1, 2)}`,
    ...('cost' in evaluation ? probabilityFigures(evaluation) : []),
    '',
    ...classTable(evaluation),
    '',
    ...confusionTable(evaluation),
    ...('cost' in evaluation ? ['', ...reliabilityTable(evaluation)] : []),
  ]
  return `${lines.join('\n')}\n`
}

function probabilityFigures({ cost, auc, ece }: Evaluation): string[] {
  return [
    `cost       ${cost.toFixed(4)}`,
    ...(auc === null ? [] : [`ROC AUC    ${auc.toFixed(4)}`]),
    `ECE        ${ece.toFixed(4)}   expected calibration error`,
  ]
}

function classTable({ classes }: LabelEvaluation): string[] {
  const share = (value: number | null) => (value === null ? '-' : percent(value))
  const rows = classes.map(({ label, precision, recall, f1, support }) => [
    printable(label),
    share(precision),
    share(recall),
    share(f1),
    grouped(support),
  ])
  return aligned([['class', 'precision', 'recall', 'F1', 'texts'], ...rows])
}

function confusionTable({ confusion, classes }: LabelEvaluation): string[] {
  if (!confusion) return [`(no confusion matrix: it would have ${counted(classes.length, 'column')})`]
  const labels = classes.map(({ label }) => printable(label))
  const rows = confusion.map((counts, actual) => [labels[actual]!, ...counts.map(grouped)])
  return aligned([['true \\ predicted', ...labels], ...rows])
}

/** How often the model is right where it is so sure: of the texts answered with 80 %, 80 % ought to be right. */
function reliabilityTable({ reliability }: Evaluation): string[] {
  const rows = reliability.map(({ lower, upper, texts, confidence, accuracy }) => [
    `${(100 * lower).toFixed(1)} to ${percent(upper)}`,
    grouped(texts),
    percent(confidence),
    percent(accuracy),
  ])
  return aligned([['confidence', 'texts', 'mean', 'accuracy'], ...rows])
}

/** What thresholds do, a table for each label. */
export function thresholdText({ thresholds }: Evaluation): string {
  if (!thresholds) return '\n(no tables of thresholds: there are more than 200 labels)\n'
  const share = (value: number | null) => (value === null ? '-' : percent(value))
  const tables = thresholds.map(({ label, points }) => {
    const rows = points.map(({ threshold, precision, recall, coverage }) => [
      `${printable(label)} from ${threshold}`,
      ...[share(precision), share(recall), share(coverage)],
    ])
    return aligned([['threshold', 'precision', 'recall', 'coverage'], ...rows]).join('\n')
  })
  return `\n${tables.join('\n\n')}\n`
}

/** Accuracy on slices, a table for each property. */
export function slicesText(tables: readonly SliceTable[]): string {
  return tables
    .map(({ by, slices }) => {
      const rows = slices.map(({ name, texts, accuracy, interval }) => [
        printable(name),
        ...[grouped(texts), percent(accuracy, 2), percentInterval(interval, 2)],
      ])
      return `\n${aligned([[printable(by), 'texts', 'accuracy', '95 % interval'], ...rows]).join('\n')}\n`
    })
    .join('')
}
