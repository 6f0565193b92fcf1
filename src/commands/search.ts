import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { isFile } from '../files/make-folder.ts'
import type { CorpusFiles } from '../library/read-corpus.ts'
import { searchEventAt } from '../library/search-event-schema.ts'
import type { SearchEvent, SearchOptions, WinnerEvent } from '../library/search-events.ts'
import { searchReport } from '../library/search-report.ts'
import { search } from '../library/start-search.ts'
import { trainHere } from '../library/start-training.ts'
import { startOf, toldWinner } from '../library/trials-told.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { environmentSettings, runSettingTable } from '../settings/run-settings.ts'
import { flag, parseNumber } from '../settings/table.ts'
import { bestName } from '../storage/folder-names.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import { encodeModel } from '../storage/model-file.ts'
import { SearchLog } from '../storage/search-log.ts'
import { readModel, writeTensorFile } from '../storage/tensor-file.ts'
import { counted } from '../wording.ts'
import { addDataOptions, type DataOptions, dataRequest, filesOf } from './data-options.ts'
import { addFlags, type Flags, type Given } from './flags.ts'
import { reportJson, requireOutput, say } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { proveReport, writeReport } from './report-page.ts'
import { searchTable, showTrial, trialLine, winnerCommand } from './search-display.ts'
import { addSettings, givenSettings } from './settings.ts'
import { parseShard } from './shard-option.ts'
import { abortOnSignal, interruptedBy, interruptions } from './signals.ts'
import { showTraining } from './train.ts'

const flags = {
  '--out <folder>': `where trials and model go (default: ${defaultRoot}/search)`,
  '--minutes <n>':
    'how long the search may take, reading included; the best model so far is kept (default: as long as --trials take)',
  '--trials <n>': 'settings tried at most: the same number and --seed find the same',
  '--from <model>':
    "a model that trainings may go on from; none: not (default: 'pretrained', where it knows the words and not the texts)",
  '--word-vectors <path|package>':
    'word vectors that trainings may start from: a file of GloVe, word2vec or fastText (.vec), also compressed, or an npm package of them',
  '--size <bytes>': 'the model file at most: 200KB, 2MB',
  '--latency <ms>': 'milliseconds for one text by itself at most, by the clock: 1ms',
  '--shard <i/n>': 'only piece I of N of the trials, for lstm merge; without halving',
  '--report <path>': 'also write a page for the browser: the trials, and what they cost',
  '--no-halving': 'every trial on all texts: else trials begin on a part of them, and the best third goes on',
  '--resume':
    'go on with the search in the --out folder: the same flags, but for --trials, --minutes, --report and how it runs',
  '--json': 'write each event to stdout as a line of JSON',
} as const satisfies Flags

type SearchCommandOptions = DataOptions & Given<typeof flags>

export function searchCommand(): Command {
  const command = new Command('search')
    .summary('find the settings that do best on your texts, within a time')
    .description(
      'Tries what train would do from nothing, and then other settings and beginnings, judged on texts held out of training; keeps the best model. Each setting that is given is left as it is; the others are what auto chooses and what is tried, not the defaults shown below, which are those of the official example. Give --minutes, --trials or both.',
    )
  addFlags(addDataOptions(command), flags)
  const { minutes: _, ...settings } = hyperparameterTable
  addSettings(command, settings)
  return addSettings(command, runSettingTable).action(runSearch)
}

async function runSearch(options: SearchCommandOptions): Promise<void> {
  const source = dataRequest(options)
  if (!source) throw new LstmError('usage', 'what is searched for? Name the texts with --data')
  const folder = options.out ?? join(defaultRoot, 'search')
  const data = filesOf(source)
  const run = {
    ...{ vectorWidth: runSettingTable.vectorWidth.default, ...environmentSettings(process.env) },
    ...givenSettings(runSettingTable, { ...options }),
  }
  const { report } = options
  await proveReport(report)
  const interrupt = new AbortController()
  const events: SearchEvent[] = []
  const release = abortOnSignal(interrupt, by =>
    say(`${interruptions[by]}: ending${events.length > 0 ? ' the trial' : ''}; once more to end at once`),
  )
  const log = await SearchLog.open(folder, { resume: options.resume === true })
  let winner: WinnerEvent | undefined
  const bar = progressBar()
  const begun = performance.now()
  try {
    for (const [i, event] of log.earlier.entries())
      events.push(
        searchEventAt(`${log.path}:${i + 1}`, 'begin another search elsewhere, with --out', () => event),
      )
    const wanted = { ...searchOptions(options), ...run, signal: interrupt.signal }
    // What an earlier search spent counts as well.
    const spentBefore = events.findLast(event => event.event === 'trial')?.spent ?? 0
    const left = () =>
      wanted.minutes && 60 * wanted.minutes - spentBefore - (performance.now() - begun) / 1000
    const trials = search(data, {
      ...wanted,
      onReading: ({ phase, share }) => bar.update(phase, share),
      onProgress: progress => showTrial(bar, progress, left()),
      earlier: events.filter(({ event }) => event !== 'winner'),
      onBest: model => writeTensorFile(join(folder, bestName), encodeModel(model)),
    })
    for await (const event of trials) {
      bar.stop()
      events.push(event)
      await log.append(event)
      if (options.json) await reportJson(event)
      if (event.event === 'search') for (const notice of event.notices) say(notice)
      if (event.event === 'trial' && (event.seconds > 0 || event.same !== undefined))
        say(trialLine(startOf(events), event, options.minutes))
      if (event.event === 'winner') winner = event
    }
  } catch (error) {
    if (!(error instanceof LstmError && error.code === 'interrupted')) throw error
    const { reason: cause } = interrupt.signal
    if (events.length === 0) {
      const hint = 'begin again with the same command'
      throw new LstmError('interrupted', 'interrupted before the first trial', { hint, cause })
    }
    const best = join(folder, bestName)
    const soFar = (await isFile(best)) ? `the best so far: ${best}; ` : ''
    const hint = `${soFar}go on with the same command and --resume`
    throw new LstmError('interrupted', 'interrupted; all trials that ended are kept', { hint, cause })
  } finally {
    bar.stop()
    release()
    await log.close()
  }
  for (const line of searchTable(events)) say(line)
  if (options.shard === undefined) {
    await keepWinner(data, winner!, { folder, run, options, told: toldWinner(events, winner!.trial) })
  } else say(`the trials of this piece: ${log.path}`)
  // Last, since a full disk ends the command here: the model is kept by then.
  if (report !== undefined) await writeReport(report, searchReport(source.data, events))
  requireOutput()
}

/**
 * Says which model has won. It is trained first where its trial was made by another search, or where the folder holds another one,
 * as that of a trial which a killed search had not told yet.
 */
async function keepWinner(
  data: CorpusFiles,
  { changes, settings: won, given, left }: WinnerEvent,
  {
    folder,
    run,
    options,
    told,
  }: {
    readonly folder: string
    readonly run: object
    readonly options: SearchCommandOptions
    /** Which trial it is, and how good. */
    readonly told: string
  },
): Promise<void> {
  const path = join(folder, bestName)
  if (!(given && (await isModelOf(path, won)))) {
    const interrupt = new AbortController()
    const settings = { ...changes, ...run, out: folder, preset: 'auto', signal: interrupt.signal } as const
    try {
      await showTraining(trainHere(data, settings, flag), folder, interrupt, options.json === true)
    } catch (error) {
      throw interruptedBy(interrupt, error, 'go on with the same command and --resume')
    }
  }
  const { size } = await stat(path)
  say(`model: ${path}, ${counted(size, 'byte')}, of ${told}`)
  if (left !== null)
    say(`in ${(60 * Number(options.minutes) - left).toFixed(1)} of ${60 * Number(options.minutes)} s`)
  say('this trains the same model without a search:')
  say(`  ${winnerCommand(options, changes, folder)}`)
}

/** Whether the file holds a model of these settings. */
async function isModelOf(path: string, settings: Hyperparameters): Promise<boolean> {
  if (!(await isFile(path))) return false
  const { hyperparameters } = await readModel(path)
  return Object.entries(settings).every(
    ([name, value]) => hyperparameters[name as keyof Hyperparameters] === value,
  )
}

function searchOptions(options: SearchCommandOptions): SearchOptions {
  const given = givenSettings(hyperparameterTable, { ...options }) as Partial<Hyperparameters>
  const { minutes, folds, metric, seed, ...settings } = given
  const { trials, from, wordVectors, size, latency, halving, shard } = options
  return {
    settings,
    ...(minutes && { minutes }),
    ...(folds && { folds }),
    ...(metric !== undefined && { metric }),
    ...(seed !== undefined && { seed }),
    ...(trials !== undefined && { trials: parseNumber('--trials', { kind: 'integer', minimum: 1 }, trials) }),
    ...(from !== undefined && { from }),
    ...(wordVectors !== undefined && { wordVectors }),
    ...(size !== undefined && { size: parseBytes(size) }),
    ...(latency !== undefined && { latency: parseMilliseconds(latency) }),
    ...(halving !== undefined && { halving }),
    ...(shard !== undefined && { shard: parseShard(shard) }),
  }
}

const units = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30 } as const

function parseBytes(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const factor = units[unit.toUpperCase() as keyof typeof units]
  if (digits !== undefined && factor !== undefined && Number(digits) > 0)
    return Math.floor(Number(digits) * factor)
  throw new LstmError('usage', `--size wants a size such as 200KB or 2MB, not '${text}'`)
}

function parseMilliseconds(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? []
  if (digits !== undefined && Number(digits) > 0) return Number(digits) * (unit === 's' ? 1000 : 1)
  throw new LstmError('usage', `--latency wants a time such as 1ms, not '${text}'`)
}
