import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { readExamples } from '../data/load-corpus.ts'
import { originalsAt } from '../data/originals.ts'
import { LstmError } from '../errors.ts'
import { type BesideColumn, measuredTable } from '../evaluation/answered-texts.ts'
import { decide } from '../evaluation/decision.ts'
import { evaluation } from '../evaluation/evaluation.ts'
import { kindFor } from '../evaluation/model-terms.ts'
import { remarksOnDecision, remarksOnTexts } from '../evaluation/remarks.ts'
import { thresholdText } from '../evaluation/report/evaluation-table.ts'
import { propertiesOf, slicesOf } from '../evaluation/slices.ts'
import type { Wish } from '../evaluation/thresholds.ts'
import type { Shard } from '../formats/work-pieces.ts'
import type { WrittenFormat } from '../formats/written-table.ts'
import { type AnsweredTexts, answersOfSelected } from '../library/measure.ts'
import { figuresJson, figuresText } from '../library/measured-figures.ts'
import { pageOf } from '../library/measured-report.ts'
import { pieceOf, pieceOfAnswers } from '../library/pieces/piece-of-answers.ts'
import { type SelectedTexts, selectedTexts } from '../library/selected-texts.ts'
import { Classifier } from '../model/classifier.ts'
import type { Model } from '../model/model.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { runSettings, runSettingTable } from '../settings/run-settings.ts'
import { keepDecision } from '../storage/keep-decision.ts'
import { readHistory } from '../storage/training-folder.ts'
import { dataName, partOf } from '../wording.ts'
import { answeringModel, cascadeFlag, modelFlag, sparedLine } from './answering-model.ts'
import { addDataOptions, type DataOptions, filesOf, readWithProgress } from './data-options.ts'
import { decisionFlags, requireKeepable, wishOf } from './decision-options.ts'
import { evalPredictions } from './eval-predictions.ts'
import { columnsRead, requestOf } from './evaluation-data.ts'
import { addFlags, textOrJson } from './flags.ts'
import { say, show, write, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { proveReport, writeReport } from './report-page.ts'
import { flagsOfWork, parseShardAlone } from './shard-option.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable, writeTable } from './table-file.ts'

const flags = {
  '--checkpoint <path>': modelFlag,
  '--split <name>': { help: 'which texts of the data', choices: ['test', 'train'], usual: 'test' },
  '--format <name>': textOrJson,
  '--predictions <path>':
    'also write each measured text: place, split, text, label, answer, probabilities (.csv, .tsv, .jsonl, .parquet)',
  '--from-predictions <path>':
    "measure answers in a file instead, whoever gave them: the true label (--label-column), 'predicted', 'probability_LABEL'",
  '--shard <i/n>': 'answer only piece I of N of the texts; lstm merge measures the pieces together',
  '--slice <column>':
    'also show accuracy by the values of this column of the data, which --predictions has then, too',
  '--report <path>':
    'also write a page for the browser: figures, curves, the surest mistakes; of --from-predictions too',
  '--all': 'measure on all texts of the data, those that it was trained on too, and say so',
  ...decisionFlags,
  '--thresholds': 'also show precision, recall and coverage of each label by thresholds',
  '--no-cascade': cascadeFlag,
} as const satisfies Flags

type EvalOptions = DataOptions & Given<typeof flags>

export function evalCommand(): Command {
  const command = new Command('eval')
    .summary('measure a model on labelled texts')
    .description(
      'Measures a model on labelled texts: by default on all test texts of the data it was trained on. Of other data, or data ' +
        'that has changed, texts that the model was trained on are left out, wherever they stand.',
    )
  addDataOptions(addFlags(command, flags))
  return addFlags(command, settingFlags(runSettingTable)).action(runEval)
}

async function runEval(options: EvalOptions): Promise<void> {
  if (options.fromPredictions !== undefined) return evalPredictions(options.fromPredictions, options)
  const { settings, shard, table } = await checkedFlags(options)
  const { path, model } = await answeringModel(options.checkpoint)
  const wish = await wishOf(options, model.labels)
  if (options.keep) await requireKeepable(path)
  const texts = await textsToMeasure(options, path, model, wish)
  const selected = shard ? pieceOf(texts.all, shard) : texts.all
  // Before anything is measured, so that a column that is not there is told at once
  const column = await sliceColumn(options.slice, selected, texts)

  const classifier = await Classifier.open(model, settings, {
    kind: kindFor(texts.all.corpus, model),
    cascade: options.cascade,
  })
  try {
    const answered = await answersTold(selected, classifier)
    const work = { options, path, classifier, texts, column, answered }
    await (shard ? writePiece(shard, work) : writeMeasured(wish, table, work))
  } finally {
    await classifier.dispose()
  }
}

/** What the flags ask for, as far as it can be told before anything is read. @throws LstmError 'usage', 'disk' */
async function checkedFlags(options: EvalOptions) {
  const settings = runSettings(options, process.env)
  if (options.all && options.split === 'train') {
    throw new LstmError('usage', '--all does not go with --split train', { hint: 'leave one of them out' })
  }
  const { shard: part, report, predictions, keep, targetPrecision, targetError, costs, thresholds } = options
  const ofAll = { report, predictions, keep, targetPrecision, targetError, costs, thresholds }
  const shard = part === undefined ? undefined : parseShardAlone(part, ofAll, 'a piece has answers alone')
  await proveReport(report)
  const table = predictions === undefined ? undefined : await writableTable(predictions, '--predictions')
  return { settings, shard, table }
}

/** The texts to be measured, what is said of them, and how they are read as they are written. */
async function textsToMeasure(options: EvalOptions, path: string, model: Model, wish: Wish | undefined) {
  const request = requestOf(options, model)
  const input = stdinAgain()
  const which = options.all ? 'all' : options.split
  const decides = wish !== undefined && model.heldOut !== undefined
  const all = await readWithProgress(tell =>
    selectedTexts(model, filesOf(request, input), { which, decides, ...tell }),
  )
  const { corpus, selection } = all
  say(`lstm: ${path} on ${dataName(request.data)}${columnsRead(corpus)}`)
  const about = [...selection.remarks, ...remarksOnTexts(corpus, selection.split, selection.indices)]
  for (const remark of about) say(`lstm: ${remark}`)
  const originals = (indices: Int32Array, column?: string) => {
    const examples = corpus.ranked ? undefined : readExamples(request, selection.split, input)
    return originalsAt(examples, indices, dataName(request.data), column)
  }
  return { request, all, about, originals, notices: [...(corpus.remarks ?? []), ...about] }
}

type TextsToMeasure = Awaited<ReturnType<typeof textsToMeasure>>

/** The values of the column by which slices are shown, where they are. @throws LstmError 'data' where there is no such column */
async function sliceColumn(
  by: string | undefined,
  { selection }: SelectedTexts,
  { originals }: TextsToMeasure,
): Promise<BesideColumn | undefined> {
  if (by === undefined) return undefined
  return { by, values: (await originals(selection.indices, by)).map(({ value = '' }) => value) }
}

/** What the model answers; a bar shows how far it is. */
async function answersTold(selected: SelectedTexts, classifier: Classifier): Promise<AnsweredTexts> {
  using bar = progressBar()
  const total = selected.selection.counts.measured
  const answered = await answersOfSelected(selected, classifier, done =>
    bar.update('evaluating', done / total, partOf(done, total, 'text')),
  )
  bar.stop()
  if (classifier.spared > 0) say(sparedLine(classifier.spared, answered.answers.labels.length))
  return answered
}

/** What was answered to what, and what for. */
interface Work {
  readonly options: EvalOptions
  /** Of the model. */
  readonly path: string
  readonly classifier: Classifier
  readonly texts: TextsToMeasure
  readonly column: BesideColumn | undefined
  readonly answered: AnsweredTexts
}

/** The answers of a piece, for `lstm merge`. */
async function writePiece(
  shard: Shard,
  { options, path, classifier: { model }, texts, column, answered }: Work,
): Promise<void> {
  const { format, slice } = options
  const { request, notices } = texts
  const { corpus, selection } = texts.all
  const head = {
    ...{ model: path, data: request.data, texts: selection.counts, labelNames: model.labels },
    ...{ format, slice, decision: model.decision },
    ...{ notices, results: model.provenance.results },
  }
  const about = [await readFile(path), Buffer.from(`${corpus.digest}${flagsOfWork(options)}`)]
  const { answers, encoded } = answered
  const properties = propertiesOf(encoded, model)
  for (const line of pieceOfAnswers(shard, head, answers, properties, column?.values ?? [], about)) {
    await write(line)
  }
}

/** The figures, and what is asked for beside them. */
async function writeMeasured(
  wish: Wish | undefined,
  table: WrittenFormat | undefined,
  work: Work,
): Promise<void> {
  const { options, path, classifier, texts, column, answered } = work
  const { model } = classifier
  const { answers, encoded, remarks } = answered
  const { request, originals } = texts
  const { counts, indices, trainedOn } = texts.all.selection
  for (const remark of remarks) say(`lstm: ${remark}`)
  const measured = evaluation(answers)
  const slices = slicesOf(answers, propertiesOf(encoded, model), column)
  const decided = decide(wish, model, answers)
  const onDecision = remarksOnDecision(decided, measured)
  for (const remark of onDecision) say(`lstm: ${remark}`)
  const figures = {
    ...{ model: path, data: request.data, texts: counts, measured, slices, slice: options.slice, decided },
    notices: [...texts.notices, ...remarks, ...onDecision],
  }
  await (options.format === 'json' ? writeJson(figuresJson(figures)) : show(figuresText(figures)))
  if (options.format === 'text' && options.thresholds) await show(thresholdText(measured))
  if (options.keep && decided) {
    await keepDecision(path, model, decided.decision)
    say(`kept in ${path}: predict answers by it (--most-probable: not)`)
  }
  if (options.predictions !== undefined && table) {
    const found = await originals(indices)
    await writeTable(options.predictions, table, measuredTable(answers, trainedOn, found, column))
    say(`predictions: ${options.predictions}`)
  }
  if (options.report === undefined) return
  const page = await pageOf({
    names: { model: path, data: request.data },
    evaluation: measured,
    notices: [...texts.about, ...remarks],
    history: await readHistory(path),
    ...{ answers, encoded, classifier, selected: texts.all, slices, originals },
  })
  await writeReport(options.report, page)
}
