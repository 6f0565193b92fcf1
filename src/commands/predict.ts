import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { requireUsed } from '../data/reading.ts'
import type { TextRow } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import type { Classifier } from '../model/classifier.ts'
import type { EncodedTexts } from '../model/encoded-texts.ts'
import type { Explanation } from '../model/explanation.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import { counted, shellWord } from '../wording.ts'
import type { OutputFormatName } from './answer-formats.ts'
import { answeringModel, sparedLine } from './answering-model.ts'
import { addFlags } from './flags.ts'
import { GatheredOutput, programName, say, sayMore, sayStyled, show, write } from './output.ts'
import { answerFlags, inputFlags, openSource, type PredictCommandOptions, planOf } from './predict-source.ts'
import { readingFlags, readingOf } from './reading-options.ts'
import { addSettings, helpGroups, runSettings } from './settings.ts'
import { flagsOfWork, parseShard } from './shard-option.ts'
import { stdin } from './stdin.ts'
import { verdictRule } from './verdict-options.ts'

/** Texts answered together at most, when input comes faster than answers; and their probabilities. */
const limits = { items: 1024, characters: 1 << 20 }
const maximumProbabilities = 1 << 22

export function predictCommand(): Command {
  const command = new Command('predict')
    .summary('classify texts: arguments, or lines on stdin')
    .description(
      'Classifies each argument, or each line on stdin: one line of output for each text, in order.',
    )
    .argument('[text...]', 'texts to classify; without any, stdin is read')
  addFlags(command, inputFlags)
  addFlags(command.optionsGroup(helpGroups.data), readingFlags)
  addFlags(command.optionsGroup('Options:'), answerFlags)
  return addSettings(command, runSettingTable).action(predict)
}

async function predict(texts: readonly string[], options: PredictCommandOptions): Promise<void> {
  const plan = planOf(texts, options)
  const shard = options.shard === undefined ? undefined : parseShard(options.shard)
  if (shard && texts.length > 0) throw new LstmError('usage', '--shard is for texts on stdin')
  const { column, ...others } = options
  const reading = readingOf({ ...(column !== undefined && { textColumn: column }), ...others })
  if (texts.length > 0) requireUsed(reading, [], 'texts that are given as arguments')
  const settings = runSettings({ ...options })
  const { Classifier } = await import('../model/classifier.ts')
  const { batches } = await import('../model/inbox.ts')
  const { chooser, predictionOf } = await import('../model/prediction.ts')

  const { model, path } = await answeringModel(options.checkpoint)
  const { labels } = model
  const rule = verdictRule(options, model)
  if (rule === model.decision) {
    say(
      `lstm: answers by the decision that the model keeps: ${model.decision.promise} (--most-probable: not)`,
    )
  }
  const choose = chooser(labels, rule)
  const classifier = await Classifier.open(model, settings, {
    kind: plan.inputFormat === 'ids' ? 'ids' : 'words',
    cascade: options.cascade,
    encodesTogether: true,
  })
  const explain = options.explain ? await explainer(classifier, plan.format) : undefined
  for (const line of advice(texts)) say(line)
  if (texts.length === 0 && process.stdin.isTTY) say('lstm: one text a line, please; Ctrl-D ends')

  const input = texts.length > 0 ? undefined : stdin()
  const { columns } = model.provenance
  const knowing = columns ? { ...reading, known: { text: columns.text } } : reading
  let answered = Promise.resolve()
  let count = 0
  try {
    const { rows: all, format } = await openSource(texts, input, knowing, plan)
    const Piece = shard && (await import('../library/piece-of-texts.ts')).PieceOfTexts
    const piece = Piece && new Piece(shard, format.header)
    const rows = piece ? piece.own(all) : all
    const put = plan.format === 'text' && !piece ? show : write

    const answer = async (batch: readonly TextRow[], encoded: EncodedTexts) => {
      const probabilities = await classifier.probabilities(encoded)
      count += batch.length
      const output = new GatheredOutput(put)
      try {
        for (const [i, row] of batch.entries()) {
          const ofText = probabilities.subarray(i * labels.length, (i + 1) * labels.length)
          const chosen = choose(ofText)
          const prediction = predictionOf(row.text, labels, ofText, chosen, rule, format.all)
          const ids = encoded.tokens.subarray(encoded.offsets[i], encoded.offsets[i + 1])
          const { explanation, shown } = (await explain?.(row.text, ids, ofText, chosen.label)) ?? {}
          const line = format.line(explanation ? { ...prediction, explanation } : prediction, row, shown)
          for (const part of piece ? [piece.item(line.join(''))] : line) await output.add(part)
        }
      } finally {
        // Also the answers before a row that has none.
        await output.flush()
      }
    }

    const items = Math.max(1, Math.min(limits.items, Math.floor(maximumProbabilities / labels.length)))
    // A failure ends the source, which need never give anything again; it is met by an `await answered`.
    const goOn = (output: Promise<void>) => {
      answered = output
      output.catch(error => input?.destroy(error))
    }
    goOn(write(piece ? piece.begin() : format.header))
    for await (const batch of batches(rows, { ...limits, items }, ({ text }) => text)) {
      // While the engine works on one batch, the next one is tokenised.
      const encoded = await classifier.encodeTogether(batch.map(({ text }) => text))
      await answered
      goOn(answer(batch, encoded))
    }
    await answered
    if (piece) await write(piece.end([await readFile(path), flagsOfWork(options)]))
  } finally {
    input?.destroy()
    await answered
    sayHow(classifier, count)
    await classifier.dispose()
  }
}

/** Which parts of the model answered, and how they computed. */
function sayHow(classifier: Classifier, texts: number): void {
  const { model, vectorBits } = classifier
  if (model.cascade) sayMore(sparedLine(classifier.spared, texts))
  if (vectorBits) sayMore(`lstm: the network computed with vectors of ${counted(vectorBits, 'bit')}`)
}

/** What texts as arguments may have been meant to be. */
function advice(texts: readonly string[]): string[] {
  const file = texts.find(text => existsSync(text) && statSync(text).isFile())
  const words = texts.length > 1 && texts.every(text => !/\s/.test(text))
  return [
    ...(file === undefined
      ? []
      : [
          `lstm: '${file}' was taken for a text; for the texts in this file: ${programName} predict < ${shellWord(file)}`,
        ]),
    ...(words
      ? [
          `lstm: ${counted(texts.length, 'text')} of one word; one text of several goes in quotes: '${texts.join(' ')}'`,
        ]
      : []),
  ]
}

/** Why a text has its answer: as data, or shown in the place of the text. */
type Explainer = (
  text: string,
  ids: Int32Array,
  ...of: [probabilities: Float32Array, chosen: number]
) => Promise<{ readonly explanation?: Explanation; readonly shown?: string }>

async function explainer(classifier: Classifier, format: OutputFormatName): Promise<Explainer> {
  const { explain } = await import('../model/explanation.ts')
  if (format === 'json') {
    return async (text, ids, ...of) => ({
      explanation: await explain(classifier, { tokens: classifier.tokens(text), ids, original: text }, ...of),
    })
  }
  const { colouredReasons, legend, plainReasons, wantsColours } = await import('./reasons.ts')
  const coloured = wantsColours(process.stdout, process.env)
  if (coloured) sayStyled(`lstm: ${legend}`)
  const show = coloured ? colouredReasons : plainReasons
  return async (text, ids, ...of) => ({
    shown: show(
      await explain(classifier, { tokens: classifier.tokens(text), ids, original: text }, ...of),
      text,
    ),
  })
}
