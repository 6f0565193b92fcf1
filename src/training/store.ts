import type { Sizes } from '../engines/engine.ts'
import type { Model, ModelDescription } from '../model/model.ts'
import type { Validation } from './early-stopping.ts'
import type { TrainingState } from './training-state.ts'

/** All that a training needs to be gone on with to the same bits, but for its texts. */
export interface SavedTraining {
  readonly description: ModelDescription
  readonly sizes: Sizes
  readonly state: TrainingState
}

/**
 * Where a training keeps itself: a folder, or memory. Calls are made one at a time; what one resolved to is kept whatever
 * happens after it.
 */
export interface Store {
  /**
   * Called once, after all that can fail at the start has gone well and before anything is kept: an earlier training is put
   * out of the way, or, where this one goes on with it, its history is cut to the validations of the state it starts from.
   */
  begin(history: readonly Validation[]): Promise<void>
  /** Keeps the state that the training goes on from. */
  save(training: SavedTraining): Promise<void>
  /** Keeps the best model so far; the last time the finished one. */
  saveBest(model: Model): Promise<void>
  /** Adds a validation to the history. */
  append(validation: Validation): Promise<void>
}

/** Keeps a training in memory: what was saved last, to be gone on with. */
export class MemoryStore implements Store {
  saved: SavedTraining | undefined
  best: Model | undefined
  history: readonly Validation[] = []

  async begin(history: readonly Validation[]): Promise<void> {
    this.history = history
  }

  async save(training: SavedTraining): Promise<void> {
    this.saved = training
  }

  async saveBest(model: Model): Promise<void> {
    this.best = model
  }

  async append(validation: Validation): Promise<void> {
    this.history = [...this.history, validation]
  }
}
