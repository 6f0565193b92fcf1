import { join } from 'node:path'
import { Command, Option } from 'commander'
import type { Engine, Parameters } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { settle } from '../engines/settle.ts'
import { LstmError } from '../errors.ts'
import { openPredictor } from '../model/classifier.ts'
import type { Provenance } from '../model/model.ts'
import { withTemperature } from '../model/temperature.ts'
import { threadCount } from '../model/threads.ts'
import {
  type Hyperparameters,
  hyperparameterTable,
  keepProbabilityOf,
  optimizerOf,
} from '../settings/hyperparameters.ts'
import { type PresetName, presets } from '../settings/presets.ts'
import { type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { defaults } from '../settings/table.ts'
import { decodeTraining, encodeModel, encodeTraining } from '../storage/model-file.ts'
import {
  appendHistory,
  bestName,
  defaultRoot,
  lastName,
  prepareFolder,
  readTensorFile,
  setAside,
  writeHistory,
  writeTensorFile,
} from '../storage/training-folder.ts'
import type { Validation } from '../training/early-stopping.ts'
import { resultsOn, resumeSession, type Session, startSession, temperatureOf } from '../training/session.ts'
import { type Ending, train, updatesPerEpoch } from '../training/train.ts'
import { trainingRecord } from '../training/training-record.ts'
import type { TrainingState } from '../training/training-state.ts'
import { addDataOptions, type DataOptions, dataRequest, readCorpus } from './data-options.ts'
import { say, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { addSettings, givenSettings, refuseChanges, runSettings } from './settings.ts'
import { silentDisplay, trainingDisplay } from './training-display.ts'
import {
  describeStart,
  type EndReport,
  endEvent,
  endLines,
  resumeCommand,
  startEvent,
} from './training-report.ts'

interface TrainOptions extends DataOptions {
  readonly preset?: PresetName
  readonly out?: string
  readonly resume?: true
  readonly json?: true
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
    .option(
      '--resume',
      'go on with the training in the --out folder, to the same bits as if it had never stopped',
    )
    .option('--json', 'write each event to stdout, a JSON object a line')
  addDataOptions(command)
  addSettings(command, hyperparameterTable)
  return addSettings(command, runSettingTable).action(runTrain)
}

async function runTrain(options: TrainOptions): Promise<void> {
  const folder = options.out ?? join(defaultRoot, options.preset ?? 'official')
  const settings = runSettings({ ...options })
  const session = options.resume
    ? await storedSession(folder, options)
    : await newSession(folder, options, settings)
  const engine = await openTrainingEngine(session, settings)
  try {
    // Nothing in the folder is touched before all that could fail at the start has gone well.
    if (options.resume) await writeHistory(folder, session.state.history)
    else if (await setAside(folder)) say(`the earlier training is kept in ${join(folder, 'previous')}`)
    const { state, ending } = await trainIn(folder, session, engine, settings, options.json === true)
    if (ending === 'interrupted') {
      throw new LstmError('interrupted', `interrupted after update ${state.update}; everything is saved`, {
        hint: `go on with: ${resumeCommand(folder)}`,
      })
    }
    await finish(folder, session, state, ending, settings, options.json === true)
  } finally {
    await engine.dispose()
  }
}

async function newSession(folder: string, options: TrainOptions, settings: RunSettings): Promise<Session> {
  const hyperparameters: Hyperparameters = {
    ...defaults(hyperparameterTable),
    ...presets[options.preset ?? 'official'],
    ...givenSettings(hyperparameterTable, { ...options }),
  }
  const source = dataRequest(options) ?? { data: 'imdb' }
  await prepareFolder(folder)
  const corpus = await readCorpus(source, hyperparameters.tokenizer, 'training')
  if (hyperparameters.wordVectorEpochs > 0) say('making word vectors from the training texts')
  const { openSkipGram } = await loadEngine(settings.engine)
  const bar = progressBar('word vectors [{bar}] {percentage} %')
  try {
    return await startSession(corpus, source, hyperparameters, openSkipGram, share =>
      bar.update(Math.floor(100 * share), 100),
    )
  } finally {
    bar.stop()
  }
}

async function storedSession(folder: string, options: TrainOptions): Promise<Session> {
  const path = join(folder, lastName)
  const stored = decodeTraining(await readTensorFile(path), path)
  const { hyperparameters, provenance } = stored.description
  const given = givenSettings(hyperparameterTable, { ...options })
  refuseChanges(hyperparameterTable, hyperparameters, given)
  refuseOtherDecay(hyperparameters, given)
  const source = dataRequest(options) ?? provenance.source
  if (!source) throw new LstmError('model', `${path} does not name its data`, { hint: 'name it with --data' })
  await prepareFolder(folder)
  const corpus = await readCorpus(source, hyperparameters.tokenizer, 'training')
  return resumeSession(corpus, stored, { ...hyperparameters, ...given })
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

async function openTrainingEngine(
  { sizes, state, description: { hyperparameters } }: Session,
  settings: RunSettings,
): Promise<Engine> {
  const { openEngine } = await loadEngine(settings.engine)
  return openEngine({
    sizes,
    state: state.engine,
    optimizer: optimizerOf(hyperparameters),
    weightDecay: hyperparameters.weightDecay,
    adversarial: hyperparameters.adversarial,
    maximumNorm: hyperparameters.maximumNorm,
    keepProbability: keepProbabilityOf(hyperparameters),
    threads: threadCount(settings),
  })
}

/** Trains to the end or to an interrupt, saving in the folder and showing what happens. */
async function trainIn(
  folder: string,
  session: Session,
  engine: Engine,
  settings: RunSettings,
  json: boolean,
): Promise<{ state: TrainingState; ending: Ending }> {
  const { data, state, sizes, description } = session
  const { hyperparameters } = description
  for (const line of describeStart(session, settings)) say(line)
  if (json) await writeJson(startEvent(session, settings))

  const updates = hyperparameters.maxEpochs * updatesPerEpoch(data, hyperparameters)
  const display = json ? silentDisplay : trainingDisplay(updates, state.update)
  const writing = { history: Promise.resolve() }
  try {
    return await train({
      data,
      hyperparameters,
      sizes,
      engine,
      state,
      signal: interruptSignal(),
      save: async current => {
        const best = current.best ?? settle(current.engine, optimizerOf(hyperparameters), sizes).parameters
        await saveBest(folder, session, best, current.history)
        await writeTensorFile(join(folder, lastName), encodeTraining(description, sizes, current))
      },
      saveBest: (best, history) => saveBest(folder, session, best, history),
      report(event) {
        display.show(event)
        if (json) void writeJson({ ...event, memoryBytes: engine.memoryBytes() })
        if (event.event === 'validation') {
          const { event: _, best, badCounter, ...validation } = event
          writing.history = writing.history.then(() => appendHistory(folder, validation))
        }
      },
    })
  } finally {
    display.stop()
    await writing.history
  }
}

function saveBest(
  folder: string,
  session: Session,
  parameters: Parameters,
  history: readonly Validation[],
  end: Pick<Provenance, 'results' | 'temperature'> = {},
): Promise<void> {
  const { description, sizes } = session
  const provenance = { ...description.provenance, ...end }
  const record = trainingRecord(history, end.results)
  const model = { ...description, sizes, parameters, provenance, record }
  return writeTensorFile(join(folder, bestName), encodeModel(model))
}

/** Official: the best parameters are put back, the three errors computed with them and saved beside them. */
async function finish(
  folder: string,
  session: Session,
  state: TrainingState,
  ending: Exclude<Ending, 'interrupted'>,
  settings: RunSettings,
  json: boolean,
): Promise<void> {
  const { description, sizes, data } = session
  const { hyperparameters } = description
  const parameters = state.best ?? settle(state.engine, optimizerOf(hyperparameters), sizes).parameters
  const predictor = await openPredictor({ ...description, sizes, parameters }, settings)
  try {
    const results = await resultsOn(data, predictor, hyperparameters, state.update)
    const temperature = hyperparameters.calibrate
      ? await temperatureOf(data, predictor, hyperparameters)
      : undefined
    const finished = temperature === undefined ? parameters : withTemperature(parameters, temperature)
    await saveBest(folder, session, finished, state.history, { results, ...(temperature && { temperature }) })
    const report: EndReport = { folder, ending, results, temperature, memoryBytes: predictor.memoryBytes() }
    for (const line of endLines(report)) say(line)
    if (json) await writeJson(endEvent(report))
  } finally {
    await predictor.dispose()
  }
}

/** Aborted by the first interrupt. The second one finds no handler and ends the program at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort()
      say('\nfinishing this update and saving; once more to stop at once')
    })
  }
  return controller.signal
}
