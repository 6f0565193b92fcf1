/** `lstm eval --from-predictions`: the same figures of answers that any model gave. */
import { type AnsweredText, readPredictions } from '../data/predictions.ts'
import { probabilityColumn } from '../data/probability-column.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { answersFrom } from '../evaluation/answered-texts.ts'
import { decide } from '../evaluation/decision.ts'
import { evaluation, type LabelAnswers, labelEvaluation, predictedOf } from '../evaluation/evaluation.ts'
import { remarksOnDecision, remarksOnForeign } from '../evaluation/remarks.ts'
import { decisionTable } from '../evaluation/report/decision-table.ts'
import { evaluationTable, slicesText, thresholdText } from '../evaluation/report/evaluation-table.ts'
import type { Facts } from '../evaluation/report/html-page.ts'
import { reportPage } from '../evaluation/report/report.ts'
import { slicesByValue } from '../evaluation/slices.ts'
import type { Wish } from '../evaluation/thresholds.ts'
import { writtenMistakes } from '../evaluation/written-mistakes.ts'
import { flag } from '../settings/table.ts'
import { grouped } from '../wording.ts'
import type { DataOptions } from './data-options.ts'
import { type DecisionOptions, wishOf } from './decision-options.ts'
import { say, show, writeJson } from './output.ts'
import { readingOf } from './reading-options.ts'
import { proveReport, writeReport } from './report-page.ts'
import { stdinAgain } from './stdin.ts'

interface FromPredictionsOptions extends DataOptions, DecisionOptions {
  readonly slice?: string
  readonly format: 'text' | 'json'
  readonly thresholds?: boolean
  readonly report?: string
}

/** Flags about the model that answers, its texts and their columns: there is none here. */
const idle = [
  'checkpoint',
  'all',
  'predictions',
  'data',
  'dataFormat',
  'test',
  'glob',
  'dictionary',
  'mergeLabels',
  'keep',
  'shard',
]

/** @throws LstmError 'usage' for flags that do nothing beside it; 'data' for a file that holds no answers */
export async function evalPredictions(path: string, options: FromPredictionsOptions): Promise<void> {
  refuseIdleFlags(options)
  await proveReport(options.report)
  const { answers, rows } = await answersIn(path, options)
  const told = 'probabilities' in answers ? answers : undefined
  const wish = await wishOf(options, answers.labelNames)
  if (!told) requireNoProbabilities(path, wish, options)
  const figures = told && evaluation(told)
  const measured = figures ?? labelEvaluation(answers as LabelAnswers)
  const decided = told && wish ? decide(wish, { labels: told.labelNames }, told) : undefined
  const { predicted = predictedOf(told!), labels } = answers
  const remarks = [...remarksOnDecision(decided, measured), ...remarksOnForeign(predicted, answers)]
  for (const remark of remarks) say(`lstm: ${remark}`)
  const values = rows.map(({ beside = '' }) => beside)
  const isRight = (i: number) => predicted[i] === labels[i]
  const slices = options.slice === undefined ? [] : [slicesByValue(options.slice, values, isRight)]
  if (options.format === 'json') {
    await writeJson({
      predictions: path,
      ...measured,
      ...(slices.length > 0 && { slices }),
      ...(decided && { decided }),
    })
  } else {
    await show(evaluationTable(measured, grouped(measured.examples)))
    await show(slicesText(slices))
    if (decided) await show(decisionTable(decided))
    if (options.thresholds && figures) await show(thresholdText(figures))
  }
  if (options.report === undefined || !told) return
  const mistakes = writtenMistakes(told, rows)
  const facts: Facts = [
    ['Answers', path],
    ['Texts', grouped(measured.examples)],
  ]
  const page = reportPage({ facts, evaluation: figures!, answers: told, mistakes, slices })
  await writeReport(options.report, page)
}

/** @throws LstmError 'usage' */
function refuseIdleFlags(options: FromPredictionsOptions): void {
  const nothing = options.report === undefined ? [...idle, 'textColumn'] : idle
  const given = nothing.find(name => (options as unknown as Record<string, unknown>)[name] !== undefined)
  if (given === undefined) return
  throw new LstmError('usage', `${flag(given)} does not go with --from-predictions: no model answers`, {
    hint: 'leave one of them out',
  })
}

/** The answers in the file, and of each row what stands beside its answer. */
async function answersIn(path: string, options: FromPredictionsOptions) {
  const { labelColumn, report } = options
  const reading = { ...readingOf(options), ...(labelColumn !== undefined && { labelColumn }) }
  const log = new NoticeLog(line => say(`lstm: ${line}`))
  const rows: Pick<AnsweredText, 'place' | 'text' | 'beside'>[] = []
  const besides = { beside: options.slice, texts: report !== undefined, stdin: stdinAgain() }
  const answers = await answersFrom(
    noting(readPredictions(path, reading, log, besides), ({ place, text, beside }) =>
      rows.push({ place, text, beside }),
    ),
  )
  log.finish()
  return { answers, rows }
}

/** Says which figures are missing. @throws LstmError 'data' where what is asked for wants probabilities */
function requireNoProbabilities(
  path: string,
  wish: Wish | undefined,
  { report }: FromPredictionsOptions,
): void {
  say(`lstm: ${path} does not tell the probabilities of all labels: no cost, no ROC, no calibration`)
  const wanting = wish ? 'a decision' : report === undefined ? undefined : 'a report'
  if (wanting === undefined) return
  throw new LstmError('data', `${path}: ${wanting} wants the probabilities of all labels`, {
    hint: `give each in a column ${probabilityColumn}LABEL, as eval --predictions writes them`,
  })
}

async function* noting<Row>(rows: AsyncIterable<Row>, note: (row: Row) => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    note(row)
    yield row
  }
}
