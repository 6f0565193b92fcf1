import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import { readCorrections } from '../data/corrected-rows.ts'
import type { LabelledRow } from '../data/labelled-rows.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { proveWritable } from '../files/write-file.ts'
import { keptTexts } from '../library/kept-texts.ts'
import { learn } from '../library/learning.ts'
import { TextModel } from '../library/text-model.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import { defaults } from '../settings/table.ts'
import { findModel, pretrainedPath } from '../storage/model-choice.ts'
import { readModel } from '../storage/tensor-file.ts'
import type { RightBeforeAndAfter } from '../training/corrections.ts'
import { grouped } from '../wording.ts'
import { addDataOptions, type DataOptions, dataRequest } from './data-options.ts'
import { say, writeJson } from './output.ts'

interface LearnCommandOptions extends DataOptions {
  readonly keep?: string
  readonly out?: string
  readonly format: 'text' | 'json'
}

export function learnCommand(): Command {
  const command = new Command('learn')
    .summary('fold a few corrected answers into a model, in seconds')
    .description(
      'Makes a model that has learned corrected answers, beside the old one: labelled texts, or what `lstm predict` wrote as CSV with a ' +
        "column 'correct' added. The texts to keep say what must not be forgotten; both are measured before and after.",
    )
    .argument('<model>', "model file or folder, or 'pretrained'")
    .option(
      '--keep <path>',
      'labelled texts that must not be forgotten (default: those that the model was trained on, where they are)',
    )
    .option('--out <path>', 'the new model (default: beside the old one, -learned in its name)')
    .addOption(new Option('--format <name>', 'output').choices(['text', 'json']).default('text'))
  return addDataOptions(command).action(runLearn)
}

async function runLearn(name: string, options: LearnCommandOptions): Promise<void> {
  const request = dataRequest(options)
  if (!request) {
    throw new LstmError('usage', 'learn wants corrected answers: name them with --data')
  }
  const { path } = await findModel(name)
  if (options.out === undefined && path === pretrainedPath) {
    throw new LstmError(
      'usage',
      'the pretrained model lies with the program, where nothing is written beside it',
      {
        hint: 'name the new model with --out',
      },
    )
  }
  const out = options.out ?? free(path)
  await proveWritable(out, 'name the new model with --out, in a folder that exists')
  const model = await readModel(path)
  const log = new NoticeLog(line => say(`lstm: ${line}`))
  const corrections: LabelledRow[] = []
  const { source, columns } = model.provenance
  const known = columns && { known: columns }
  for await (const { text, label } of readCorrections({ ...request, ...known }, log))
    corrections.push({ text, label })
  log.finish()
  // How a file is written is each one's own; what becomes of bad rows holds for both.
  const { skipBad } = request
  const named =
    options.keep === undefined ? undefined : { data: options.keep, ...(skipBad && { skipBad }), ...known }
  const kept = await keptTexts(named, source, line => say(`lstm: ${line}`))
  await using before = await TextModel.open(model, defaults(runSettingTable))
  const { model: after, ...figures } = await learn(before, corrections, { keep: kept })
  await using learned = after
  await learned.save(out)
  if (options.format === 'json') return writeJson({ ...figures, model: out })
  say(`corrections  ${shown(figures.corrections)}`)
  say(
    figures.kept.texts > 0
      ? `kept texts   ${shown(figures.kept)}${options.keep === undefined ? '; it was trained on these, which say what is forgotten, not how good it is' : ''}`
      : 'kept texts   none: nobody knows what was forgotten (--keep names some)',
  )
  say(`model: ${out}`)
}

/** The first name beside a model that nothing has. */
function free(path: string): string {
  const base = path.replace(/\.safetensors$/, '')
  for (let number = 1; ; number++) {
    const name = `${base}-learned${number > 1 ? `-${number}` : ''}.safetensors`
    if (!existsSync(name)) return name
  }
}

function shown({ texts, before, after }: RightBeforeAndAfter): string {
  return `${grouped(before)} of ${grouped(texts)} right before, ${grouped(after)} after`
}
