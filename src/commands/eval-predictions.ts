/** `lstm eval --from-predictions`: the same figures of answers that any model gave. */
import { readPredictions } from '../data/predictions.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { answersFrom } from '../evaluation/answered-texts.ts'
import { decide } from '../evaluation/decision.ts'
import { evaluation, type LabelAnswers, labelEvaluation, predictedOf } from '../evaluation/evaluation.ts'
import { slicesByValue } from '../evaluation/slices.ts'
import { flag } from '../settings/table.ts'
import { grouped } from '../wording.ts'
import type { DataOptions } from './data-options.ts'
import { type DecisionOptions, decisionText, wishOf } from './decision-options.ts'
import { evaluationTable, slicesText, thresholdText } from './evaluation-table.ts'
import { say, show, writeJson } from './output.ts'
import { readingOf } from './reading-options.ts'

interface FromPredictionsOptions extends DataOptions, DecisionOptions {
  readonly slice?: string
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
  const values: string[] = []
  const answers = await answersFrom(
    noting(readPredictions(path, reading, log, options.slice), ({ beside = '' }) => values.push(beside)),
  )
  log.finish()
  const told = 'probabilities' in answers ? answers : undefined
  const wish = await wishOf(options, answers.labelNames)
  if (!told) {
    say(`lstm: ${path} does not tell the probabilities of all labels: no cost, no ROC, no calibration`)
    if (wish) throw new LstmError('data', `${path}: a decision wants the probabilities of all labels`)
  }
  const figures = told && evaluation(told)
  const measured = figures ?? labelEvaluation(answers as LabelAnswers)
  const decided = told && wish ? decide(wish, { labels: told.labelNames }, told) : undefined
  const { predicted = predictedOf(told!), labels } = answers
  const slices =
    options.slice === undefined ? [] : [slicesByValue(options.slice, values, i => predicted[i] === labels[i])]
  if (options.format === 'json') {
    return writeJson({
      predictions: path,
      ...measured,
      ...(slices.length > 0 && { slices }),
      ...(decided && { decided }),
    })
  }
  await show(evaluationTable(measured, grouped(measured.examples)))
  await show(slicesText(slices))
  if (decided) await show(decisionText(decided))
  if (options.thresholds && figures) await show(thresholdText(figures))
}

async function* noting<Row>(rows: AsyncIterable<Row>, note: (row: Row) => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    note(row)
    yield row
  }
}
