/** How a trial of a search is made: which training it is, and what it is judged by. */
import type { DataRequest } from '../../data/load-corpus.ts'
import type { EngineModule } from '../../engines/engine.ts'
import { evaluation } from '../../evaluation/evaluation.ts'
import { type Metric, metricNamed } from '../../evaluation/metric.ts'
import { joinedArrays } from '../../joined-arrays.ts'
import type { HeldOut, Model } from '../../model/model.ts'
import { threadCount } from '../../model/thread-count.ts'
import { type Hyperparameters, hyperparameterTable } from '../../settings/hyperparameters.ts'
import type { RunSettings } from '../../settings/run-settings.ts'
import { withoutIdle } from '../../settings/table.ts'
import { answerFold, type FoldOptions, latencyOf, trainedModel } from '../../training/cross-validation.ts'
import { NgramFits } from '../../training/ngrams/ngram-fits.ts'
import { type Step, shareOf } from '../../training/search/halving.ts'
import { judged } from '../../training/search/judgement.ts'
import type { Judgements } from '../../training/search/merit.ts'
import { type Drawn, differences } from '../../training/search/search-space.ts'
import { fewerNgrams, otherNgrams, withinSize } from '../../training/search/size-bound.ts'
import { secondsOf, workOf } from '../../training/time-plan.ts'
import { counted } from '../../wording.ts'
import { onlyWhere } from '../known/judged-folds.ts'
import { modelBytes } from '../model-bytes.ts'
import type { SearchBeginning } from './search-beginnings.ts'
import type { SearchOptions, SearchStart, TrialEvent } from './search-events.ts'

/** A trial on a part of the texts is judged by one of so many folds. */
export const foldsOfTrial = 5

interface TrialsOptions {
  readonly start: SearchStart
  readonly beginnings: readonly SearchBeginning[]
  /** [texts] 1 for those that trials are judged by; undefined: all are. */
  readonly judging: Float64Array | undefined
  readonly source: DataRequest | undefined
  readonly run: RunSettings
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly signal: AbortSignal
  readonly onProgress: SearchOptions['onProgress']
}

/** What a trial came to. */
export interface MeasuredTrial {
  readonly figures: Pick<
    TrialEvent,
    | 'changes'
    | 'badness'
    | 'judged'
    | 'judgedByCost'
    | 'accuracy'
    | 'macroF1'
    | 'cost'
    | 'examples'
    | 'bytes'
    | 'ngrams'
    | 'latency'
  > & { readonly problem?: string }
  readonly model: Model
}

/** Makes the trials of a search. A trial on all texts is the training itself, and its model that of the winner, where it wins. */
export class SearchTrials {
  readonly beginnings: readonly SearchBeginning[]
  readonly #options: TrialsOptions
  readonly #metric: Metric
  readonly #fits = new NgramFits()

  constructor(options: TrialsOptions) {
    this.beginnings = options.beginnings
    this.#options = options
    this.#metric = metricNamed(options.start.metric, options.beginnings[0]!.corpus.labelNames)
  }

  settingsOf({ beginning, changes }: Drawn): Hyperparameters {
    const { base, corpus, known } = this.beginnings[beginning]!
    const { size } = this.#options.start
    const settings = { ...base, ...changes }
    const within = size === null ? settings : withinSize(settings, size, corpus, known)
    return withoutIdle(hyperparameterTable, within)
  }

  /**
   * How long a trial takes on the machine that the costs are of.
   *
   * @param isFitted whether its n-grams were made for an earlier one
   */
  secondsOf(trial: Drawn & Pick<Step, 'rung'>, isFitted: boolean): number {
    const { folds, rungs } = this.#options.start
    const { corpus } = this.beginnings[trial.beginning]!
    const settings = this.settingsOf(trial)
    const work = workOf(corpus, threadCount(this.#options.run))
    const seconds = (share: number) =>
      secondsOf(
        { ...work, texts: share * work.texts, tokens: share * work.tokens },
        isFitted ? { ...settings, ngrams: false } : settings,
      )
    const ofFold = seconds(shareOf(trial.rung, rungs) * (1 - 1 / foldsOfTrial))
    if (trial.rung < rungs) return ofFold
    return (folds > 1 ? folds * ofFold : 0) + seconds(1)
  }

  /** The same for trials with the same n-grams of the same texts. */
  ngramsOf(trial: Drawn & Pick<Step, 'rung'>): string {
    const { corpus } = this.beginnings[trial.beginning]!
    const text = this.beginnings.findIndex(other => other.corpus === corpus)
    const settings = Object.entries(this.settingsOf(trial)).filter(([name]) => name.startsWith('ngram'))
    return JSON.stringify([text, trial.rung, settings])
  }

  /**
   * The same for trials that come to the same: more n-grams, or words of a network, than the texts have are as many as they have.
   *
   * @param done trials of which it is known how many n-grams there are
   */
  keyOf(trial: Drawn & Pick<Step, 'rung'>, done: readonly TrialEvent[]): string {
    const { beginning, rung } = trial
    const { base, corpus } = this.beginnings[beginning]!
    const settings = this.settingsOf(trial)
    const all = done.find(event => {
      const other = { ...base, ...event.changes }
      return (
        event.beginning === beginning &&
        event.rung === rung &&
        other.ngramWords === settings.ngramWords &&
        other.ngramCharacters === settings.ngramCharacters &&
        (event.ngrams ?? Number.POSITIVE_INFINITY) < other.ngramFeatures
      )
    })
    const ngramFeatures = Math.min(settings.ngramFeatures, all?.ngrams ?? Number.POSITIVE_INFINITY)
    const words = beginning === 0 && corpus.words ? corpus.words.length + firstId : Number.POSITIVE_INFINITY
    const vocabularySize = Math.min(settings.vocabularySize, words)
    return JSON.stringify([beginning, { ...settings, ngramFeatures, vocabularySize }])
  }

  /**
   * @param seconds that it may take; undefined: as long as it takes
   * @throws LstmError 'interrupted' where the time is over, or the search is interrupted; what a training throws
   */
  async measured(trial: Drawn & Step, seconds: number | undefined): Promise<MeasuredTrial> {
    const late = new AbortController()
    const milliseconds = Math.min(longestTimer, 1000 * Math.max(0, seconds ?? Number.POSITIVE_INFINITY))
    const timer = seconds === undefined ? undefined : setTimeout(() => late.abort(), milliseconds)
    try {
      const signal = AbortSignal.any([this.#options.signal, late.signal])
      return await (trial.rung < this.#options.start.rungs
        ? this.#onPart(trial, signal)
        : this.#onAll(trial, signal))
    } finally {
      clearTimeout(timer)
    }
  }

  async #onPart(trial: Drawn & Step, signal: AbortSignal): Promise<MeasuredTrial> {
    const { rungs } = this.#options.start
    const settings = this.settingsOf(trial)
    const fold = { index: 0, of: foldsOfTrial, share: shareOf(trial.rung, rungs) }
    const { model, ...answers } = await this.#answers(trial, settings, fold, signal)
    return { figures: await this.#figures(trial, settings, model, [answers]), model }
  }

  async #onAll(trial: Drawn & Step, signal: AbortSignal): Promise<MeasuredTrial> {
    const { folds } = this.#options.start
    const { settings, model, heldOut } = await this.#trained(trial, signal)
    if (folds === 1) {
      const { places, validated } = heldOut.texts!
      const answers = this.#judging(heldOut, places)
      const alike =
        validated < places.length
          ? this.#judging(firstOf(heldOut, validated), places.subarray(0, validated))
          : undefined
      return { figures: await this.#figures(trial, settings, model, [answers], alike), model }
    }
    const answers: HeldOut[] = []
    for (let index = 0; index < folds; index++) {
      answers.push(await this.#answers(trial, settings, { index, of: folds }, signal))
    }
    return { figures: await this.#figures(trial, settings, model, answers), model }
  }

  /** With fewer n-grams once more, where the model is larger than it may be. */
  async #trained(
    trial: Drawn & Step,
    signal: AbortSignal,
  ): Promise<{ readonly settings: Hyperparameters; readonly model: Model; readonly heldOut: HeldOut }> {
    const { start, source } = this.#options
    const { corpus, known } = this.beginnings[trial.beginning]!
    for (let settings = this.settingsOf(trial); ; ) {
      const planned = { hyperparameters: { ...settings, heldOutAnswers: true }, reasons: [] }
      const whole = await trainedModel(corpus, planned, this.#training(trial, signal, 1), { source })
      const { heldOut, ...rest } = whole
      const model = settings.heldOutAnswers ? whole : { ...rest, hyperparameters: settings }
      const bytes = modelBytes(model).length
      const ofTexts = model.ngrams && model.ngrams.keys.low.length - otherNgrams(known)
      const { size } = start
      const fewer =
        size === null || bytes <= size || ofTexts === undefined
          ? undefined
          : fewerNgrams(ofTexts, { bytes, size, classes: model.labels.length })
      // Those of a model that it goes on from are not fewer for it.
      if (fewer === undefined || fewer >= Math.min(ofTexts!, settings.ngramFeatures))
        return { settings, model, heldOut: heldOut! }
      settings = { ...settings, ngramFeatures: fewer }
    }
  }

  async #answers(
    trial: Drawn & Step,
    settings: Hyperparameters,
    fold: { readonly index: number; readonly of: number; readonly share?: number },
    signal: AbortSignal,
  ): Promise<HeldOut & { readonly model: Model }> {
    const { corpus } = this.beginnings[trial.beginning]!
    // On all texts the folds come after the training itself.
    const number = fold.index + (trial.rung < this.#options.start.rungs ? 1 : 2)
    const training = this.#training(trial, signal, number)
    const planned = { hyperparameters: settings, reasons: [] }
    const { model, places, ...answers } = await answerFold(corpus, planned, fold, training)
    return { model, ...this.#judging(answers, places) }
  }

  /** Those of the answers that judge a trial. @param places [n] which texts they are of */
  #judging(answers: HeldOut, places: Int32Array): HeldOut {
    const { judging } = this.#options
    return judging
      ? onlyWhere(
          Float64Array.from(places, place => judging[place]!),
          answers,
        )
      : answers
  }

  /** @param number of the training in its trial, from 1 */
  #training({ trial, rung, beginning }: Drawn & Step, signal: AbortSignal, number: number): FoldOptions {
    const { run, openSkipGram, start, onProgress } = this.#options
    const trainings = rung < start.rungs || start.folds === 1 ? 1 : 1 + start.folds
    return {
      ...{ settings: run, openSkipGram, signal, known: this.beginnings[beginning]!.known, fits: this.#fits },
      onProgress: (part, share) => onProgress?.({ trial, training: number, trainings, part, share }),
    }
  }

  async #figures(
    { beginning }: Drawn,
    settings: Hyperparameters,
    model: Model,
    answers: readonly HeldOut[],
    alike?: HeldOut,
  ): Promise<MeasuredTrial['figures']> {
    const { start, run } = this.#options
    const { base, corpus } = this.beginnings[beginning]!
    const probabilities = joinedArrays(
      Float32Array,
      answers.map(answer => answer.probabilities),
    )
    const labels = Int32Array.from(answers.flatMap(answer => [...answer.labels]))
    const { accuracy, macroF1, cost, examples } = evaluation({
      probabilities,
      labels,
      labelNames: model.labels,
    })
    const by = (metric: Metric): Judgements => ({
      all: judged(metric, probabilities, labels),
      ...(alike && { fewer: judged(metric, alike.probabilities, alike.labels) }),
    })
    const byMetric = by(this.#metric)
    const bytes = modelBytes(model).length
    const latency = await latencyOf(model, corpus, run)
    const problem =
      start.size !== null && bytes > start.size
        ? `its model has ${counted(bytes, 'byte')}`
        : start.latency !== null && latency > start.latency
          ? `a text takes it ${latency.toFixed(2)} ms`
          : undefined
    return {
      changes: differences(settings, base),
      badness: byMetric.all.badness,
      judged: byMetric,
      judgedByCost: by(metricNamed('cost', model.labels)),
      ...{ accuracy, macroF1, cost, examples, bytes },
      ...(model.ngrams && { ngrams: model.ngrams.keys.low.length }),
      latency,
      ...(problem && { problem }),
    }
  }
}

function firstOf({ probabilities, labels }: HeldOut, count: number): HeldOut {
  const classes = probabilities.length / labels.length
  return { probabilities: probabilities.subarray(0, count * classes), labels: labels.subarray(0, count) }
}

/** Ids of a vocabulary that are no words. */
const firstId = 2
/** Of `setTimeout`. */
const longestTimer = 2 ** 31 - 1
