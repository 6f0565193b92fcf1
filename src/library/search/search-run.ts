/** What `search` does. */
import type { LabelledRows } from '../../data/labelled-rows.ts'
import { loadEngine } from '../../engines/load-engine.ts'
import { LstmError } from '../../errors.ts'
import { metricNamed } from '../../evaluation/metric.ts'
import { bytesOf } from '../../formats/bytes.ts'
import { host } from '../../host/index.ts'
import { threadCount } from '../../model/thread-count.ts'
import { type Hyperparameters, hyperparameterTable } from '../../settings/hyperparameters.ts'
import { checkedSettings, flag, type Naming, withoutIdle } from '../../settings/table.ts'
import { machineSpeed } from '../../training/machine-speed.ts'
import { nextStep, rungsFor, type Step, shareOf } from '../../training/search/halving.ts'
import { bestTrial } from '../../training/search/merit.ts'
import { differences, SearchDraws, standardSpace } from '../../training/search/search-space.ts'
import { Watch } from '../../training/watch.ts'
import { learnedOf } from '../known/tried-model.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import { checkedRunSettings } from '../run-options.ts'
import { requireBegun, requireOwnTrials } from './earlier-trials.ts'
import { refuseIdleInSearch } from './idle-in-search.ts'
import { beginningsOf, judgingTexts, type SearchBeginning } from './search-beginnings.ts'
import {
  patience,
  type SearchEvent,
  type SearchOptions,
  type SearchStart,
  type TrialEvent,
  type WinnerEvent,
} from './search-events.ts'
import { foldsOfTrial, type MeasuredTrial, SearchTrials } from './search-trials.ts'

/** With fewer texts a trial is judged by all folds. */
const fewTexts = 2000
/** The share of the time that is kept for what nobody foresees. */
const kept = 0.01

/** A search from its first event to its last. */
export async function* searchRun(
  data: LabelledRows | CorpusFiles,
  options: SearchOptions,
  nameOf: Naming,
): AsyncGenerator<SearchEvent> {
  const { earlier = [], signal, minutes } = options
  const run = checkedRunSettings(options)
  requireBegun(earlier)
  const done = earlier.filter(event => event.event === 'trial')
  const begun = earlier.find(event => event.event === 'search')
  const watch = minutes === undefined ? undefined : new Watch(minutes, done.at(-1)?.spent)
  const fixed = checkedSettings(hyperparameterTable, options.settings ?? {})
  const notices: string[] = []
  const beginnings = await beginningsOf(data, {
    ...{ ...options, threads: run.threads, fixed },
    allowance: watch && (() => ({ seconds: watch.left(), speed: machineSpeed(), threads: threadCount(run) })),
    say: line => notices.push(line),
  })
  refuseIdleInSearch(fixed, beginnings, options.space ?? standardSpace, nameOf)
  const judging = judgingTexts(beginnings)
  const learned = judging ? learnedOf(judging) : 0
  const now = startOf(beginnings, fixed, learned, options, notices)
  requireSame(begun, now)
  // How many trials there are at most may be another number: the same ones come first.
  const start = begun ? { ...begun, trials: now.trials } : now
  const { openSkipGram } = await loadEngine(run.engine)
  const trials = new SearchTrials({
    start,
    beginnings: beginnings.map((beginning, n) => ({ ...beginning, base: start.beginnings[n]!.base })),
    judging,
    source: 'request' in data ? data.request : undefined,
    run,
    openSkipGram,
    signal: signal ?? new AbortController().signal,
    onProgress: options.onProgress,
  })
  const search = new Search({ start, trials, options, fixed, watch })
  search.remember(done)
  if (!begun) yield start
  yield* search.trials()
  yield search.winner()
}

function startOf(
  beginnings: readonly SearchBeginning[],
  fixed: Partial<Hyperparameters>,
  learned: number,
  { seed = 123, metric = 'accuracy', folds, trials, size, latency, halving = true, shard }: SearchOptions,
  notices: readonly string[],
): SearchStart {
  const { corpus } = beginnings[0]!
  const texts = corpus.train.labels.length
  metricNamed(metric, corpus.labelNames)
  const inTrial = (texts * (foldsOfTrial - 1)) / foldsOfTrial
  return {
    event: 'search',
    digest: corpus.digest,
    ...(corpus.columns && { columns: corpus.columns }),
    labels: corpus.labelNames,
    ...(corpus.train.weights && { weights: sha256(corpus.train.weights) }),
    texts,
    beginnings: beginnings.map(({ given, base, known }) => {
      const digests = digestsOf(known)
      return { given, base, ...(Object.keys(digests).length > 0 && { digests }) }
    }),
    learned,
    fixed: Object.fromEntries(Object.entries(fixed).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...{ seed, metric },
    folds: folds ?? (texts < fewTexts ? foldsOfTrial : 1),
    rungs: halving && !shard ? rungsFor(inTrial) : 0,
    trials: trials ?? null,
    size: size ?? null,
    latency: latency ?? null,
    shard: shard ?? { index: 0, of: 1 },
    notices,
  }
}

/** @throws LstmError 'usage' when what is gone on with is another search */
function requireSame(earlier: SearchStart | undefined, now: SearchStart): void {
  if (!earlier) return
  const begins = ({ beginnings }: SearchStart) => JSON.stringify(beginnings.map(({ given }) => given))
  // A search of before has none of them.
  const changed = earlier.beginnings.some(
    ({ digests }, n) => digests && JSON.stringify(digests) !== JSON.stringify(now.beginnings[n]?.digests),
  )
  const names = [
    // Some of them change how the texts are read as well.
    ...(earlier.fixed ? (['fixed'] as const) : []),
    ...(earlier.columns ? (['columns'] as const) : []),
    ...(earlier.labels ? (['labels'] as const) : []),
    ...([
      'digest',
      'weights',
      'texts',
      'learned',
      'seed',
      'metric',
      'folds',
      'rungs',
      'size',
      'latency',
      'shard',
    ] as const),
    // Pieces are put together by their numbers.
    ...(earlier.shard.of > 1 ? (['trials'] as const) : []),
  ]
  const different =
    names.find(name => JSON.stringify(earlier[name]) !== JSON.stringify(now[name])) ??
    (begins(earlier) !== begins(now) ? 'beginnings' : changed ? 'known' : undefined)
  if (!different) return
  const told = {
    digest: 'text to learn from',
    texts: 'number of texts',
    learned: 'model that has learned from some of the texts',
    columns: 'column of texts or labels',
    labels: 'set of labels',
    weights: 'column of weights',
    rungs: 'halving of the texts',
    fixed: otherFlags(earlier.fixed ?? {}, now.fixed ?? {}),
    trials: 'number of trials',
    beginnings: '--from or --word-vectors',
    known: 'model or other word vectors to start from',
  } as const
  throw new LstmError(
    'usage',
    `the search to go on with had another ${different in told ? told[different as keyof typeof told] : different}`,
    { hint: 'give the same data and flags, or begin another search elsewhere' },
  )
}

function sha256(values: Float64Array): string {
  const hash = host.sha256()
  hash.update(bytesOf(values))
  return hash.digest()
}

function digestsOf({ provenance }: SearchBeginning['known']) {
  const { from, wordVectors } = provenance ?? {}
  return { ...(from && { from: from.digest }), ...(wordVectors && { wordVectors: wordVectors.digest }) }
}

/** The flags of settings that differ. */
function otherFlags(one: Partial<Hyperparameters>, other: Partial<Hyperparameters>): string {
  const names = Object.keys({ ...one, ...other }) as (keyof Hyperparameters)[]
  return names
    .filter(name => one[name] !== other[name])
    .map(name => flag(name))
    .join(', ')
}

interface SearchParts {
  readonly start: SearchStart
  readonly trials: SearchTrials
  readonly options: SearchOptions
  /** Settings that no trial changes. */
  readonly fixed: Partial<Hyperparameters>
  readonly watch: Watch | undefined
}

class Search {
  readonly #parts: SearchParts
  readonly #draws: SearchDraws
  readonly #done: TrialEvent[] = []
  /** The trial whose model was given to `onBest` last. */
  #given: number | undefined
  /** Why trial 0 came to no model, where not because of a bound. */
  #failure: LstmError | undefined
  /** Seconds of the search that is gone on with. */
  #spentBefore = 0
  readonly #begin = performance.now()
  /** Seconds that trainings took, and those they were thought to take. */
  #taken = { seconds: 0, expected: 0 }
  /** N-grams that need not be made again. */
  readonly #fitted = new Set<string>()

  constructor(parts: SearchParts) {
    const { start, trials, options, fixed } = parts
    const space = Object.entries(options.space ?? standardSpace).filter(([name]) => !(name in fixed))
    this.#parts = parts
    this.#draws = new SearchDraws(start.seed, trials.beginnings, Object.fromEntries(space), drawn =>
      trials.keyOf({ ...drawn, rung: 0 }, []),
    )
  }

  /** What an earlier search came to. @throws LstmError 'data' for trials that are none of this one */
  remember(events: readonly TrialEvent[]): void {
    requireOwnTrials(events, this.#parts.start, this.#draws, this.#parts.trials)
    for (const event of events) this.#know(event)
    // They were in the memory of another program.
    this.#fitted.clear()
    this.#spentBefore = events.at(-1)?.spent ?? 0
  }

  #know(event: TrialEvent): void {
    this.#done.push(event)
    if (event.best) this.#given = event.trial
    if (event.badness === null || event.same !== undefined) return
    this.#taken.seconds += event.seconds
    this.#taken.expected += this.#expected(event)
    this.#fitted.add(this.#parts.trials.ngramsOf(event))
  }

  async *trials(): AsyncGenerator<TrialEvent> {
    const { rungs, trials, shard } = this.#parts.start
    const speed = machineSpeed()
    let idle = 0
    while (!this.#isOver(idle)) {
      if (this.#parts.options.signal?.aborted)
        throw new LstmError('interrupted', 'the search was interrupted')
      const steps = this.#done.map(({ trial, rung, badness }) => ({
        ...{ trial, rung },
        badness: badness ?? Number.POSITIVE_INFINITY,
      }))
      const step = nextStep(steps, { rungs, trials: trials ?? Number.POSITIVE_INFINITY, shard })
      if (!step) return
      const event = await this.#event(step, speed)
      idle = event.seconds === 0 ? idle + 1 : 0
      this.#know(event)
      yield event
    }
  }

  #isOver(idle: number): boolean {
    const { watch } = this.#parts
    return watch !== undefined && this.#done.length > 0 && (idle >= patience || watch.left() <= this.#kept())
  }

  /** Seconds. */
  #kept(): number {
    return kept * 60 * (this.#parts.options.minutes ?? 0)
  }

  /** @throws LstmError 'model' where no trial keeps the bounds; what the first trial threw where no model came of any */
  winner(): WinnerEvent {
    const { watch, trials, options } = this.#parts
    const best = this.#best(this.#done)
    if (!best && options.shard === undefined) throw this.#noModel()
    const { beginning, changes, trial } = best ?? { ...this.#draws.trial(0), trial: 0 }
    const { given, base, usual } = trials.beginnings[beginning]!
    const settings = withoutIdle(hyperparameterTable, { ...base, ...changes })
    // Where nothing says from which model it begins, the preset would decide that itself.
    const begins = { from: 'none', ...given }
    return {
      event: 'winner',
      trial,
      settings,
      changes: { ...begins, ...differences(settings, usual) },
      given: this.#given === trial,
      badness: best?.badness ?? null,
      left: watch ? watch.left() : null,
    }
  }

  /** Why there is no winner: no trial came to a model, or none that is small and fast enough. */
  #noModel(): LstmError {
    const { rungs, size, latency } = this.#parts.start
    const bounds = [...(size === null ? [] : ['--size']), ...(latency === null ? [] : ['--latency'])]
    const much = ({ bytes, latency }: TrialEvent) => (size === null ? latency! : bytes!)
    const [nearest] = this.#done
      .filter(({ rung, bytes }) => rung === rungs && bytes !== undefined)
      .sort((a, b) => much(a) - much(b))
    if (nearest && bounds.length > 0) {
      const problem = `no trial came to a model that is allowed: ${nearest.problem}`
      return new LstmError('model', problem, { hint: `allow more with ${bounds.join(' or ')}` })
    }
    const problem = this.#done.find(({ trial }) => trial === 0)?.problem
    return new LstmError(this.#failure?.code ?? 'data', `no trial came to a model: ${problem}`, {
      hint: this.#failure?.hint ?? 'lstm train says more of it',
    })
  }

  async #event(step: Step, speed: number): Promise<TrialEvent> {
    const { trials, options, watch } = this.#parts
    const drawn = this.#draws.trial(step.trial)
    const about = { ...step, ...drawn }
    // The first one is what there is to beat: it has the time that it takes.
    const first = this.#done.length === 0
    if (!first && !this.#fits(step, speed))
      return this.#leftOut(about, 'it would not have fitted into the time')
    // What was drawn counts, and not what became of it: a bound of the size makes n-grams fewer only after a first fit.
    const key = (step: Step) => trials.keyOf({ ...step, ...this.#draws.trial(step.trial) }, this.#done)
    const same = this.#done.find(
      event => event.rung === step.rung && event.badness !== null && key(event) === key(step),
    )
    if (same) {
      const { best: _, spent: __, seconds: ___, ...figures } = same
      const { event, spent, seconds, best } = this.#about(about, 0)
      return { ...figures, ...about, event, share: same.share, same: same.trial, spent, seconds, best }
    }
    const begin = performance.now()
    let measured: MeasuredTrial
    try {
      measured = await trials.measured(about, first || !watch ? undefined : watch.left() - this.#kept())
    } catch (error) {
      if (!(error instanceof LstmError) || (error.code === 'interrupted' && options.signal?.aborted))
        throw error
      if (step.trial === 0 && error.code !== 'interrupted') this.#failure = error
      const problem = error.code === 'interrupted' ? 'the time was up' : error.message
      return this.#leftOut(about, problem, (performance.now() - begin) / 1000)
    }
    const { figures, model } = measured
    const event = { ...this.#about(about, (performance.now() - begin) / 1000), ...figures }
    if (this.#best([...this.#done, event]) !== event) return event
    await options.onBest?.(model)
    return { ...this.#about(about, (performance.now() - begin) / 1000), ...figures, best: true }
  }

  /** The best that had all texts and keeps the bounds. */
  #best(events: readonly TrialEvent[]): TrialEvent | undefined {
    const { rungs, beginnings } = this.#parts.start
    const allowed = events.flatMap(event => {
      const { rung, judged, same, problem } = event
      return rung === rungs && judged && same === undefined && problem === undefined
        ? [{ ...event, judged, event }]
        : []
    })
    return bestTrial(allowed, beginnings.length)?.event
  }

  #expected({ trial, rung }: Step): number {
    const { trials } = this.#parts
    const step = { ...this.#draws.trial(trial), rung }
    return trials.secondsOf(step, this.#fitted.has(trials.ngramsOf(step)))
  }

  /** Whether a step is done before the time is up. */
  #fits(step: Step, speed: number): boolean {
    const { watch } = this.#parts
    if (!watch) return true
    // What the trainings have shown is better known than what the machine seems to be.
    const factor = this.#taken.expected > 0 ? this.#taken.seconds / this.#taken.expected : 1 / speed
    return factor * this.#expected(step) <= watch.left() - this.#kept()
  }

  #leftOut(about: About, problem: string, seconds = 0): TrialEvent {
    return { ...this.#about(about, seconds), problem }
  }

  #about(about: About, seconds: number): TrialEvent {
    const { start, watch } = this.#parts
    const { trial, rung, beginning, changes } = about
    return {
      event: 'trial',
      ...{ trial, rung, beginning, changes },
      share: shareOf(rung, start.rungs),
      badness: null,
      seconds,
      spent: watch ? watch.spent() : this.#spentBefore + (performance.now() - this.#begin) / 1000,
      best: false,
    }
  }
}

type About = Step & Pick<TrialEvent, 'beginning' | 'changes'>
