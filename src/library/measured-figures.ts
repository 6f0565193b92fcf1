/** What `lstm eval` measures, at once or put together from pieces: as JSON, and for people. */
import type { FoundDecision } from '../evaluation/decision.ts'
import type { Evaluation } from '../evaluation/evaluation.ts'
import { decisionTable } from '../evaluation/report/decision-table.ts'
import { evaluationTable, slicesText } from '../evaluation/report/evaluation-table.ts'
import { type SelectionCounts, textCounts } from '../evaluation/selection.ts'
import type { SliceTable } from '../evaluation/slices.ts'

interface MeasuredFigures {
  readonly model: string
  readonly data: string
  readonly texts: SelectionCounts
  /** What the figures must be taken with. */
  readonly notices: readonly string[]
  readonly measured: Evaluation
  readonly slices: readonly SliceTable[]
  /** The column that the first slices are by, if there is one. */
  readonly slice: string | undefined
  readonly decided: FoundDecision | undefined
}

export function figuresJson(figures: MeasuredFigures) {
  const { model, data, texts, notices, measured, slices, decided } = figures
  return { model, data, texts, notices, ...measured, slices, decided: decided ?? null }
}

export function figuresText({ texts, measured, slices, slice, decided }: MeasuredFigures): string {
  return [
    evaluationTable(measured, textCounts(texts)),
    ...(slice === undefined ? [] : [slicesText(slices.slice(0, 1))]),
    ...(decided ? [decisionTable(decided)] : []),
  ].join('')
}
