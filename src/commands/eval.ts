import { Command, Option } from 'commander'
import type { TokenisedCorpus } from '../data/corpus.ts'
import { MemoryDataset } from '../data/dataset.ts'
import { trainAndTest } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { evaluation } from '../evaluation/evaluation.ts'
import { proveWritable } from '../files/write-file.ts'
import { openPredictor, vocabularyOf } from '../model/classifier.ts'
import { type Model, networkOf } from '../model/model.ts'
import { probabilitiesOf } from '../model/probabilities.ts'
import { type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { readModel } from '../storage/tensor-file.ts'
import { readHistory } from '../storage/training-folder.ts'
import type { Sequences } from '../text/sequences.ts'
import { encode } from '../text/vocabulary.ts'
import { encodeIds } from '../text/word-ids.ts'
import { addDataOptions, type DataOptions, dataRequest, readCorpus } from './data-options.ts'
import { explainedMistakes, writeReport } from './evaluation-report.ts'
import { evaluationTable } from './evaluation-table.ts'
import { chosenModel, defaultModel } from './model-choice.ts'
import { say, write, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { addSettings, runSettings } from './settings.ts'

const splits = ['test', 'train'] as const

interface EvalOptions extends DataOptions {
  readonly checkpoint?: string
  readonly split: (typeof splits)[number]
  readonly format: 'text' | 'json'
  readonly report?: string
}

export function evalCommand(): Command {
  const command = new Command('eval')
    .summary('measure a model on labelled texts')
    .description(
      'Measures a model on labelled texts: by default on all test texts of the data it was trained on.',
    )
    .option('--checkpoint <path>', `model file or folder (default: ${defaultModel})`)
    .addOption(new Option('--split <name>', 'which texts of the data').choices(splits).default('test'))
    .addOption(new Option('--format <name>', 'output').choices(['text', 'json']).default('text'))
    .option('--report <path>', 'also write a page for the browser: figures, curves, the surest mistakes')
  addDataOptions(command)
  return addSettings(command, runSettingTable).action(runEval)
}

async function runEval(options: EvalOptions): Promise<void> {
  const settings = runSettings({ ...options })
  if (options.report !== undefined) {
    await proveWritable(options.report, 'name a file in a folder that exists, such as --report report.html')
  }
  const path = await chosenModel(options.checkpoint)
  const model = await readModel(path)
  const source = dataRequest(options) ?? model.provenance.source ?? { data: 'imdb' }
  const corpus = await readCorpus(source, model.hyperparameters.tokenizer, 'evaluation')
  const texts = chooseSplit(corpus, model, options.split)
  const labels = modelLabels(texts, corpus, model, source.data)
  const encoded = inModelIds(texts, corpus, model)
  say(`lstm: ${path} on ${source.data}`)

  const probabilities = await answer(encoded, model, settings)
  const answers = { probabilities, labels, labelNames: model.labels }
  const measured = evaluation(answers)
  if (options.format === 'json') await writeJson({ model: path, ...measured })
  else await write(evaluationTable(measured))
  if (options.report === undefined) return
  await writeReport(options.report, {
    facts: [
      ['Model', path],
      ['Data', `${source.data}, ${options.split} texts`],
      ['Tokenizer', model.hyperparameters.tokenizer],
      ...networkFacts(model),
    ],
    evaluation: measured,
    answers,
    texts: encoded,
    mistakes: await explainedMistakes(answers, { model, settings }, texts, encoded, corpus.words),
    history: await readHistory(path),
  })
  say(`report: ${options.report}`)
}

function networkFacts({ network }: Model): [string, string][] {
  if (!network) return []
  const { vocabulary, hidden } = network.sizes
  return [
    ['Words', vocabulary.toLocaleString('en-US')],
    ['Hidden units', String(hidden)],
  ]
}

/** [n, classes] row-major; a progress bar on a terminal. */
async function answer(texts: Sequences, model: Model, settings: RunSettings): Promise<Float32Array> {
  const predictor = await openPredictor(model, settings)
  const bar = progressBar('evaluating [{bar}] {value}/{total} texts')
  try {
    return await probabilitiesOf(predictor, new MemoryDataset(texts), {
      classes: model.labels.length,
      batchSize: 64,
      onProgress: done => bar.update(done, texts.labels.length),
    })
  } finally {
    bar.stop()
    await predictor.dispose()
  }
}

/**
 * The texts to measure on. Data that the model was trained on is divided as it was then, so that no training text is
 * taken for a test text; other data without a test split of its own is all test texts.
 */
function chooseSplit(corpus: TokenisedCorpus, model: Model, split: EvalOptions['split']): Sequences {
  if (corpus.digest === model.provenance.digest) return trainAndTest(corpus, model.hyperparameters)[split]
  return split === 'test' ? (corpus.test ?? corpus.train) : corpus.train
}

/**
 * The texts in the model's word ids: by their words, or as they are, where both have ids of the same dictionary.
 *
 * @throws LstmError 'model' when the model has no words, 'usage' when only the data has none
 */
function inModelIds(texts: Sequences, { words, ranked }: TokenisedCorpus, model: Model): Sequences {
  if (ranked && !model.vocabulary) return encodeIds(texts, networkOf(model).sizes.vocabulary)
  if (words) return encode(texts, words, vocabularyOf(model))
  throw new LstmError('usage', 'the data holds word ids, and the model has words', {
    hint: 'name the words of the data with --dictionary',
  })
}

/** The labels as the model counts them. @throws LstmError 'data' for a label that it does not know */
function modelLabels(
  { labels }: Sequences,
  { labelNames }: TokenisedCorpus,
  model: Model,
  data: string,
): Int32Array {
  const indices = labelNames.map(name => model.labels.indexOf(name))
  return labels.map(label => {
    const index = indices[label]!
    if (index >= 0) return index
    throw new LstmError('data', `${data}: the label '${labelNames[label]}' is not one of the model's`, {
      hint: `the model knows ${model.labels.join(', ')}`,
    })
  })
}
