import { type BrowserModel, load } from '../index.ts'
import { startPageWorker } from './page-worker.ts'

/** A model that the page holds. */
export interface HeldModel {
  /** As the user knows it; no two have the same. */
  readonly name: string
  readonly model: BrowserModel
}

/** The models that the page holds, and which of them answers. */
export class HeldModels {
  #models: readonly HeldModel[] = []
  #chosen: HeldModel | undefined
  readonly #listeners: (() => void)[] = []

  get all(): readonly HeldModel[] {
    return this.#models
  }

  /** Undefined where there is none. */
  get chosen(): HeldModel | undefined {
    return this.#chosen
  }

  named(name: string): HeldModel | undefined {
    return this.#models.find(held => held.name === name)
  }

  /** Told whenever there are others, or another is chosen. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** Loads one, which answers from then on. @throws LstmError 'model' */
  async open(name: string, source: string | Blob): Promise<void> {
    this.add(name, await load(source, { worker: startPageWorker }))
  }

  add(name: string, model: BrowserModel): void {
    let own = name
    for (let number = 2; this.named(own); number++) own = `${name} (${number})`
    const held = { name: own, model }
    this.#models = [...this.#models, held]
    this.#chosen = held
    this.#tell()
  }

  choose(name: string): void {
    this.#chosen = this.named(name) ?? this.#chosen
    this.#tell()
  }

  /** Gives the memory of a model back. */
  async leave(held: HeldModel): Promise<void> {
    this.#models = this.#models.filter(other => other !== held)
    if (this.#chosen === held) this.#chosen = this.#models.at(-1)
    await held.model.dispose()
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
