import { join } from 'node:path'
import type { Model } from '../model/model.ts'
import type { Validation } from '../training/early-stopping.ts'
import type { SavedTraining, Store } from '../training/store.ts'
import { encodeModel, encodeTraining } from './model-file.ts'
import {
  appendHistory,
  bestName,
  lastName,
  setAside,
  writeHistory,
  writeTensorFile,
} from './training-folder.ts'

/** Keeps a training in its folder. */
export class FolderStore implements Store {
  readonly #folder: string
  readonly #resumed: boolean
  readonly #onSetAside: (previous: string) => void

  /**
   * @param resumed the training goes on with the one in the folder; else an earlier one is set aside
   * @param onSetAside told where an earlier training is kept now
   */
  constructor(folder: string, resumed: boolean, onSetAside: (previous: string) => void) {
    this.#folder = folder
    this.#resumed = resumed
    this.#onSetAside = onSetAside
  }

  async begin(history: readonly Validation[]): Promise<void> {
    if (this.#resumed) await writeHistory(this.#folder, history)
    else if (await setAside(this.#folder)) this.#onSetAside(join(this.#folder, 'previous'))
  }

  save({ description, sizes, state }: SavedTraining): Promise<void> {
    return writeTensorFile(join(this.#folder, lastName), encodeTraining(description, sizes, state))
  }

  saveBest(model: Model): Promise<void> {
    return writeTensorFile(join(this.#folder, bestName), encodeModel(model))
  }

  append(validation: Validation): Promise<void> {
    return appendHistory(this.#folder, validation)
  }
}
