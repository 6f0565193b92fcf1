import type { FoundDecision } from '../evaluation/decision.ts'
import type { Evaluation } from '../evaluation/evaluation.ts'
import { remarksOnDecision } from '../evaluation/remarks.ts'
import { decisionTable } from '../evaluation/report/decision-table.ts'
import { evaluationTable, slicesText } from '../evaluation/report/evaluation-table.ts'
import { type SelectionCounts, textCounts } from '../evaluation/selection.ts'
import type { SliceTable } from '../evaluation/slices.ts'
import { say, show, writeJson } from './output.ts'

/** What was measured, and how it is to be shown. */
interface Shown {
  readonly model: string
  readonly data: string
  readonly texts: SelectionCounts
  readonly format: 'text' | 'json'
  /** What the figures must be taken with; told on stderr as well. */
  readonly notices: readonly string[]
  readonly measured: Evaluation
  readonly slices: readonly SliceTable[]
  /** The column that the first slices are by, if there is one. */
  readonly slice: string | undefined
  readonly decided: FoundDecision | undefined
}

/** The figures of `lstm eval`, measured at once or put together from pieces. */
export async function showMeasured(shown: Shown): Promise<void> {
  const { model, data, texts, format, measured, slices, slice, decided } = shown
  const onDecision = decided ? remarksOnDecision(decided, measured) : []
  for (const remark of onDecision) say(`lstm: ${remark}`)
  const notices = [...shown.notices, ...onDecision]
  if (format === 'json') {
    await writeJson({ model, data, texts, notices, ...measured, slices, decided: decided ?? null })
    return
  }
  await show(evaluationTable(measured, textCounts(texts)))
  if (slice !== undefined) await show(slicesText(slices.slice(0, 1)))
  if (decided) await show(decisionTable(decided))
}
