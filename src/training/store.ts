import type { Sizes } from '../engines/engine.ts'
import type { Model, ModelDescription } from '../model/model.ts'
import type { Validation } from './early-stopping.ts'
import type { TrainingState } from './training-state.ts'

/** All that a training needs to be gone on with to the same bits, but for its texts. */
export interface SavedTraining {
  /** What the model will be: labels, vocabulary, settings, provenance. */
  readonly description: ModelDescription
  /** The sizes of the network. */
  readonly sizes: Sizes
  /** Where the training stands. */
  readonly state: TrainingState
}

/** What became of the training that was in a store before. */
export type Earlier =
  /** `path` is the folder in which its files lie now. */
  | { readonly kept: 'all'; readonly path: string }
  /** It had come to validations, but not to a model. */
  | { readonly kept: 'nothing' }

/**
 * Where a training keeps itself: a folder, or memory. Calls are made one at a time; what one resolved to is kept whatever
 * happens after it.
 */
export interface Store {
  /**
   * Seconds after which it wants the state again, besides `saveInterval`: for one that may be left at any moment without a word, as
   * a page is. The state after the first update comes at once, since what was prepared before may have taken long.
   */
  readonly secondsBetweenSaves?: number | undefined
  /**
   * Called once, after all that can fail at the start has gone well and before anything is kept: an earlier training is put
   * out of the way, or, where this one goes on with it, its history is cut to the validations of the state it starts from.
   *
   * @returns what became of an earlier training, where there was one and this one does not go on with it
   */
  begin(history: readonly Validation[]): Promise<Earlier | undefined>
  /** Keeps the state that the training goes on from. */
  save(training: SavedTraining): Promise<void>
  /**
   * Keeps the best model so far; the last time the finished one.
   *
   * @returns what became of the finished model that was there before, where this one takes its place
   */
  saveBest(model: Model): Promise<Earlier | undefined>
  /** Adds a validation to the history. */
  append(validation: Validation): Promise<void>
  /** Called once, when the training is through with the store, however it ended. */
  close(): Promise<void>
}

/**
 * Keeps a training in memory: what was saved last, to be gone on with.
 *
 * @example
 * ```ts
 * import { MemoryStore, train } from 'lstm'
 *
 * const rows = Array.from({ length: 40 }, (_, n) =>
 *   n % 2 ? { text: `good film ${n}`, label: 'positive' } : { text: `bad film ${n}`, label: 'negative' },
 * )
 * const out = new MemoryStore()
 * await train(rows, { tokenizer: 'words', dimension: 8, maxEpochs: 1, validationPortion: 0.2, out }).model
 * console.log(out.history.length, out.saved?.state.update)
 * ```
 */
export class MemoryStore implements Store {
  saved: SavedTraining | undefined
  best: Model | undefined
  history: readonly Validation[] = []

  async begin(history: readonly Validation[]): Promise<undefined> {
    this.history = history
  }

  async save(training: SavedTraining): Promise<void> {
    this.saved = training
  }

  async saveBest(model: Model): Promise<undefined> {
    this.best = model
  }

  async append(validation: Validation): Promise<void> {
    this.history = [...this.history, validation]
  }

  async close(): Promise<void> {}
}
