import { join } from 'node:path'
import { Command, Option } from 'commander'
import type { DataRequest } from '../data/load-corpus.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { type PresetName, presets } from '../settings/presets.ts'
import { type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { defaults } from '../settings/table.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import { bestName, type Earlier, TrainingFolder } from '../storage/training-folder.ts'
import { freshSession, resumedSession } from '../training/session.ts'
import { type Opening, Training } from '../training/training.ts'
import { addDataOptions, type DataOptions, dataRequest, readCorpus } from './data-options.ts'
import { reportJson, say, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { addSettings, addSwitch, givenSettings, refuseChanges, runSettings } from './settings.ts'
import { abortOnSignal, interruptions } from './signals.ts'
import { silentDisplay, trainingDisplay } from './training-display.ts'
import { endLines, resumeCommand, startLines } from './training-report.ts'

interface TrainOptions extends DataOptions {
  readonly preset?: PresetName
  readonly out?: string
  readonly resume?: boolean
  readonly json?: boolean
}

export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train a model; without flags the official example')
    .description('Trains a model. Without flags: the official example, on the official IMDB reviews.')
    .addOption(
      new Option('--preset <name>', 'values for all settings below (default: official)').choices(
        Object.keys(presets),
      ),
    )
    .option('--out <folder>', `where the model goes (default: ${defaultRoot}/<preset>)`)
  addSwitch(
    command,
    '--resume',
    'go on with the training in the --out folder, to the same bits as if it had never stopped',
  )
  addSwitch(command, '--json', 'write each event to stdout, a JSON object a line')
  addDataOptions(command)
  addSettings(command, hyperparameterTable)
  return addSettings(command, runSettingTable).action(runTrain)
}

async function runTrain(options: TrainOptions): Promise<void> {
  if (options.resume && options.preset !== undefined) {
    throw new LstmError('usage', '--preset does not go with --resume: a training keeps its settings', {
      hint: `go on with: ${resumeCommand(options.out ?? join(defaultRoot, options.preset))}`,
    })
  }
  const path = options.out ?? join(defaultRoot, options.preset ?? 'official')
  const settings = runSettings({ ...options })
  // What is wrong with the flags is found before the folder is touched.
  const fresh = options.resume ? undefined : newTraining(options, settings)
  const folder = await TrainingFolder.open(path, {
    resume: options.resume === true,
    onEarlier: earlier => say(earlierLine(earlier)),
  })
  try {
    const beginning = fresh ?? (await storedTraining(folder, options))
    await trainIn(folder, beginning, settings, options.json === true)
  } finally {
    await folder.close()
  }
}

async function trainIn(
  folder: TrainingFolder,
  { open, source }: Beginning,
  settings: RunSettings,
  json: boolean,
): Promise<void> {
  const interrupt = new AbortController()
  const training = new Training(open, { settings, store: folder, signal: interrupt.signal })
  try {
    await show(training, folder.path, source, interrupt, json)
  } catch (error) {
    if (!(error instanceof LstmError && error.code === 'interrupted')) throw error
    throw new LstmError('interrupted', error.message, {
      hint: `go on with: ${resumeCommand(folder.path)}`,
      cause: interrupt.signal.reason,
    })
  }
}

function earlierLine(earlier: Earlier): string {
  return earlier.kept === 'all'
    ? `the earlier training is kept in ${earlier.path}`
    : 'the earlier training had saved no model; its history is removed'
}

/** How a training begins, and on what. */
interface Beginning {
  readonly open: Opening
  readonly source: DataRequest
}

function newTraining(options: TrainOptions, settings: RunSettings): Beginning {
  const standard = { ...defaults(hyperparameterTable), ...presets[options.preset ?? 'official'] }
  const given = givenSettings(hyperparameterTable, { ...options }, standard)
  const hyperparameters: Hyperparameters = { ...standard, ...given }
  const source = dataRequest(options) ?? { data: 'imdb' }
  return {
    source,
    open: async tell => {
      const corpus = await readCorpus(source, hyperparameters.tokenizer, 'training')
      const { openSkipGram: open } = await loadEngine(settings.engine)
      const { vectorWidth } = settings
      return freshSession(corpus, source, hyperparameters, skip => open({ ...skip, vectorWidth }), tell)
    },
  }
}

async function storedTraining(folder: TrainingFolder, options: TrainOptions): Promise<Beginning> {
  const stored = await folder.stored()
  const { hyperparameters, provenance } = stored.description
  const given = givenSettings(hyperparameterTable, { ...options }, hyperparameters)
  refuseChanges(hyperparameterTable, hyperparameters, given)
  refuseOtherDecay(hyperparameters, given)
  const source = dataRequest(options) ?? provenance.source
  if (!source) {
    throw new LstmError('model', `the training in ${folder.path} does not name its data`, {
      hint: 'name it with --data',
    })
  }
  return {
    source,
    open: async () => {
      const corpus = await readCorpus(source, hyperparameters.tokenizer, 'training')
      return resumedSession(corpus, stored, { ...hyperparameters, ...given })
    },
  }
}

/** @throws LstmError 'usage' when learning rates that fall to the last epoch would fall to another one */
function refuseOtherDecay(stored: Hyperparameters, given: Partial<Hyperparameters>): void {
  const { maxEpochs = stored.maxEpochs } = given
  if (!stored.learningRateDecay || maxEpochs === stored.maxEpochs) return
  throw new LstmError(
    'usage',
    `--max-epochs was ${stored.maxEpochs} when this training began, and its learning rate falls to 0 by then`,
    { hint: 'leave the flag out, or start a new training without --resume' },
  )
}

/** Lets the training go on to its end, and shows each event: to people on stderr, to programs on stdout. */
async function show(
  training: Training,
  folder: string,
  source: DataRequest,
  interrupt: AbortController,
  json: boolean,
): Promise<void> {
  const bar = progressBar('{phase} [{bar}] {percentage} %')
  let display = silentDisplay
  let release = () => {}
  try {
    for await (const event of training) {
      if (event.event === 'progress') {
        bar.update(Math.floor(100 * event.share), 100, { phase: event.phase })
        continue
      }
      if (event.event === 'start') {
        bar.stop()
        // Before there is anything to save, a signal ends the program at once.
        release = abortOnSignal(interrupt, by =>
          say(`${interruptions[by]}: saving; once more to end at once`),
        )
        for (const line of startLines(event, source)) say(line)
        if (!json) display = trainingDisplay(event.updates, event.update)
      } else if (event.event === 'end') {
        display.stop()
        for (const line of endLines(folder, event)) say(line)
      } else display.show(event)
      if (!json) continue
      // A training survives its reader. What became of its output is told when all is saved.
      if (event.event === 'end') await writeJson({ ...event, model: join(folder, bestName) })
      else await reportJson(event)
    }
  } finally {
    release()
    bar.stop()
    display.stop()
  }
}
