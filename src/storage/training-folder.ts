/** The folder of one training: best.safetensors, last.safetensors, history.jsonl, and earlier trainings beside them. */
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LstmError } from '../errors.ts'
import { appendLines } from '../files/append-file.ts'
import { removeLeftovers, writeFileAtomically } from '../files/atomic.ts'
import { writing } from '../files/failure.ts'
import { isFile } from '../files/make-folder.ts'
import { isFinished, type Model } from '../model/model.ts'
import type { Validation } from '../training/early-stopping.ts'
import type { Earlier, SavedTraining, Store } from '../training/store.ts'
import { shellWord } from '../wording.ts'
import { bestName, lastName } from './folder-names.ts'
import { generations, makeGeneration } from './generations.ts'
import { historyLine, historyName, isHistory, readHistoryFile } from './history.ts'
import { type Lock, takeFolder, takeLock } from './lock.ts'
import { encodeModel } from './model-file.ts'
import { readModel, readTensorFile, writeTensorFile } from './tensor-file.ts'
import { decodeTraining, encodeTraining } from './training-file.ts'

interface FolderOptions {
  /** The training in the folder is to go on, so that there must be one; else one that is there is set aside. */
  readonly resume: boolean
}

/** A folder that belongs to this program until it is closed: no other training can be opened there. */
export class TrainingFolder implements Store {
  readonly path: string
  readonly #options: FolderOptions
  readonly #lock: Lock
  /** The finished model of the training that goes on. */
  #finished: Model | undefined
  /** Whether there is a save to go on from. */
  #saved: boolean

  private constructor(path: string, options: FolderOptions, lock: Lock) {
    this.path = path
    this.#options = options
    this.#lock = lock
    this.#saved = options.resume
  }

  /**
   * Makes the folder, proves that it can be written, takes it for this program and removes what killed writers left. What is
   * in it stays as it is.
   *
   * @throws LstmError before any work is done: 'disk' when nothing could be saved there, 'usage' when another training
   * is running there, 'model' when there is none to go on with
   */
  static async open(path: string, options: FolderOptions): Promise<TrainingFolder> {
    if (options.resume) await refuseNothing(path)
    const lock = options.resume ? await takeLock(path) : await takeFolder(path, elsewhere)
    const folder = new TrainingFolder(path, options, lock)
    try {
      await folder.#write('', async () => {
        for (const name of [bestName, lastName, historyName]) await removeLeftovers(join(path, name))
      })
      return folder
    } catch (error) {
      await folder.close()
      throw error
    }
  }

  /** The training to go on with. @throws LstmError 'model' when last.safetensors does not hold one */
  async stored(): Promise<SavedTraining> {
    const path = join(this.path, lastName)
    return decodeTraining(await readTensorFile(path), path)
  }

  /** @throws LstmError 'disk' */
  async begin(history: readonly Validation[]): Promise<Earlier | undefined> {
    if (!this.#options.resume) return this.#setAside()
    await this.#restoreHistory(history)
    const best = await readModel(join(this.path, bestName)).catch(() => undefined)
    if (best && isFinished(best.provenance)) this.#finished = best
    return undefined
  }

  /** Keeps the training as it stands, to go on with. @throws LstmError 'disk'; then the state before is still there */
  async save(training: SavedTraining): Promise<void> {
    await this.#writeTensors(lastName, encodeTraining(training))
    this.#saved = true
  }

  /**
   * Keeps the best model so far; but one that is finished gives way to no unfinished one: it stays where it is until there was
   * another validation, and is kept as an earlier training then.
   *
   * @throws LstmError 'disk'; then the one before is still there
   */
  async saveBest(model: Model): Promise<Earlier | undefined> {
    let earlier: Earlier | undefined
    if (this.#finished && !isFinished(model.provenance)) {
      if (validationsOf(this.#finished) === validationsOf(model)) return undefined
      earlier = { kept: 'all', path: await this.#write('', () => makeGeneration(this.path, [bestName])) }
    }
    this.#finished = undefined
    await this.#writeTensors(bestName, encodeModel(model))
    return earlier
  }

  /** Adds a validation to the history. @throws LstmError 'disk' */
  append(validation: Validation): Promise<void> {
    return this.#write(historyName, path => appendLines(path, historyLine(validation)))
  }

  /** Gives the folder free; one that was made for this training is removed where nothing came into it. */
  close(): Promise<void> {
    return this.#lock.release()
  }

  /** Moves the files of an earlier training out of the way of a new one, to a folder of their own. */
  #setAside(): Promise<Earlier | undefined> {
    return this.#write('', async () => {
      const found = await readdir(this.path)
      const names = [lastName, historyName, bestName].filter(name => found.includes(name))
      if (names.length === 0) return undefined
      const history = join(this.path, historyName)
      if (names.some(name => name !== historyName) || !(await isHistory(history))) {
        return { kept: 'all', path: await makeGeneration(this.path, names) }
      }
      await rm(history)
      return { kept: 'nothing' }
    })
  }

  #restoreHistory(history: readonly Validation[]): Promise<void> {
    const text = history.map(historyLine).join('')
    return this.#write(historyName, path => writeFileAtomically(path, [Buffer.from(text)]))
  }

  #writeTensors(name: string, file: ReturnType<typeof encodeModel>): Promise<void> {
    return writeTensorFile(join(this.path, name), file, this.#cure())
  }

  #write<T>(name: string, act: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.path, name)
    return writing(path, this.#cure(), () => act(path))
  }

  #cure(): string {
    if (!this.#saved) return 'make room, and train again: nothing was saved yet to go on from'
    return `make room, then go on from the last save with: lstm train --resume --out ${shellWord(this.path)}`
  }
}

function validationsOf({ record }: Model): number | undefined {
  return record?.history_errs?.shape[0]
}

const elsewhere = 'choose another folder with --out'

/** @throws LstmError 'model' unless there is a training that can go on */
async function refuseNothing(folder: string): Promise<void> {
  if (await isFile(join(folder, lastName))) return
  // A search, and a training without a network, leave nothing to go on from.
  const all = await generations(folder)
  const resumable = await Promise.all(all.map(path => isFile(join(path, lastName))))
  const earlier = all.findLast((_, n) => resumable[n])
  throw new LstmError('model', `there is no training to go on with: no ${join(folder, lastName)}`, {
    hint: earlier
      ? `an earlier one is kept in ${earlier}: go on with it by --resume --out ${shellWord(earlier)}, or start anew without --resume`
      : 'name the folder of a training with --out, or start one without --resume',
  })
}

/**
 * The validations of the training that a model comes from, from the history.jsonl beside it; none where there is no such
 * file, or where the model is not one that a training wrote there.
 */
export async function readHistory(model: string): Promise<Validation[]> {
  return [bestName, lastName].includes(basename(model))
    ? readHistoryFile(join(dirname(model), historyName))
    : []
}
