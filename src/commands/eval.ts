import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { readExamples } from '../data/load-corpus.ts'
import { originalsAt } from '../data/originals.ts'
import { LstmError } from '../errors.ts'
import { measuredTable } from '../evaluation/answered-texts.ts'
import { decide } from '../evaluation/decision.ts'
import { evaluation } from '../evaluation/evaluation.ts'
import { kindFor } from '../evaluation/model-terms.ts'
import { remarksOnDecision, remarksOnTexts } from '../evaluation/remarks.ts'
import { thresholdText } from '../evaluation/report/evaluation-table.ts'
import { propertiesOf, slicesOf } from '../evaluation/slices.ts'
import { answersOfSelected } from '../library/measure.ts'
import { figuresJson, figuresText } from '../library/measured-figures.ts'
import { pageOf } from '../library/measured-report.ts'
import { pieceOf, pieceOfAnswers } from '../library/pieces/piece-of-answers.ts'
import { selectedTexts } from '../library/selected-texts.ts'
import { Classifier } from '../model/classifier.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { runSettings, runSettingTable } from '../settings/run-settings.ts'
import { keepDecision } from '../storage/keep-decision.ts'
import { readHistory } from '../storage/training-folder.ts'
import { partOf } from '../wording.ts'
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
  const settings = runSettings(options, process.env)
  if (options.all && options.split === 'train') {
    throw new LstmError('usage', '--all does not go with --split train', { hint: 'leave one of them out' })
  }
  const { shard: part, report, predictions, keep, targetPrecision, targetError, costs, thresholds } = options
  const ofAll = { report, predictions, keep, targetPrecision, targetError, costs, thresholds }
  const shard = part === undefined ? undefined : parseShardAlone(part, ofAll, 'a piece has answers alone')
  await proveReport(options.report)
  const table =
    options.predictions === undefined ? undefined : await writableTable(options.predictions, '--predictions')
  const { path, model } = await answeringModel(options.checkpoint)
  const wish = await wishOf(options, model.labels)
  if (options.keep) await requireKeepable(path)
  const request = requestOf(options, model)
  const input = stdinAgain()
  const which = options.all ? 'all' : options.split
  const decides = wish !== undefined && model.heldOut !== undefined
  const all = await readWithProgress(request, tell =>
    selectedTexts(model, filesOf(request, input), { which, decides, ...tell }),
  )
  const { corpus, selection } = all
  const { counts } = selection
  say(`lstm: ${path} on ${request.data}${columnsRead(corpus)}`)
  const { split, indices } = selection
  const aboutTexts = [...selection.remarks, ...remarksOnTexts(corpus, split, indices)]
  for (const remark of aboutTexts) say(`lstm: ${remark}`)
  const known = [...(corpus.remarks ?? []), ...aboutTexts]

  const originals = (indices: Int32Array, column?: string) => {
    const examples = corpus.ranked ? undefined : readExamples(request, selection.split, input)
    return originalsAt(examples, indices, request.data, column)
  }
  const selected = shard ? pieceOf(all, shard) : all
  // Before anything is measured, so that a column that is not there is told at once
  const column =
    options.slice === undefined
      ? undefined
      : {
          by: options.slice,
          values: (await originals(selected.selection.indices, options.slice)).map(({ value = '' }) => value),
        }

  using bar = progressBar()
  const classifier = await Classifier.open(model, settings, {
    kind: kindFor(corpus, model),
    cascade: options.cascade,
  })
  try {
    const total = selected.selection.counts.measured
    const { answers, encoded, remarks } = await answersOfSelected(selected, classifier, done =>
      bar.update('evaluating', done / total, partOf(done, total, 'text')),
    )
    bar.stop()
    if (classifier.spared > 0) say(sparedLine(classifier.spared, answers.labels.length))
    const properties = propertiesOf(encoded, model)
    if (shard) {
      const { format, slice } = options
      const head = {
        ...{ model: path, data: request.data, texts: counts, labelNames: model.labels },
        ...{ format, slice, decision: model.decision },
        ...{ notices: known, results: model.provenance.results },
      }
      const about = [await readFile(path), Buffer.from(`${corpus.digest}${flagsOfWork(options)}`)]
      const lines = pieceOfAnswers(shard, head, answers, properties, column?.values ?? [], about)
      for (const line of lines) await write(line)
      return
    }
    for (const remark of remarks) say(`lstm: ${remark}`)
    const measured = evaluation(answers)
    const slices = slicesOf(answers, properties, column)
    const decided = decide(wish, model, answers)
    const onDecision = remarksOnDecision(decided, measured)
    for (const remark of onDecision) say(`lstm: ${remark}`)
    const figures = {
      ...{ model: path, data: request.data, texts: counts, measured, slices, slice: options.slice, decided },
      notices: [...known, ...remarks, ...onDecision],
    }
    await (options.format === 'json' ? writeJson(figuresJson(figures)) : show(figuresText(figures)))
    if (options.format === 'text' && options.thresholds) await show(thresholdText(measured))
    if (options.keep && decided) {
      await keepDecision(path, model, decided.decision)
      say(`kept in ${path}: predict answers by it (--most-probable: not)`)
    }
    if (options.predictions !== undefined && table) {
      const found = await originals(selection.indices)
      await writeTable(options.predictions, table, measuredTable(answers, selection.trainedOn, found, column))
      say(`predictions: ${options.predictions}`)
    }
    if (options.report === undefined) return
    const page = await pageOf({
      names: { model: path, data: request.data },
      evaluation: measured,
      notices: [...aboutTexts, ...remarks],
      history: await readHistory(path),
      ...{ answers, encoded, classifier, selected, slices, originals },
    })
    await writeReport(options.report, page)
  } finally {
    await classifier.dispose()
  }
}
