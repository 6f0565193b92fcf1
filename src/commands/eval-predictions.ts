/** `lstm eval --from-predictions`: the same figures of answers that any model gave. */
import { type AnsweredText, readPredictions } from '../data/predictions.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { answersFrom } from '../evaluation/answered-texts.ts'
import { decide } from '../evaluation/decision.ts'
import { evaluation, type LabelAnswers, labelEvaluation, predictedOf } from '../evaluation/evaluation.ts'
import { mistakesShown, surestMistakes } from '../evaluation/mistakes.ts'
import { foreignAnswers } from '../evaluation/remarks.ts'
import type { Facts } from '../evaluation/report/html-page.ts'
import type { ShownMistake } from '../evaluation/report/mistakes-section.ts'
import { reportPage } from '../evaluation/report/report.ts'
import { slicesByValue } from '../evaluation/slices.ts'
import { listed } from '../printable.ts'
import { flag } from '../settings/table.ts'
import { grouped, partOf, verb } from '../wording.ts'
import type { DataOptions } from './data-options.ts'
import { type DecisionOptions, decisionText, sayRemarks, wishOf } from './decision-options.ts'
import { evaluationTable, slicesText, thresholdText } from './evaluation-table.ts'
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
  const nothing = options.report === undefined ? [...idle, 'textColumn'] : idle
  const given = nothing.find(name => (options as unknown as Record<string, unknown>)[name] !== undefined)
  if (given !== undefined) {
    throw new LstmError('usage', `${flag(given)} does not go with --from-predictions: no model answers`, {
      hint: 'leave one of them out',
    })
  }
  const { labelColumn, report } = options
  await proveReport(report)
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
  const told = 'probabilities' in answers ? answers : undefined
  const wish = await wishOf(options, answers.labelNames)
  if (!told) {
    say(`lstm: ${path} does not tell the probabilities of all labels: no cost, no ROC, no calibration`)
    const wanting = wish ? 'a decision' : report === undefined ? undefined : 'a report'
    if (wanting) throw new LstmError('data', `${path}: ${wanting} wants the probabilities of all labels`)
  }
  const figures = told && evaluation(told)
  const measured = figures ?? labelEvaluation(answers as LabelAnswers)
  const decided = told && wish ? decide(wish, { labels: told.labelNames }, told) : undefined
  sayRemarks(decided, measured)
  const { predicted = predictedOf(told!), labels } = answers
  sayForeign(predicted, answers)
  const slices =
    options.slice === undefined
      ? []
      : [
          slicesByValue(
            options.slice,
            rows.map(({ beside = '' }) => beside),
            i => predicted[i] === labels[i],
          ),
        ]
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
    if (decided) await show(decisionText(decided))
    if (options.thresholds && figures) await show(thresholdText(figures))
  }
  if (report === undefined || !told) return
  const mistakes = surestMistakes(told, mistakesShown).map(mistake => ({
    ...mistake,
    place: rows[mistake.index]!.place,
    ...piecesOf(rows[mistake.index]!.text),
  }))
  const facts: Facts = [
    ['Answers', path],
    ['Texts', grouped(measured.examples)],
  ]
  await writeReport(report, reportPage({ facts, evaluation: figures!, answers: told, mistakes, slices }))
}

/** Answers such as 'uncertain', which no text has for its label, are in the figures: that is told. */
function sayForeign(
  predicted: Int32Array,
  { labels, labelNames }: Pick<LabelAnswers, 'labels' | 'labelNames'>,
): void {
  const foreign = foreignAnswers(predicted, labels)
  if (foreign.length === 0) return
  const names = listed([...new Set(foreign)].map(label => `'${labelNames[label]!}'`))
  say(
    `lstm: ${partOf(foreign.length, predicted.length, 'answer')} ${verb(foreign.length, 'are')} ${names}, which no text has for its label: wrong here, and a class of macro F1`,
  )
}

/** Characters of a text that a page shows. */
const charactersShown = 20_000

/** A text as one piece, whose words say nothing of their shares. */
function piecesOf(given: AnsweredText['text']): Pick<ShownMistake, 'pieces' | 'more' | 'groups'> {
  const text = given ?? ''
  const shown =
    text.length > charactersShown ? `${text.slice(0, charactersShown).replace(/\s\S*$/, '')} ...` : text
  return { pieces: text === '' ? [] : [{ text: shown }], more: 0, groups: [] }
}

async function* noting<Row>(rows: AsyncIterable<Row>, note: (row: Row) => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    note(row)
    yield row
  }
}
