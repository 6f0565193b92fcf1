/** `lstm eval --from-predictions`: the same figures of answers that any model gave. */
import { readPredictions } from '../data/predictions.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { evaluateAnswers } from '../library/evaluate.ts'
import { flag } from '../settings/table.ts'
import { grouped } from '../wording.ts'
import type { DataOptions } from './data-options.ts'
import { evaluationTable, thresholdText } from './evaluation-table.ts'
import { say, show, writeJson } from './output.ts'
import { readingOf } from './reading-options.ts'

interface FromPredictionsOptions extends DataOptions {
  readonly format: 'text' | 'json'
  readonly thresholds?: boolean
}

/** Flags about the model that answers, its texts and their columns: there is none here. */
const idle = [
  'checkpoint',
  'all',
  'predictions',
  'report',
  'data',
  'dataFormat',
  'test',
  'textColumn',
  'glob',
  'dictionary',
  'slice',
  'targetPrecision',
  'targetError',
  'costs',
  'keep',
]

/** @throws LstmError 'usage' for flags that do nothing beside it; 'data' for a file that holds no answers */
export async function evalPredictions(path: string, options: FromPredictionsOptions): Promise<void> {
  const given = idle.find(name => (options as unknown as Record<string, unknown>)[name] !== undefined)
  if (given !== undefined) {
    throw new LstmError('usage', `${flag(given)} does not go with --from-predictions: no model answers`, {
      hint: 'leave one of them out',
    })
  }
  const { labelColumn } = options
  const reading = { ...readingOf(options), ...(labelColumn !== undefined && { labelColumn }) }
  const log = new NoticeLog(line => say(`lstm: ${line}`))
  const measured = await evaluateAnswers(readPredictions(path, reading, log))
  log.finish()
  if (!('cost' in measured)) {
    say(`lstm: ${path} does not tell the probabilities of all labels: no cost, no ROC, no calibration`)
  }
  if (options.format === 'json') return writeJson({ predictions: path, ...measured })
  await show(evaluationTable(measured, grouped(measured.examples)))
  if (options.thresholds && 'cost' in measured) await show(thresholdText(measured))
}
