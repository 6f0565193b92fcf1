import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { requireUsed } from '../data/reading.ts'
import type { TextRow } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import type { openSource } from '../library/answer-source.ts'
import type { AnsweredItem } from '../model/answering.ts'
import type { Classifier } from '../model/classifier.ts'
import type { Model } from '../model/model.ts'
import type { Rule } from '../model/rule.ts'
import { settingFlags } from '../settings/flag-table.ts'
import { runSettings, runSettingTable } from '../settings/run-settings.ts'
import { counted, shellWord, withoutToken } from '../wording.ts'
import { answeringModel, sparedLine } from './answering-model.ts'
import { addFlags } from './flags.ts'
import { GatheredOutput, programName, say, sayMore, sayStyled, show, write } from './output.ts'
import { answerFlags, inputFlags, type PredictCommandOptions, planOf } from './predict-source.ts'
import { readingFlags, readingOf } from './reading-options.ts'
import type { plainReasons } from './reasons.ts'
import { flagsOfWork, parseShard } from './shard-option.ts'
import { stdin } from './stdin.ts'
import { verdictRule } from './verdict-options.ts'

/** Characters of the texts answered together at most, when input comes faster than answers. */
const charactersTogether = 1 << 20

export function predictCommand(): Command {
  const command = new Command('predict')
    .summary('classify texts: arguments, or lines on stdin')
    .description(
      'Classifies each argument, or each line on stdin: one line of output for each text, in order.',
    )
    .argument('[text...]', 'texts to classify; without any, stdin is read')
  addFlags(command, inputFlags)
  addFlags(command, readingFlags, 'data')
  addFlags(command, answerFlags)
  return addFlags(command, settingFlags(runSettingTable)).action(predict)
}

async function predict(texts: readonly string[], options: PredictCommandOptions): Promise<void> {
  const plan = planOf(texts, options)
  const shard = options.shard === undefined ? undefined : parseShard(options.shard)
  if (shard && texts.length > 0) throw new LstmError('usage', '--shard is for texts on stdin')
  const { column: textColumn } = options
  const reading = readingOf({ ...(textColumn !== undefined && { textColumn }), ...options })
  if (texts.length > 0) requireUsed(reading, [], 'texts that are given as arguments')
  const settings = runSettings(options, process.env)
  const { Classifier } = await import('../model/classifier.ts')
  const { answeredBatches } = await import('../model/answering.ts')
  const { openSource } = await import('../library/answer-source.ts')

  const { model, path } = await answeringModel(options.checkpoint)
  const rule = ruleTold(options, model)
  const classifier = await Classifier.open(model, settings, {
    kind: plan.inputFormat === 'ids' ? 'ids' : 'words',
    cascade: options.cascade,
    encodesTogether: true,
  })
  const reasons = options.explain && plan.format !== 'json' ? await shownReasons() : undefined
  for (const line of advice(texts)) say(line)
  if (texts.length === 0 && process.stdin.isTTY) say('lstm: one text a line, please; Ctrl-D ends')

  const input = texts.length > 0 ? undefined : stdin()
  const { columns } = model.provenance
  const knowing = columns ? { ...reading, known: { text: columns.text } } : reading
  const tell = (line: string) => say(`lstm: ${line}`)
  let count = 0
  try {
    const { rows: all, format } = await openSource(texts, input && (() => input), knowing, plan, tell)
    const Piece = shard && (await import('../library/pieces/piece-of-texts.ts')).PieceOfTexts
    const piece = Piece && new Piece(shard, format.header)
    const items = piece ? piece.own(all) : all
    const put = plan.format === 'text' && !piece ? show : write
    const line = lineMaker(format, options.explain === true, reasons)
    const lineOf: LineOf = piece ? async answer => [piece.item((await line(answer)).join(''))] : line

    await write(piece ? piece.begin() : format.header)
    const asked = { items, textOf: ({ text }: TextRow) => text, characters: charactersTogether }
    for await (const answers of answeredBatches(classifier, asked, rule, format.all)) {
      count += answers.length
      // Where nothing can be written any more, the source need never give anything again.
      await writeAnswers(answers, lineOf, put).catch(error => {
        // It is thrown from here on; where all is read already, nobody else hears of it.
        input?.once('error', () => undefined).destroy(error)
        throw error
      })
    }
    if (piece) await write(piece.end([await readFile(path), flagsOfWork(options)]))
  } finally {
    input?.destroy()
    sayHow(classifier, count)
    await classifier.dispose()
  }
}

/** By what is answered; where the model keeps that itself, it is said. */
function ruleTold(options: PredictCommandOptions, model: Model): Rule {
  const rule = verdictRule(options, model)
  if (rule === model.decision) {
    say(
      `lstm: answers by the decision that the model keeps: ${model.decision.promise} (--most-probable: not)`,
    )
  }
  return rule
}

/** The line of an answer, in parts. */
type LineOf = (answer: AnsweredItem<TextRow>) => Promise<readonly string[]>

/** @param reasons shows them in the place of the text; undefined: they are part of the answer */
function lineMaker(
  format: Awaited<ReturnType<typeof openSource>>['format'],
  explains: boolean,
  reasons: typeof plainReasons | undefined,
): LineOf {
  return async ({ item, prediction, explain }) => {
    if (!explains) return format.line(prediction, undefined, item)
    const explanation = await explain()
    if (reasons) return format.line(prediction, reasons(explanation, item.text), item)
    return format.line({ ...prediction, explanation }, undefined, item)
  }
}

async function writeAnswers(
  answers: readonly AnsweredItem<TextRow>[],
  lineOf: LineOf,
  put: (text: string) => Promise<void>,
): Promise<void> {
  const output = new GatheredOutput(put)
  try {
    for (const answer of answers) for (const part of await lineOf(answer)) await output.add(part)
  } finally {
    // Also the answers before a row that has none.
    await output.flush()
  }
}

/** Which parts of the model answered, and how they computed. */
function sayHow(classifier: Classifier, texts: number): void {
  const { model, vectorBits, empty } = classifier
  if (empty > 0) say(`lstm: ${withoutToken(empty, texts)}: answered without anything to go by`)
  if (model.cascade) sayMore(sparedLine(classifier.spared, texts))
  if (vectorBits) sayMore(`lstm: the network computed with vectors of ${counted(vectorBits, 'bit')}`)
}

/** What texts as arguments may have been meant to be. */
function advice(texts: readonly string[]): string[] {
  const file = texts.find(text => existsSync(text) && statSync(text).isFile())
  const words = texts.length > 1 && texts.every(text => /^\S+$/.test(text))
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

/** How explanations are shown in the place of their texts. */
async function shownReasons(): Promise<typeof plainReasons> {
  const { colouredReasons, legend, plainReasons, wantsColours } = await import('./reasons.ts')
  if (!wantsColours(process.stdout, process.env)) return plainReasons
  sayStyled(`lstm: ${legend}`)
  return colouredReasons
}
