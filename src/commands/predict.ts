import { existsSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { Command, Option } from 'commander'
import { NoticeLog, type Reading, requireUsed } from '../data/reading.ts'
import { type InputFormatName, inputFormatNames } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import type { Classifier } from '../model/classifier.ts'
import type { Explanation } from '../model/explanation.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { csvField, type OutputFormatName, outputFormat, outputFormatNames } from './answer-formats.ts'
import { answeringModel, defaultModel, quietFlag } from './model-choice.ts'
import { programName, say, sayStyled, write } from './output.ts'
import { addReadingOptions, type ReadingOptions, readingOf } from './reading-options.ts'
import { addSettings, addSwitch, runSettings } from './settings.ts'
import { stdin } from './stdin.ts'
import { addVerdictOptions, checkVerdict, type VerdictOptions, verdictRule } from './verdict-options.ts'

interface PredictOptions extends VerdictOptions, ReadingOptions {
  readonly checkpoint?: string
  readonly quiet?: boolean
  readonly format?: OutputFormatName
  readonly inputFormat?: InputFormatName
  readonly column?: string
  readonly explain?: boolean
  readonly csvSafe?: boolean
}

/** Texts answered together at most, when input comes faster than answers; and their probabilities. */
const limits = { items: 1024, characters: 1 << 20 }
const maximumProbabilities = 1 << 22

/** Characters of output that are written together. */
const pieceLength = 1 << 16

export function predictCommand(): Command {
  const command = new Command('predict')
    .summary('classify texts: arguments, or lines on stdin')
    .description(
      'Classifies each argument, or each line on stdin: one line of output for each text, in order.',
    )
    .argument('[text...]', 'texts to classify; without any, stdin is read')
    .option('--checkpoint <path>', `model file or folder (default: ${defaultModel})`)
    .addOption(
      new Option(
        '--format <name>',
        'output (default: text, which is label<TAB>probability<TAB>text with control characters escaped)',
      ).choices(outputFormatNames),
    )
    .addOption(
      new Option(
        '--input-format <name>',
        'what stdin holds; ids: lines of word ids, separated by blanks (default: lines)',
      ).choices(inputFormatNames),
    )
  addReadingOptions(command).addOption(
    new Option('--column <name>', 'older name of --text-column').hideHelp(),
  )
  addSwitch(
    command,
    '--csv-safe',
    "put ' before CSV fields that a spreadsheet would take for a formula: = + - @",
  )
  addVerdictOptions(command)
  addSwitch(
    command,
    '--explain',
    "each word's exact share of the answer's log-odds against the next most probable label, as word[+0.124] (? after a number: unknown word; before all: the bias), in colours on a terminal, as `explanation` in json",
  )
  addSwitch(command, ...quietFlag)
  return addSettings(command, runSettingTable).action(predict)
}

async function predict(texts: readonly string[], options: PredictOptions): Promise<void> {
  checkTogether(texts, options)
  const { column, ...others } = options
  const reading = readingOf({ ...(column !== undefined && { textColumn: column }), ...others })
  if (texts.length > 0) requireUsed(reading, [], 'texts that are given as arguments')
  const settings = runSettings({ ...options })
  const { Classifier } = await import('../model/classifier.ts')
  const { batches } = await import('../model/inbox.ts')
  const { chooser, predictionOf } = await import('../model/prediction.ts')

  const { model } = await answeringModel(options.checkpoint, options.quiet)
  const { labels } = model
  const rule = verdictRule(options, labels)
  const choose = chooser(labels, rule)
  const { inputFormat = 'lines', format: formatName = 'text' } = options
  const classifier = await Classifier.open(model, settings, inputFormat === 'ids' ? 'ids' : 'words')
  const terminal = process.stdout.isTTY === true
  const format = outputFormat(formatName, csvField({ safe: options.csvSafe === true, terminal }))
  const explain = options.explain ? await explainer(classifier, formatName) : undefined
  for (const line of advice(texts)) say(line)
  if (texts.length === 0 && process.stdin.isTTY) say('lstm: one text a line, please; Ctrl-D ends')

  const answer = async (batch: readonly string[], encoded: TokenSequences) => {
    const probabilities = await classifier.probabilities(encoded)
    let piece = ''
    for (const [i, text] of batch.entries()) {
      const row = probabilities.subarray(i * labels.length, (i + 1) * labels.length)
      const chosen = choose(row)
      const prediction = predictionOf(text, labels, row, chosen, rule, format.all)
      const ids = encoded.tokens.subarray(encoded.offsets[i], encoded.offsets[i + 1])
      const { explanation, shown } = (await explain?.(text, ids, row, chosen)) ?? {}
      piece += format.line(explanation ? { ...prediction, explanation } : prediction, shown)
      if (piece.length < pieceLength) continue
      await write(piece)
      piece = ''
    }
    await write(piece)
  }

  const items = Math.max(1, Math.min(limits.items, Math.floor(maximumProbabilities / labels.length)))
  const input = texts.length > 0 ? undefined : stdin()
  const { columns } = model.provenance
  const source = input
    ? stdinTexts(input, inputFormat, columns ? { ...reading, known: { text: columns.text } } : reading)
    : texts
  let answered = write(format.header)
  try {
    for await (const batch of batches(source, { ...limits, items })) {
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

async function* stdinTexts(
  input: Readable,
  format: InputFormatName,
  reading: Reading,
): AsyncGenerator<string> {
  const { openTexts } = await import('../data/texts.ts')
  const log = new NoticeLog(line => say(`lstm: ${line}`))
  const { rows, textColumn } = await openTexts({ name: 'stdin', bytes: () => input }, format, reading, log)
  if (textColumn !== undefined && reading.textColumn === undefined) say(`lstm: text column '${textColumn}'`)
  for await (const { text } of rows) yield text
  log.finish()
}

/** @throws LstmError 'usage' for flags that do nothing beside the others, or for which there is no answer */
function checkTogether(texts: readonly string[], options: PredictOptions): void {
  const { inputFormat, format, explain, topK, csvSafe } = options
  const refuse = (message: string, hint?: string) => {
    throw new LstmError('usage', message, hint === undefined ? {} : { hint })
  }
  if (texts.length > 0 && inputFormat !== undefined && !['lines', 'ids'].includes(inputFormat)) {
    refuse(`--input-format ${inputFormat} is for stdin, and the texts are arguments`)
  }
  if (csvSafe !== undefined && format !== 'csv') refuse('--csv-safe needs --format csv')
  if (format === 'csv' && (explain || topK !== undefined)) {
    refuse(`--format csv does not go with ${explain ? '--explain' : '--top-k'}`, 'use --format json')
  }
  checkVerdict(options)
}

/** What texts as arguments may have been meant to be. */
function advice(texts: readonly string[]): string[] {
  const file = texts.find(text => existsSync(text) && statSync(text).isFile())
  const words = texts.length > 1 && texts.every(text => !/\s/.test(text))
  return [
    ...(file === undefined
      ? []
      : [
          `lstm: '${file}' was taken for a text; for the texts in this file: ${programName} predict < ${file}`,
        ]),
    ...(words
      ? [`lstm: ${texts.length} texts of one word; one text of several goes in quotes: '${texts.join(' ')}'`]
      : []),
  ]
}

/** Why a text has its answer: as data, or shown in the place of the text. */
type Explainer = (
  text: string,
  ...of: [ids: Int32Array, probabilities: Float32Array, chosen: number]
) => Promise<{ readonly explanation?: Explanation; readonly shown?: string }>

async function explainer(classifier: Classifier, format: OutputFormatName): Promise<Explainer> {
  const { explain } = await import('../model/explanation.ts')
  if (format === 'json') {
    return async (...of) => ({ explanation: await explain(classifier, ...of) })
  }
  const { colouredReasons, legend, plainReasons, wantsColours } = await import('./reasons.ts')
  const coloured = wantsColours(process.stdout, process.env)
  if (coloured) sayStyled(`lstm: ${legend}`)
  const show = coloured ? colouredReasons : plainReasons
  return async (...of) => ({ shown: show(await explain(classifier, ...of)) })
}
