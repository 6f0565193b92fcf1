import { Command, Option } from 'commander'
import { LstmError } from '../errors.ts'
import { runSettingTable } from '../hyperparameters.ts'
import { type OutputFormatName, outputFormats } from '../prediction/formats.ts'
import { type InputFormatName, inputFormatNames } from '../prediction/texts.ts'
import { say, write } from './output.ts'
import { addSettings, runSettings } from './settings.ts'

interface PredictOptions {
  readonly checkpoint?: string
  readonly format: OutputFormatName
  readonly inputFormat: InputFormatName
  readonly column?: string
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
    .option('--checkpoint <path>', 'model file or folder (default: the newest trained model)')
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
  return addSettings(command, runSettingTable).action(predict)
}

async function predict(texts: readonly string[], options: PredictOptions): Promise<void> {
  if (options.column !== undefined && !['csv', 'jsonl'].includes(options.inputFormat)) {
    throw new LstmError('usage', '--column needs --input-format csv or jsonl')
  }
  const settings = runSettings({ ...options })
  const { findModel, readModel } = await import('../checkpoint/store.ts')
  const { Classifier } = await import('../model/classifier.ts')
  const { batches } = await import('../prediction/inbox.ts')
  const { predictions } = await import('../prediction/prediction.ts')
  const { readTexts } = await import('../prediction/texts.ts')

  const model = await readModel(await findModel(options.checkpoint))
  const kind = options.inputFormat === 'ids' ? 'ids' : 'words'
  const classifier = await Classifier.open(model, settings, kind)
  const format = outputFormats[options.format]
  if (texts.length === 0 && process.stdin.isTTY) say('lstm: one text a line, please; Ctrl-D ends')

  const source = texts.length > 0 ? texts : readTexts(process.stdin, options.inputFormat, options.column)
  let answered = write(format.header)
  try {
    for await (const batch of batches(source, limits)) {
      // While the engine works on one batch, the next one is tokenised.
      const encoded = classifier.encode(batch)
      await answered
      answered = classifier
        .probabilities(encoded)
        .then(rows => write(predictions(batch, classifier.labels, rows).map(format.line).join('')))
      // A failure is met by the next `await answered`, not by Node's report of an unhandled rejection.
      answered.catch(() => undefined)
    }
  } finally {
    await answered
    await classifier.dispose()
  }
}
