/** Starts a training of files or rows, here or in a thread of its own. */
import type { LabelledRows } from '../data/labelled-rows.ts'
import { LstmError } from '../errors.ts'
import type { FoldFigures } from '../model/model.ts'
import { threadCount } from '../model/thread-count.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { Naming } from '../settings/table.ts'
import type { TrainingPart } from '../training/cross-validation.ts'
import type { ProgressEvent, TrainingEvent } from '../training/events.ts'
import type { Opening } from '../training/run.ts'
import { ModelTraining, type Run } from '../training/training.ts'
import { type CheckedTraining, checkedTraining, pathsOf, type TrainOptions } from './checked-training.ts'
import { disk } from './disk-node.ts'
import { placeOfModel } from './model-place.ts'
import type { PreparedTraining } from './prepared-training.ts'
import type { CorpusFiles } from './read-corpus.ts'
import { storeOf } from './store-of.ts'
import type { TextModel } from './text-model.ts'

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

/** The figures of these folds, 0..folds-1, one after the other. */
async function* figuresOfFolds(
  { corpus, planned, openSkipGram, known, watch }: PreparedTraining,
  { settings, hyperparameters: { folds } }: CheckedTraining,
  indices: readonly number[],
  signal: AbortSignal,
  tell: (event: ProgressEvent) => void = () => {},
): AsyncGenerator<FoldFigures> {
  const { measureFold } = await import('../training/cross-validation.ts')
  const { shareDone } = await import('../training/share-done.ts')
  const { workOf } = await import('../training/time-plan.ts')
  const done = shareDone(workOf(corpus, threadCount(settings)), planned.hyperparameters)
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
  const { source, out, settings, signal } = checked
  const { folds } = checked.hyperparameters
  const open: Opening = async (asked, abandoned) => {
    const { openedIn } = await import('../training/run.ts')
    const { heeding } = await import('../training/heeding.ts')
    return openedIn(await storeOf(out), async () => {
      const stopped = signal ? AbortSignal.any([abandoned, signal]) : abandoned
      const tell = heeding(stopped, asked)
      // Loaded when it is wanted: whoever only predicts does not wait for it.
      const { preparedTraining } = await import('./prepared-training.ts')
      const made = await preparedTraining(checked, tell, stopped)
      const { freshSession } = await import('../training/session.ts')
      const measured: FoldFigures[] = []
      for await (const figures of figuresOfFolds(made, checked, [...Array(folds).keys()], stopped, tell)) {
        measured.push(figures)
        tell({ event: 'fold', ...figures })
      }
      const { corpus, planned, openSkipGram, known, watch } = made
      return freshSession(corpus, source, planned, {
        ...{ openSkipGram, tell, watch, known, threads: threadCount(settings) },
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
  const { signal = new AbortController().signal } = checked
  const { folds } = checked.hyperparameters
  if (folds === 0) throw new LstmError('usage', `a piece is one of folds: give ${nameOf('folds')}`)
  const { preparedTraining } = await import('./prepared-training.ts')
  const made = await preparedTraining(checked, () => {}, signal)
  const indices = [...Array(folds).keys()].filter(index => index % shard.of === shard.index)
  return {
    about: JSON.stringify([made.corpus.digest, made.planned.hyperparameters, made.known.provenance]),
    folds,
    figures: figuresOfFolds(made, checked, indices, signal),
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
