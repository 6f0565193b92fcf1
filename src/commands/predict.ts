import { Command, Option } from 'commander'
import { type InputFormatName, inputFormatNames } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import type { Classifier } from '../model/classifier.ts'
import type { Prediction } from '../model/prediction.ts'
import type { Rule } from '../model/rule.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { type OutputFormatName, outputFormats } from './answer-formats.ts'
import { chosenModel, defaultModel } from './model-choice.ts'
import { say, write } from './output.ts'
import { addSettings, runSettings } from './settings.ts'
import { stdin } from './stdin.ts'
import { addVerdictOptions, checkLabels, verdictRule } from './verdict-options.ts'

interface PredictOptions extends Rule {
  readonly checkpoint?: string
  readonly format: OutputFormatName
  readonly inputFormat: InputFormatName
  readonly column?: string
  readonly explain?: true
}

/** Texts answered together at most, when input comes faster than answers. */
const limits = { items: 1024, characters: 1 << 20 }

export function predictCommand(): Command {
  const command = new Command('predict')
    .summary('classify texts: arguments, or lines on stdin')
    .description(
      'Classifies each argument, or each line on stdin: one line of output for each text, in order.',
    )
    .argument('[text...]', 'texts to classify; without any, stdin is read')
    .option('--checkpoint <path>', `model file or folder (default: ${defaultModel})`)
    .addOption(
      new Option('--format <name>', 'output')
        .choices(Object.keys(outputFormats))
        .default('text', 'text: label<TAB>probability<TAB>text'),
    )
    .addOption(
      new Option('--input-format <name>', 'what stdin holds; ids: lines of word ids, separated by blanks')
        .choices(inputFormatNames)
        .default('lines'),
    )
    .option(
      '--column <name>',
      'column or key of the text in csv and jsonl input (default: found by its usual names)',
    )
  addVerdictOptions(command).option(
    '--explain',
    "each word's exact share of the answer's log-odds against the next most probable label, as word[+0.124] (? after a number: unknown word; before all: the bias), in colours on a terminal, as `explanation` in json",
  )
  return addSettings(command, runSettingTable).action(predict)
}

async function predict(texts: readonly string[], options: PredictOptions): Promise<void> {
  if (options.column !== undefined && !['csv', 'jsonl'].includes(options.inputFormat)) {
    throw new LstmError('usage', '--column needs --input-format csv or jsonl')
  }
  if (options.format === 'csv' && (options.explain || options.topK !== undefined)) {
    throw new LstmError(
      'usage',
      `--format csv does not go with ${options.explain ? '--explain' : '--top-k'}`,
      {
        hint: 'use --format json',
      },
    )
  }
  const rule = verdictRule(options)
  const settings = runSettings({ ...options })
  const { readModel } = await import('../storage/tensor-file.ts')
  const { Classifier } = await import('../model/classifier.ts')
  const { batches } = await import('../model/inbox.ts')
  const { chosenLabels, predictions } = await import('../model/prediction.ts')
  const { readTexts } = await import('../data/texts.ts')

  const model = await readModel(await chosenModel(options.checkpoint))
  checkLabels(model.labels, rule)
  const kind = options.inputFormat === 'ids' ? 'ids' : 'words'
  const classifier = await Classifier.open(model, settings, kind)
  const format = outputFormats[options.format]
  const classes = classifier.labels.length
  const explain = options.explain && (await explainer(classifier, options.format))
  if (texts.length === 0 && process.stdin.isTTY) say('lstm: one text a line, please; Ctrl-D ends')

  const answer = async (batch: readonly string[], encoded: TokenSequences) => {
    const rows = await classifier.probabilities(encoded)
    const chosen = chosenLabels(rows, classes, rule)
    const answers = predictions(batch, classifier.labels, rows, chosen, rule)
    if (!explain) return write(answers.map(format.line).join(''))
    // One text at a time: the hidden states of a text may take more room than all else.
    for (const [i, prediction] of answers.entries()) {
      const ids = encoded.tokens.subarray(encoded.offsets[i], encoded.offsets[i + 1])
      const row = rows.subarray(i * classes, (i + 1) * classes)
      await write(format.line(await explain(prediction, ids, row, chosen[i]!)))
    }
  }

  const input = texts.length > 0 ? undefined : stdin()
  const source = input ? readTexts(input, options.inputFormat, options.column) : texts
  let answered = write(format.header)
  try {
    for await (const batch of batches(source, limits)) {
      // While the engine works on one batch, the next one is tokenised.
      const encoded = classifier.encode(batch)
      await answered
      answered = answer(batch, encoded)
      // A failure ends the source, which need never give anything again; it is met by an `await answered`.
      answered.catch(error => input?.destroy(error))
    }
  } finally {
    input?.destroy()
    await answered
    await classifier.dispose()
  }
}

/** Gives a prediction its reasons, from the text's ids [T], its probabilities [classes] and the label chosen. */
type Explainer = (
  prediction: Prediction,
  ...of: [ids: Int32Array, probabilities: Float32Array, chosen: number]
) => Promise<Prediction>

async function explainer(classifier: Classifier, format: OutputFormatName): Promise<Explainer> {
  const { explain } = await import('../model/explanation.ts')
  if (format === 'json') {
    return async (prediction, ...of) => {
      const explanation = await explain(classifier, prediction.text, ...of)
      return { ...prediction, explanation }
    }
  }
  const { colouredReasons, legend, plainReasons, wantsColours } = await import('./reasons.ts')
  const coloured = wantsColours(process.stdout, process.env)
  if (coloured) say(`lstm: ${legend}`)
  const show = coloured ? colouredReasons : plainReasons
  return async (prediction, ...of) => ({
    ...prediction,
    text: show(await explain(classifier, prediction.text, ...of)),
  })
}
