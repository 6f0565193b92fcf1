import { isDeepStrictEqual } from 'node:util'
import { Command, Option } from 'commander'
import type { TokenisedCorpus } from '../data/corpus.ts'
import { falseAlarms, textsIn } from '../data/fingerprint.ts'
import { type DataRequest, readExamples } from '../data/load-corpus.ts'
import { originalsAt } from '../data/originals.ts'
import { LstmError } from '../errors.ts'
import { evaluation, predictedOf } from '../evaluation/evaluation.ts'
import { explainedMistakes } from '../evaluation/explained-mistakes.ts'
import { classWordsOf, drawnHistory, trainingFacts } from '../evaluation/model-facts.ts'
import { inModelTerms, kindFor, modelLabels } from '../evaluation/model-terms.ts'
import { type SelectionCounts, selectTexts } from '../evaluation/selection.ts'
import { slicesByValue, slicesOf } from '../evaluation/slices.ts'
import { proveWritable } from '../files/write-file.ts'
import { Classifier } from '../model/classifier.ts'
import type { EncodedTexts } from '../model/encoded-texts.ts'
import type { Model } from '../model/model.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import { readHistory } from '../storage/training-folder.ts'
import { counted, grouped, percent } from '../wording.ts'
import { answeringModel, cascadeFlag, defaultModel, quietFlag, sparedLine } from './answering-model.ts'
import { addDataOptions, corpusWithProgress, type DataOptions } from './data-options.ts'
import {
  addDecisionOptions,
  type DecisionOptions,
  decide,
  decisionText,
  keepDecision,
  wishOf,
} from './decision-options.ts'
import { evalPredictions } from './eval-predictions.ts'
import { columnsRead, howRead, requestOf } from './evaluation-data.ts'
import { writeReport } from './evaluation-report.ts'
import { evaluationTable, slicesText, textCounts, thresholdText } from './evaluation-table.ts'
import { say, write, writeJson } from './output.ts'
import { writePredictions } from './predictions-file.ts'
import { progressBar } from './progress-bar.ts'
import { addSettings, addSwitch, runSettings } from './settings.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable } from './table-file.ts'

const splits = ['test', 'train'] as const

interface EvalOptions extends DataOptions, DecisionOptions {
  readonly checkpoint?: string
  readonly quiet?: boolean
  readonly split: (typeof splits)[number]
  readonly format: 'text' | 'json'
  readonly report?: string
  readonly all?: boolean
  readonly predictions?: string
  readonly fromPredictions?: string
  readonly cascade?: boolean
  readonly thresholds?: boolean
  readonly slice?: string
}

export function evalCommand(): Command {
  const command = new Command('eval')
    .summary('measure a model on labelled texts')
    .description(
      'Measures a model on labelled texts: by default on all test texts of the data it was trained on. Of other data, or data\n' +
        'that has changed, texts that the model was trained on are left out, wherever they stand.',
    )
    .option('--checkpoint <path>', `model file or folder, or 'pretrained' (default: ${defaultModel})`)
    .addOption(new Option('--split <name>', 'which texts of the data').choices(splits).default('test'))
    .addOption(new Option('--format <name>', 'output').choices(['text', 'json']).default('text'))
    .option(
      '--predictions <path>',
      'also write each measured text: place, split, text, label, answer, probabilities (.csv, .tsv, .jsonl, .parquet)',
    )
    .option(
      '--from-predictions <path>',
      "measure answers in a file instead, whoever gave them: the true label (--label-column), 'predicted', 'probability_LABEL'",
    )
    .option('--slice <column>', 'also show accuracy by the values of this column of the data')
    .option('--report <path>', 'also write a page for the browser: figures, curves, the surest mistakes')
  addSwitch(
    command,
    '--all',
    'measure on all texts of the data, those that it was trained on too, and say so',
  )
  addDecisionOptions(command)
  addSwitch(command, '--thresholds', 'also show precision, recall and coverage of each label by thresholds')
  addSwitch(command, ...cascadeFlag)
  addSwitch(command, ...quietFlag)
  addDataOptions(command)
  return addSettings(command, runSettingTable).action(runEval)
}

async function runEval(options: EvalOptions): Promise<void> {
  if (options.fromPredictions !== undefined) return evalPredictions(options.fromPredictions, options)
  const settings = runSettings({ ...options })
  if (options.all && options.split === 'train') {
    throw new LstmError('usage', '--all does not go with --split train', { hint: 'leave one of them out' })
  }
  if (options.report !== undefined) {
    await proveWritable(options.report, 'name a file in a folder that exists, such as --report report.html')
  }
  const table =
    options.predictions === undefined ? undefined : await writableTable(options.predictions, '--predictions')
  const { path, model } = await answeringModel(options.checkpoint, options.quiet)
  const wish = await wishOf(options, model.labels)
  const request = requestOf(options, model)
  const input = stdinAgain()
  const corpus = await corpusWithProgress(request, model.hyperparameters.tokenizer, 'evaluation', input)
  const { source, columns } = model.provenance
  const sameReading = isDeepStrictEqual([howRead(request), corpus.columns], [howRead(source), columns])
  const which = options.all ? 'all' : options.split
  const selection = selectTexts(corpus, model, { which, sameReading })
  const { texts, counts } = selection
  const labels = modelLabels(texts, corpus, model, request.data)
  if (!options.quiet) say(`lstm: ${path} on ${request.data}${columnsRead(corpus)}`)
  sayWhatIsMeasured(request, corpus, model, counts)

  const originals = (indices: Int32Array, column?: string) => {
    const examples = corpus.ranked ? undefined : readExamples(request, selection.split, input)
    return originalsAt(examples, indices, request.data, column)
  }
  // Before anything is measured, so that a column that is not there is told at once
  const sliced = options.slice === undefined ? [] : await originals(selection.indices, options.slice)

  const classifier = await Classifier.open(model, settings, {
    kind: kindFor(corpus, model),
    cascade: options.cascade,
  })
  try {
    const encoded = inModelTerms(texts, corpus, classifier)
    const probabilities = await answersTo(encoded, classifier)
    if (!options.quiet && classifier.spared > 0) say(sparedLine(classifier.spared, labels.length))
    const answers = { probabilities, labels, labelNames: model.labels }
    const measured = evaluation(answers)
    const slices = slicesOf(answers, encoded, model)
    if (options.slice !== undefined) {
      slices.unshift(
        slicesByValue(
          options.slice,
          sliced.map(({ value = '' }) => value),
          i => predictedOf(answers)[i] === labels[i],
        ),
      )
    }
    const decided = decide(wish, model, answers)
    if (options.format === 'json') {
      await writeJson({
        model: path,
        data: request.data,
        texts: counts,
        ...measured,
        slices,
        decided: decided ?? null,
      })
    } else {
      await write(evaluationTable(measured, textCounts(counts)))
      if (options.slice !== undefined) await write(slicesText(slices.slice(0, 1)))
      if (decided) await write(decisionText(decided))
      if (options.thresholds) await write(thresholdText(measured))
    }
    if (options.keep && decided) await keepDecision(path, model, decided.decision)
    if (options.predictions !== undefined && table) {
      const found = await originals(selection.indices)
      await writePredictions(options.predictions, table, answers, selection.trainedOn, found)
      say(`predictions: ${options.predictions}`)
    }
    if (options.report === undefined) return
    await writeReport(options.report, {
      facts: [
        ['Model', path],
        ['Data', request.data],
        ['Texts', textCounts(counts)],
        ['Tokenizer', model.hyperparameters.tokenizer],
        ...networkFacts(model),
      ],
      evaluation: measured,
      answers,
      texts: encoded,
      mistakes: await explainedMistakes(answers, classifier, texts, encoded, corpus.words, indices =>
        originals(indices.map(index => selection.indices[index]!)),
      ),
      history: drawnHistory(await readHistory(path), model.provenance),
      slices,
      words: classWordsOf(model),
      training: trainingFacts(model),
    })
    say(`report: ${options.report}`)
  } finally {
    await classifier.dispose()
  }
}

function networkFacts({ network }: Model): [string, string][] {
  if (!network) return []
  const { vocabulary, hidden } = network.sizes
  return [
    ['Words', grouped(vocabulary)],
    ['Hidden units', String(hidden)],
  ]
}

/** [n, classes] row-major; a progress bar on a terminal. */
async function answersTo(texts: EncodedTexts, classifier: Classifier): Promise<Float32Array> {
  const bar = progressBar('evaluating [{bar}] {value}/{total} texts')
  try {
    return await classifier.probabilities(texts, done => bar.update(done, texts.offsets.length - 1))
  } finally {
    bar.stop()
  }
}

/** What a person must know to take the figures for what they are. */
function sayWhatIsMeasured(
  request: DataRequest,
  corpus: TokenisedCorpus,
  { provenance, fingerprint }: Model,
  { trainedOn, leftOut }: SelectionCounts,
): void {
  if (request.data === provenance.source?.data && corpus.digest !== provenance.digest) {
    say(`lstm: ${request.data} is not as it was for the training: changed, or another file of that name`)
  }
  if (trainedOn === null) {
    say('lstm: the model does not know which texts it was trained on: some of these may be among them')
  } else if (fingerprint && leftOut > 0 && falseAlarms(fingerprint) >= 0.001) {
    const texts = counted(textsIn(fingerprint), 'text')
    say(
      `lstm: trained on ${texts}, it takes ${percent(falseAlarms(fingerprint))} of new ones for one of them`,
    )
  }
}
