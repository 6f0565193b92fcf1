/** Starts a training of files or rows, here or in a thread of its own. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import { requireRows } from '../data/require-rows.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import type { FoldFigures } from '../model/model.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import {
  isOfficialData,
  networkSettingOf,
  type PresetName,
  presets,
  usualPreset,
} from '../settings/presets.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { checkedSettings, defaults, type Naming, refuseIdle } from '../settings/table.ts'
import type { TrainingPart } from '../training/cross-validation.ts'
import type { ProgressEvent, TrainingEvent } from '../training/events.ts'
import { type Known, together } from '../training/known.ts'
import type { Opening } from '../training/run.ts'
import type { Store } from '../training/store.ts'
import { ModelTraining, type Run } from '../training/training.ts'
import { Watch } from '../training/watch.ts'
import { kindOf } from '../wording.ts'
import { refuseUnknown, requireSignal } from './check-options.ts'
import { corpusOf } from './corpus-of.ts'
import { disk } from './disk-node.ts'
import { placeOfModel } from './model-place.ts'
import { CorpusFiles } from './read-corpus.ts'
import { checkedRunSettings, type RunOptions, runOptionNames } from './run-options.ts'
import { requireStore, storeOf } from './store-of.ts'
import type { TextModel } from './text-model.ts'

/** Every setting by its name; what is left out has the value of the preset. */
export interface TrainOptions<Label extends string = string> extends RunOptions, Partial<Hyperparameters> {
  /** Where the training keeps itself: a folder, or a store; in memory where it is left out. */
  readonly out?: string | URL | Store | undefined
  /**
   * Values for all settings. Where it is left out `auto`, which chooses by the texts; `official` for the official reviews, and where
   * a setting of the network is given.
   */
  readonly preset?: PresetName | undefined
  /** Word vectors to start from: a file of GloVe, word2vec or fastText (.vec), or an installed npm package of them. */
  readonly wordVectors?: string | URL | undefined
  /**
   * Files of texts without labels, that word vectors are made of: tables of CSV, TSV, JSON Lines or Parquet, or else a text a line.
   */
  readonly unlabelled?: readonly (string | URL)[] | undefined
  /**
   * The model to go on from: a path, a URL or 'pretrained'. Its network is the start, its n-grams stand beside the new ones. Left out,
   * the preset `auto` tries 'pretrained' where texts are few, and takes it where folds of them say so; 'none': it does not.
   */
  readonly from?: string | URL | undefined
  /** Texts to measure on, beside rows; without them a share of the rows is held out. */
  readonly test?: LabelledRows<Label> | undefined
}

/**
 * A training under way. It goes on as its events are asked for, or as its model is awaited. Left early it is saved in its store,
 * from where `resume` goes on to the same bits as if it had never stopped; so it is when its signal is aborted. Its events are
 * iterated over once.
 */
export interface Training<Label extends string = string> extends AsyncIterable<TrainingEvent> {
  /** Ends the training after this update, with the best parameters so far. */
  finish(): void
  /** The finished model. Rejects with what the training fails with. */
  readonly model: Promise<TextModel<Label>>
}

/**
 * Trains a model on labelled texts, in a thread of its own: this one has its turns for other work. What is given is used here: rows
 * are read, and a store is called, on this thread. It begins when its events are asked for, or its model is awaited.
 *
 * @param data rows in memory or on their way, or what `readCorpus` gives
 * @throws LstmError 'usage' for a wrong setting, at once. All else is told by the iteration and by `model`: 'data' for texts that
 *   nothing can be learned from, 'disk' where nothing can be saved, 'diverged', 'interrupted'
 * @example
 * ```ts
 * import { train } from 'lstm'
 *
 * const rows = Array.from({ length: 40 }, (_, n) =>
 *   n % 2 ? { text: `good film ${n}`, label: 'positive' } : { text: `bad film ${n}`, label: 'negative' },
 * )
 * const training = train(rows, { tokenizer: 'words', dimension: 8, maxEpochs: 2, validationPortion: 0.2, seed: 1 })
 * for await (const event of training) console.log(event.event)
 * await using model = await training.model
 * console.log(await model.predict('a good one'))
 * ```
 */
export function train<const Label extends string = string>(
  data: LabelledRows<Label> | CorpusFiles<Label>,
  options: TrainOptions<Label> = {},
): Training<Label> {
  const { settings } = freshOpening(data, options)
  const { out, test, signal, wordVectors, unlabelled, from, ...others } = options
  const rest = {
    ...others,
    ...(wordVectors !== undefined && { wordVectors: disk.pathOf(wordVectors) }),
    ...(unlabelled !== undefined && { unlabelled: pathsOf(unlabelled) }),
    ...(from !== undefined && { from: placeOfModel(from) }),
  }
  return new LabelledTraining<Label>(settings, async function* (calls) {
    const { trainingInThread } = await import('./training-thread/outside.ts')
    yield* trainingInThread({ data, test, out, signal, options: rest }, calls)
  })
}

/** The same on this thread, which is then kept busy; with other names of the settings in errors. */
export function trainHere(
  data: LabelledRows | CorpusFiles,
  options: TrainOptions,
  nameOf: Naming = name => name,
): Training {
  return new LabelledTraining(...runHere(freshOpening(data, options, nameOf)))
}

/** How a training begins, and how it is run. */
export interface ReadyTraining {
  readonly open: Opening
  readonly settings: RunSettings
  readonly signal: AbortSignal | undefined
}

/** What `LabelledTraining` needs to run it on this thread. */
export function runHere({ open, settings, signal }: ReadyTraining): readonly [RunSettings, Run] {
  return [
    settings,
    async function* (calls) {
      // Loaded when it is wanted: whoever only means to train some day does not wait for it.
      const { trainingRun } = await import('../training/run.ts')
      yield* trainingRun(open, { settings, signal }, calls)
    },
  ]
}

/** What a new training is asked for, checked. @throws LstmError 'usage' for a wrong setting */
export function checkedTraining(
  data: LabelledRows | CorpusFiles,
  options: TrainOptions,
  nameOf: Naming = name => name,
) {
  refuseUnknown(options, [
    ...['preset', 'wordVectors', 'unlabelled', 'from', 'test', 'out'],
    ...runOptionNames,
    ...Object.keys(hyperparameterTable),
  ])
  if (!(data instanceof CorpusFiles)) requireRows(data)
  const { out, test, signal, wordVectors } = options
  if (test !== undefined) requireRows(test)
  requireSignal(signal)
  if (typeof out !== 'string' && !(out instanceof URL)) requireStore(out)
  const unlabelled = pathsOf(options.unlabelled)
  const from = options.from === undefined || options.from === 'none' ? undefined : placeOfModel(options.from)
  const given = checkedSettings(hyperparameterTable, options)
  const source = data instanceof CorpusFiles ? data.request : undefined
  const { preset = from === undefined ? usualPreset(source?.data, given) : 'auto' } = options
  /** The setting that says, by itself, that nothing is chosen for these texts. */
  const byHand =
    options.preset === undefined && preset === 'official' && !isOfficialData(source?.data)
      ? networkSettingOf(given)
      : undefined
  if (!Object.hasOwn(presets, preset)) {
    throw new LstmError('usage', `preset wants one of ${Object.keys(presets).join(', ')}, not '${preset}'`)
  }
  const hyperparameters: Hyperparameters = { ...defaults(hyperparameterTable), ...presets[preset], ...given }
  refuseIdle(hyperparameterTable, given, hyperparameters, nameOf)
  if (wordVectors !== undefined && unlabelled.length > 0) {
    throw new LstmError('usage', `${nameOf('unlabelled')} does not go with ${nameOf('wordVectors')}`, {
      hint: 'both give the words their vectors: take one of them',
    })
  }
  const beside = wordVectors !== undefined ? 'wordVectors' : unlabelled.length > 0 ? 'unlabelled' : undefined
  if (given.extraWords !== undefined && beside === undefined) {
    throw new LstmError(
      'usage',
      `${nameOf('extraWords')} are words of ${nameOf('wordVectors')} or of ${nameOf('unlabelled')}, and none are named`,
    )
  }
  const settings = checkedRunSettings(options, nameOf)
  const { minutes, folds } = hyperparameters
  /**
   * Whether it may go on from the model that comes with the package though nobody says so. Beside texts without labels it does not: vectors
   * would be made of them twice.
   */
  const triesStart =
    preset === 'auto' && options.from === undefined && unlabelled.length === 0 && hyperparameters.network
  const plan = async (tell: Parameters<Opening>[0], stopped: AbortSignal) => {
    if (byHand) {
      const message = `${nameOf(byHand)} sets the network by hand, so all else is as in the preset official: with ${nameOf('preset')} auto it is chosen for these texts`
      tell({ event: 'notice', message })
    }
    const watch = minutes > 0 ? new Watch(minutes) : undefined
    // Loaded when it is wanted: whoever only predicts does not wait for it.
    const { fromModel, knownModel } = await import('./known/known-model.ts')
    const { knownWords, refuseBeside } = await import('./known/known-words.ts')
    const { unlabelledWords, usualColumns } = await import('./known/unlabelled-words.ts')
    const model = from === undefined ? undefined : await knownModel(from, given, nameOf)
    const { tokenizer } = model?.hyperparameters ?? hyperparameters
    const { extraWords, seed } = hyperparameters
    const corpus = await corpusOf(data, {
      ...{ purpose: 'training', tokenizer, test, signal: stopped, threads: settings.threads },
      onProgress: progress => tell({ event: 'progress', phase: 'reading', ...progress }),
      onNotice: message => tell({ event: 'notice', message }),
    })
    const { openSkipGram } = await loadEngine(settings.engine)
    const { settingsFor } = await import('../training/plan.ts')
    const { answerFold } = await import('../training/cross-validation.ts')
    const { machineSpeed } = await import('../training/machine-speed.ts')
    const words = { tokenizer, extraWords, from: model, tell, signal: stopped }
    const vectorsBeside = async (among: typeof words): Promise<Known> =>
      wordVectors === undefined ? {} : await knownWords(disk.pathOf(wordVectors), corpus, among)
    const dimension = given.dimension ?? usualColumns
    const named = together(
      model && from !== undefined ? fromModel(model, from, corpus, tell) : {},
      await vectorsBeside(words),
      unlabelled.length > 0
        ? await unlabelledWords(unlabelled, corpus, { ...words, dimension, seed, openSkipGram })
        : {},
    )
    if (beside) refuseBeside(named, given, beside, nameOf)
    const speed = watch ? machineSpeed() : 1
    const left = () => watch && { seconds: watch.left() / (folds + 1), speed }
    const plannedFor = (known: Known) => settingsFor(corpus, preset, given, left(), known)
    const { triedStart } = await import('./known/tried-start.ts')
    const tried = triesStart
      ? await triedStart(corpus, {
          ...{ given, plannedFor, left: left(), tell, named },
          vectorsBeside: model => vectorsBeside({ ...words, from: model, tell: () => {} }),
          answer: (planned, known, fold, onProgress) =>
            answerFold(corpus, planned, fold, {
              ...{ settings, openSkipGram, signal: stopped, known, onProgress },
            }),
        })
      : undefined
    const known = tried ? tried.known : named
    const { hyperparameters: chosen, reasons } = plannedFor(known)
    const planned = { hyperparameters: chosen, reasons: tried ? [...reasons, tried.reason] : reasons }
    refuseIdle(hyperparameterTable, given, planned.hyperparameters, nameOf)
    refuseIdleTest(corpus, given, planned.hyperparameters, nameOf)
    return { corpus, planned, openSkipGram, known, watch }
  }
  return { plan, folds, source, out, settings, signal }
}

/** @throws LstmError 'usage' for what is no list of files */
function pathsOf(places: readonly (string | URL)[] = []): readonly string[] {
  if (Array.isArray(places)) return places.map(place => disk.pathOf(place))
  throw new LstmError('usage', `unlabelled wants a list of files, not ${kindOf(places)}`, {
    hint: 'put one into an array: [path]',
  })
}

type TrainingPlan = Awaited<ReturnType<ReturnType<typeof checkedTraining>['plan']>>

/** The figures of these folds, 0..folds-1, one after the other. */
async function* figuresOfFolds(
  { corpus, planned, openSkipGram, known, watch }: TrainingPlan,
  { settings, folds }: { readonly settings: RunSettings; readonly folds: number },
  indices: readonly number[],
  signal: AbortSignal,
  tell: (event: ProgressEvent) => void = () => {},
): AsyncGenerator<FoldFigures> {
  const { measureFold } = await import('../training/cross-validation.ts')
  const { shareDone } = await import('../training/share-done.ts')
  const { workOf } = await import('../training/time-plan.ts')
  const done = shareDone(workOf(corpus), planned.hyperparameters)
  for (const [n, index] of indices.entries()) {
    const minutes = watch && watch.left() / 60 / (folds + 1 - index)
    const onProgress = (part: TrainingPart, share: number) =>
      tell({ event: 'progress', phase: 'folds', share: (n + done(part, share)) / indices.length })
    yield await measureFold(
      corpus,
      planned,
      { index, of: folds },
      { settings, openSkipGram, signal, minutes, known, onProgress },
    )
  }
}

/** A new training, of settings that were checked. @throws LstmError 'usage' for a wrong one */
export function freshOpening(
  data: LabelledRows | CorpusFiles,
  options: TrainOptions,
  nameOf: Naming = name => name,
): ReadyTraining {
  const checked = checkedTraining(data, options, nameOf)
  const { plan, folds, source, out, settings, signal } = checked
  const open: Opening = async (asked, abandoned) => {
    const { openedIn } = await import('../training/run.ts')
    const { heeding } = await import('../training/heeding.ts')
    return openedIn(await storeOf(out), async () => {
      const stopped = signal ? AbortSignal.any([abandoned, signal]) : abandoned
      const tell = heeding(stopped, asked)
      const made = await plan(tell, stopped)
      const { freshSession } = await import('../training/session.ts')
      const measured: FoldFigures[] = []
      for await (const figures of figuresOfFolds(made, checked, [...Array(folds).keys()], stopped, tell)) {
        measured.push(figures)
        tell({ event: 'fold', ...figures })
      }
      const { corpus, planned, openSkipGram, known, watch } = made
      return freshSession(corpus, source, planned, {
        ...{ openSkipGram, tell, watch, known },
        folds: folds > 0 ? measured : undefined,
      })
    })
  }
  return { open, settings, signal }
}

/**
 * Every N-th of the folds that `options.folds` says, from `shard.index` on: a piece of what a training would measure first.
 *
 * @returns their figures, measured as they are asked for; and, as text, what they depend on: the same for all pieces
 * @throws LstmError 'usage' where there are no folds
 */
export async function shardOfFolds(
  data: LabelledRows | CorpusFiles,
  options: TrainOptions,
  shard: { readonly index: number; readonly of: number },
  nameOf: Naming = name => name,
): Promise<{
  readonly about: string
  readonly folds: number
  readonly figures: AsyncGenerator<FoldFigures>
}> {
  const checked = checkedTraining(data, options, nameOf)
  const { plan, folds, signal = new AbortController().signal } = checked
  if (folds === 0) throw new LstmError('usage', `a piece is one of folds: give ${nameOf('folds')}`)
  const made = await plan(() => {}, signal)
  const indices = [...Array(folds).keys()].filter(index => index % shard.of === shard.index)
  return {
    about: JSON.stringify([made.corpus.digest, made.planned.hyperparameters, made.known.provenance]),
    folds,
    figures: figuresOfFolds(made, checked, indices, signal),
  }
}

/** Where the test texts come from is known when the data is. None held out, and all of them, are what there is anyway. */
function refuseIdleTest(
  { test }: TokenisedCorpus,
  given: Partial<Hyperparameters>,
  { testPortion }: Hyperparameters,
  nameOf: Naming,
): void {
  const [size, portion] = [nameOf('testSize'), nameOf('testPortion')]
  if (test && given.testPortion) {
    throw new LstmError('usage', `${portion} does nothing: the data has test texts of its own`, {
      hint: 'leave it out',
    })
  }
  if (!test && testPortion === 0 && given.testSize) {
    throw new LstmError('usage', `${size} does nothing where no text is held out for testing`, {
      hint: `leave it out, or hold some out with ${portion} 0.2`,
    })
  }
}

/** A training whose model is ready to answer. */
export class LabelledTraining<Label extends string> implements Training<Label> {
  readonly #training: ModelTraining
  readonly #settings: RunSettings
  #model: Promise<TextModel<Label>> | undefined

  constructor(settings: RunSettings, run: Run) {
    this.#training = new ModelTraining(run)
    this.#settings = settings
  }

  finish(): void {
    this.#training.finish()
  }

  get model(): Promise<TextModel<Label>> {
    this.#model ??= this.#opened()
    return this.#model
  }

  [Symbol.asyncIterator](): AsyncGenerator<TrainingEvent, void> {
    return this.#training[Symbol.asyncIterator]()
  }

  async #opened(): Promise<TextModel<Label>> {
    const model = await this.#training.model
    const { TextModel } = await import('./text-model.ts')
    return TextModel.open<Label>(model, this.#settings)
  }
}
