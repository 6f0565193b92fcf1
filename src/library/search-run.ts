/** What `search` does. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { EngineModule } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { evaluation } from '../evaluation/evaluation.ts'
import { metricNamed } from '../evaluation/metric.ts'
import type { FoldFigures, Model } from '../model/model.ts'
import { scoreColumns } from '../model/ngram-part.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { presets } from '../settings/presets.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { checkedSettings } from '../settings/table.ts'
import { answerFold, figuresOf } from '../training/cross-validation.ts'
import { summaryOf } from '../training/fold-summary.ts'
import { machineSpeed } from '../training/machine-speed.ts'
import { settingsFor } from '../training/plan.ts'
import { nextStep, rungsFor, type Step, shareOf } from '../training/search/halving.ts'
import { differences, SearchDraws, standardSpace } from '../training/search/search-space.ts'
import { secondsOf } from '../training/time-plan.ts'
import { Watch } from '../training/watch.ts'
import { corpusOf } from './corpus-of.ts'
import { modelBytes } from './model-bytes.ts'
import type { CorpusFiles } from './read-corpus.ts'
import { checkedRunSettings } from './run-options.ts'
import type { SearchEvent, SearchOptions, SearchStart, TrialEvent } from './search-events.ts'

/** With fewer texts a trial is judged by all folds. */
const fewTexts = 2000
const foldsOfTrial = 5
/** The share of the time that trial 0 may take: others are to follow. */
const firstShare = 0.25
/** Trials that did not fit one after another, after which the search is over. */
const patience = 30
/** The share of the time that is kept for what nobody foresees. */
const kept = 0.02
/** A better trial takes the place of trial 0 only where it is better by this many standard errors. */
const margin = 0.5

/** A search from its first event to its last. */
export async function* searchRun(
  data: LabelledRows | CorpusFiles,
  options: SearchOptions,
): AsyncGenerator<SearchEvent> {
  const { earlier = [], signal } = options
  const run = checkedRunSettings(
    Object.fromEntries(Object.entries(options).filter(([name]) => runs.has(name))),
  )
  const done = earlier.filter(event => event.event === 'trial')
  const watch = options.minutes === undefined ? undefined : new Watch(options.minutes, done.at(-1)?.spent)
  const fixed = checkedSettings(hyperparameterTable, options.settings ?? {})
  const { tokenizer } = { ...presets.auto, ...fixed }
  const corpus = await corpusOf(data, { purpose: 'training', tokenizer, signal, threads: run.threads })
  const { openSkipGram } = await loadEngine(run.engine)
  const start = startOf(corpus, fixed, options, watch)
  requireSame(
    earlier.find(event => event.event === 'search'),
    start,
  )
  const search = new Search({
    corpus,
    start: earlierStart(earlier) ?? start,
    options,
    run,
    openSkipGram,
    fixed,
    watch,
  })
  if (earlier.length === 0) yield start
  search.remember(done)
  yield* search.trials()
  yield search.winner()
}

const runs = new Set(['engine', 'threads', 'vectorWidth'])

function earlierStart(earlier: readonly SearchEvent[]): SearchStart | undefined {
  return earlier.find(event => event.event === 'search')
}

function startOf(
  corpus: TokenisedCorpus,
  fixed: Partial<Hyperparameters>,
  { seed = 123, metric = 'accuracy', folds, trials, size, latency, halving = true, shard }: SearchOptions,
  watch: Watch | undefined,
): SearchStart {
  const texts = corpus.train.labels.length
  const left = watch && { seconds: firstShare * watch.left(), speed: machineSpeed() }
  const { hyperparameters, reasons } = settingsFor(corpus, 'auto', { ...fixed, seed }, left)
  metricNamed(metric, corpus.labelNames)
  const base = { ...hyperparameters, minutes: 0, folds: 0 }
  const learned = (texts * (foldsOfTrial - 1)) / foldsOfTrial
  return {
    event: 'search',
    digest: corpus.digest,
    texts,
    base: size === undefined ? base : smaller(base, size, corpus),
    ...{ seed, metric },
    folds: folds ?? (texts < fewTexts ? foldsOfTrial : 1),
    rungs: halving && !shard ? rungsFor(learned) : 0,
    trials: trials ?? null,
    size: size ?? null,
    latency: latency ?? null,
    shard: shard ?? { index: 0, of: 1 },
    notices: reasons,
  }
}

/** @throws LstmError 'usage' when what is gone on with is another search */
function requireSame(earlier: SearchStart | undefined, now: SearchStart): void {
  if (!earlier) return
  const different = (['digest', 'seed', 'metric', 'folds', 'size', 'latency', 'shard'] as const).find(
    name => JSON.stringify(earlier[name]) !== JSON.stringify(now[name]),
  )
  if (!different) return
  throw new LstmError(
    'usage',
    `the search to go on with had another ${different === 'digest' ? 'text to learn from' : different}`,
    {
      hint: 'give the same data and flags, or begin another search elsewhere',
    },
  )
}

/** Bytes of a model file beside its parameters: names, settings, the table of contents. */
const otherBytes = 6_000

/** Settings whose model keeps a bound: fewer n-grams, a smaller vocabulary, no network, no fingerprint, as much as it takes. */
function smaller(
  settings: Hyperparameters,
  size: number,
  { labelNames, train }: TokenisedCorpus,
): Hyperparameters {
  const room = size - otherBytes
  const fingerprint = settings.fingerprint && 8 * train.labels.length < room / 8
  const left = room - (fingerprint ? Math.min(8 * train.labels.length, 2 ** 20) : 0)
  const { dimension, vocabularySize } = settings
  const recurrent = 4 * (8 * dimension * dimension + 8 * dimension)
  const perWord = 4 * dimension + 10
  const most = Math.floor((left / 2 - recurrent) / perWord)
  const network = settings.network && (most >= 2_000 || !settings.ngrams)
  const words = network ? Math.max(3, Math.min(vocabularySize, most)) : vocabularySize
  const forNgrams = left - (network ? recurrent + words * perWord : 0)
  const perNgram = 8 + 2 * scoreColumns(labelNames.length)
  const ngramFeatures = Math.max(1, Math.min(settings.ngramFeatures, Math.floor(forNgrams / perNgram)))
  return { ...settings, fingerprint, network, vocabularySize: words, ngramFeatures }
}

interface SearchParts {
  readonly corpus: TokenisedCorpus
  readonly start: SearchStart
  readonly options: SearchOptions
  readonly run: RunSettings
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly fixed: Partial<Hyperparameters>
  readonly watch: Watch | undefined
}

class Search {
  readonly #parts: SearchParts
  readonly #draws: SearchDraws
  readonly #done: TrialEvent[] = []
  /** Seconds of the search that is gone on with. */
  #spentBefore = 0
  readonly #begin = performance.now()
  /** Seconds that trainings took, and those they were thought to take. */
  #taken = { seconds: 0, expected: 0 }

  constructor(parts: SearchParts) {
    const { start, options, fixed } = parts
    const space = Object.entries(options.space ?? standardSpace).filter(([name]) => !(name in fixed))
    this.#parts = parts
    this.#draws = new SearchDraws(start.seed, start.base, Object.fromEntries(space))
  }

  /** What an earlier search came to. */
  remember(events: readonly TrialEvent[]): void {
    for (const event of events) this.#know(event)
    this.#spentBefore = events.at(-1)?.spent ?? 0
  }

  #know(event: TrialEvent): void {
    this.#done.push(event)
    if (event.badness === null || event.accuracy === undefined) return
    this.#taken.seconds += event.seconds
    this.#taken.expected += this.#expected(event)
  }

  async *trials(): AsyncGenerator<TrialEvent> {
    const { rungs, trials, shard } = this.#parts.start
    const speed = machineSpeed()
    let unfit = 0
    while (unfit < patience) {
      if (this.#parts.options.signal?.aborted)
        throw new LstmError('interrupted', 'the search was interrupted')
      const steps = this.#done.map(({ trial, rung, badness }) => ({
        trial,
        rung,
        badness: badness ?? Number.POSITIVE_INFINITY,
      }))
      const step = nextStep(steps, { rungs, trials: trials ?? Number.POSITIVE_INFINITY, shard })
      if (!step) return
      const fits = this.#fits(step, speed)
      unfit = fits ? 0 : unfit + 1
      // The first one is what there is to beat; without it the winner is what was planned.
      if (!fits && this.#done.length === 0) return
      const event = fits
        ? await this.#measured(step)
        : this.#leftOut(step, 'it would not have fitted into the time')
      this.#know(event)
      yield event
    }
  }

  winner(): SearchEvent {
    const { watch } = this.#parts
    const best = this.#best(this.#done)
    const trial = best?.trial ?? 0
    const settings = this.#settings(trial)
    return {
      event: 'winner',
      trial,
      settings,
      changes: differences(settings, settingsFor(this.#parts.corpus, 'auto', {}).hyperparameters),
      badness: best?.badness ?? null,
      left: watch ? watch.left() : null,
    }
  }

  #settings(trial: number): Hyperparameters {
    const { start, corpus } = this.#parts
    const settings = { ...start.base, ...this.#draws.changes(trial) }
    return start.size === null ? settings : smaller(settings, start.size, corpus)
  }

  /** The best that had all texts and keeps the bounds; the one that nobody searched for where none is better by more than chance. */
  #best(events: readonly TrialEvent[]): TrialEvent | undefined {
    const { rungs } = this.#parts.start
    const able = events.filter(({ rung, badness, problem }) => rung === rungs && badness !== null && !problem)
    const [best] = able.toSorted((a, b) => a.badness! - b.badness! || a.trial - b.trial)
    const first = able.find(({ trial }) => trial === 0)
    if (!best || !first) return best
    const chance = this.#parts.start.metric === 'cost' ? 0 : margin * standardError(first)
    return first.badness! - best.badness! > chance ? best : first
  }

  #expected({ trial, rung }: Step): number {
    const { corpus, start } = this.#parts
    const share = shareOf(rung, start.rungs) * (1 - 1 / foldsOfTrial)
    const folds = rung === start.rungs ? start.folds : 1
    return folds * secondsOf(workOf(corpus, share), this.#settings(trial))
  }

  /** Whether a step and the training of what may win are done before the time is up. */
  #fits(step: Step, speed: number): boolean {
    const { watch, corpus, start } = this.#parts
    if (!watch) return true
    // What the trainings have shown is better known than what the machine seems to be.
    const factor =
      this.#taken.expected > 0 ? (1.15 * this.#taken.seconds) / this.#taken.expected : 1.3 / speed
    const whole = (trial: number) => factor * secondsOf(workOf(corpus, 1), this.#settings(trial))
    const best = this.#best(this.#done)?.trial ?? 0
    const last = Math.max(whole(best), step.rung === start.rungs ? whole(step.trial) : 0)
    return factor * this.#expected(step) + last <= watch.left() - kept * 60 * this.#parts.options.minutes!
  }

  async #measured(step: Step): Promise<TrialEvent> {
    const { corpus, start, run, openSkipGram, options } = this.#parts
    const { signal = new AbortController().signal } = options
    const { trial, rung } = step
    const begin = performance.now()
    const planned = { hyperparameters: this.#settings(trial), reasons: [] }
    const share = shareOf(rung, start.rungs)
    const metric = metricNamed(start.metric, corpus.labelNames)
    const of = start.folds > 1 ? start.folds : foldsOfTrial
    const figures: FoldFigures[] = []
    const judged: number[] = []
    let [bytes, latency] = [0, 0]
    let model: Model | undefined
    try {
      for (let index = 0; index < (rung === start.rungs ? start.folds : 1); index++) {
        const fold = { index, of, share }
        const answers = await answerFold(corpus, planned, fold, { settings: run, openSkipGram, signal })
        const { probabilities, labels, train } = answers
        model = answers.model
        judged.push(metric.badness(probabilities, labels))
        figures.push(
          figuresOf(evaluation({ probabilities, labels, labelNames: model.labels }), { ...fold, train }),
        )
        bytes = Math.max(bytes, modelBytes(model).length)
        latency = Math.max(latency, answers.latency)
      }
    } catch (error) {
      if (!(error instanceof LstmError) || error.code === 'interrupted') throw error
      return this.#leftOut(step, error.message)
    }
    const { accuracy, macroF1, cost } = summaryOf(figures)
    const problem =
      start.size !== null && bytes > start.size
        ? `its model has ${bytes} bytes`
        : start.latency !== null && latency > start.latency
          ? `a text takes it ${latency.toFixed(2)} ms`
          : undefined
    const event: TrialEvent = {
      ...this.#about(step, (performance.now() - begin) / 1000),
      badness: judged.reduce((sum, value) => sum + value, 0) / judged.length,
      ...{ accuracy: accuracy.mean, macroF1: macroF1.mean, cost: cost.mean },
      examples: figures.reduce((sum, { examples }) => sum + examples, 0),
      ...{ bytes, latency },
      ...(problem && { problem }),
    }
    if (this.#best([...this.#done, event]) !== event) return event
    await this.#parts.options.onBest?.(model!)
    return { ...event, best: true }
  }

  #leftOut(step: Step, problem: string): TrialEvent {
    return { ...this.#about(step, 0), problem }
  }

  #about({ trial, rung }: Step, seconds: number): TrialEvent {
    const { start, watch } = this.#parts
    return {
      event: 'trial',
      ...{ trial, rung },
      share: shareOf(rung, start.rungs),
      changes: this.#draws.changes(trial),
      badness: null,
      seconds,
      spent: watch ? watch.spent() : this.#spentBefore + (performance.now() - this.#begin) / 1000,
      best: false,
    }
  }
}

function workOf({ train, labelNames }: TokenisedCorpus, share: number) {
  return {
    texts: share * train.labels.length,
    tokens: share * train.tokens.length,
    classes: labelNames.length,
  }
}

/** Of an error, as of so many texts. */
function standardError({ badness, examples = 1 }: TrialEvent): number {
  const share = Math.min(1, badness ?? 0)
  return Math.sqrt((share * (1 - share)) / examples)
}
