import { LstmError } from '../errors.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../formats/safetensors.ts'
import type { Model } from '../model/model.ts'
import { encodeModel } from '../storage/model-file.ts'
import { decodeTraining, encodeTraining } from '../storage/training-file.ts'
import type { Validation } from '../training/early-stopping.ts'
import type { SavedTraining, Store } from '../training/store.ts'
import { getPart, type KeptParts, putParts, removeParts } from './kept.ts'
import { lockTraining } from './training-lock.ts'

/** Where a page keeps a training, under a name; it belongs to one worker until it is closed. The files are those of a folder. */
export class OriginStore implements Store {
  /** A page that is reloaded loses this much of its training. */
  readonly secondsBetweenSaves = 3
  readonly #name: string
  readonly #release: () => void
  #update = 0

  private constructor(name: string, release: () => void) {
    this.#name = name
    this.#release = release
  }

  /**
   * A place for a new training.
   *
   * @throws LstmError 'usage' where one is kept under that name, 'disk' where nothing can be kept
   */
  static async create(name: string, beginning: Omit<KeptParts['beginning'], 'began'>): Promise<OriginStore> {
    const release = await lockTraining(name)
    try {
      if (await getPart(name, 'beginning')) {
        throw new LstmError('usage', `a training named '${name}' is kept already`, {
          hint: 'go on with it, remove it, or choose another name',
        })
      }
      // What another one may have left, that was removed while it went on: this one is not to go on from there.
      await removeParts(name)
      const began = new Date()
      const progress = { update: 0, finished: false, saved: began }
      await putParts(name, { beginning: { ...beginning, began }, progress })
      return new OriginStore(name, release)
    } catch (error) {
      release()
      throw error
    }
  }

  /** The place of a training that is to go on. @throws LstmError 'model' where there is none, 'usage' where it is going on */
  static async open(name: string): Promise<{
    readonly store: OriginStore
    readonly beginning: KeptParts['beginning']
    /** Undefined where it was left before its first update. */
    readonly saved: SavedTraining | undefined
  }> {
    const release = await lockTraining(name)
    try {
      const beginning = await getPart(name, 'beginning')
      if (!beginning) throw new LstmError('model', `no training named '${name}' is kept here`)
      const last = await getPart(name, 'last')
      const bytes = last && new Uint8Array(await last.arrayBuffer())
      const saved = bytes && decodeTraining(decodeSafetensors(bytes, name), name)
      return { store: new OriginStore(name, release), beginning, saved }
    } catch (error) {
      release()
      throw error
    }
  }

  async begin(history: readonly Validation[]): Promise<undefined> {
    await putParts(this.#name, { history })
  }

  async save(training: SavedTraining): Promise<void> {
    this.#update = training.state.update
    await putParts(this.#name, { last: fileOf(encodeTraining(training)), progress: this.#progress(false) })
  }

  async saveBest(model: Model): Promise<undefined> {
    const finished = model.provenance.results !== undefined
    const best = fileOf(encodeModel(model))
    await putParts(this.#name, { best, ...(finished && { progress: this.#progress(true) }) })
  }

  async append(validation: Validation): Promise<void> {
    const history = (await getPart(this.#name, 'history')) ?? []
    await putParts(this.#name, { history: [...history, validation] })
  }

  async close(): Promise<void> {
    this.#release()
  }

  #progress(finished: boolean): KeptParts['progress'] {
    return { update: this.#update, finished, saved: new Date() }
  }
}

function fileOf(file: TensorFile): Blob {
  return new Blob(encodeSafetensors(file) as Uint8Array<ArrayBuffer>[])
}
