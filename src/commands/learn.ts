import { Command } from 'commander'
import { readCorrections } from '../data/corrected-rows.ts'
import type { LabelledRow } from '../data/labelled-rows.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { proveWritable } from '../files/write-file.ts'
import { knownReading } from '../library/known-reading.ts'
import { keptTexts } from '../library/learning/kept-texts.ts'
import { learnPlaced } from '../library/learning/learning.ts'
import type { KeptBeforeAndAfter } from '../library/learning/lesson.ts'
import { TextModel } from '../library/text-model.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import { defaults } from '../settings/table.ts'
import { findModel, pretrainedPath } from '../storage/model-choice.ts'
import { nameBeside, savedBeside } from '../storage/save-beside.ts'
import { readModel } from '../storage/tensor-file.ts'
import type { RightBeforeAndAfter } from '../training/corrections.ts'
import { grouped } from '../wording.ts'
import { addDataOptions, type DataOptions, dataRequest } from './data-options.ts'
import { addFlags, textOrJson } from './flags.ts'
import { say, writeJson } from './output.ts'
import { stdin } from './stdin.ts'

const flags = {
  '--keep <path>':
    'labelled texts that must not be forgotten (default: those that the model was trained on, where they are)',
  '--out <path>': 'the new model (default: beside the old one, -learned in its name)',
  '--format <name>': textOrJson,
} as const satisfies Flags

const elsewhere = 'name the new model with --out, in a folder that exists'

export function learnCommand(): Command {
  const command = new Command('learn')
    .summary('fold a few corrected answers into a model, in seconds')
    .description(
      'Makes a model that has learned corrected answers, beside the old one: labelled texts, or what `lstm predict` wrote as CSV with a ' +
        "column 'correct' added. The texts to keep say what must not be forgotten; both are measured before and after.",
    )
    .argument('<model>', "model file or folder, or 'pretrained'")
  return addDataOptions(addFlags(command, flags)).action(runLearn)
}

async function runLearn(name: string, options: DataOptions & Given<typeof flags>): Promise<void> {
  const request = dataRequest(options)
  if (!request) {
    throw new LstmError('usage', 'learn wants corrected answers: name them with --data')
  }
  if (options.keep === '-') {
    throw new LstmError('usage', '--keep wants a file: of stdin only the corrections are read', {
      hint: 'write the texts to keep to a file, and name that',
    })
  }
  const { path } = await findModel(name)
  if (options.out === undefined && path === pretrainedPath) {
    const message = 'the pretrained model lies with the program, where nothing is written beside it'
    throw new LstmError('usage', message, { hint: 'name the new model with --out' })
  }
  await proveWritable(options.out ?? nameBeside(path, 1), elsewhere)
  const model = await readModel(path)
  const log = new NoticeLog(line => say(`lstm: ${line}`))
  const corrections: LabelledRow[] = []
  const known = knownReading(model.provenance)
  const places: string[] = []
  for await (const { text, label, place } of readCorrections({ ...request, ...known }, stdin, log)) {
    corrections.push({ text, label })
    places.push(place)
  }
  log.finish()
  // How a file is written is each one's own; what becomes of bad rows holds for both.
  const { skipBad } = request
  const named =
    options.keep === undefined ? undefined : { data: options.keep, ...(skipBad && { skipBad }), ...known }
  const kept = await keptTexts(named, model, line => say(`lstm: ${line}`))
  await using before = await TextModel.open(model, defaults(runSettingTable))
  const { model: after, ...figures } = await learnPlaced(before, corrections, { keep: kept }, places)
  await using learned = after
  const out = options.out ?? (await savedBeside(path, elsewhere, name => learned.save(name)))
  if (options.out !== undefined) await learned.save(out)
  for (const notice of figures.notices) say(`lstm: ${notice}`)
  if (options.format === 'json') return writeJson({ ...figures, model: out })
  say(`corrections  ${shown(figures.corrections)}`)
  say(
    figures.kept.texts > 0
      ? `kept texts   ${shown(figures.kept)}${trainedLine(figures.kept)}`
      : 'kept texts   none: nobody knows what was forgotten (--keep names some)',
  )
  say(`model: ${out}`)
}

/** No figure of a text that was learned by says how good a model is. */
function trainedLine({ texts, trainedOn }: KeptBeforeAndAfter): string {
  const some = trainedOn === texts ? 'it was trained on these' : 'it has learned by these too'
  const part = trainedOn && trainedOn < texts ? `, and was trained on ${grouped(trainedOn)} of them` : ''
  return `; ${some}${part}, which say what is forgotten, not how good it is`
}

function shown({ texts, before, after }: RightBeforeAndAfter): string {
  return `${grouped(before)} of ${grouped(texts)} right before, ${grouped(after)} after`
}
