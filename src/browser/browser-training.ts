import { LstmError } from '../errors.ts'
import type { TrainingEvent } from '../training/events.ts'
import { BrowserModel } from './browser-model.ts'
import type { WorkerLink } from './worker-link.ts'

/**
 * A training under way in a worker of its own. It goes on as its events are asked for, or as its model is awaited. Left early it is
 * saved where it is kept, from where `resume` goes on to the same bits; so it is when its signal is aborted. Its events are iterated
 * over once.
 */
export class BrowserTraining<Label extends string = string> implements AsyncIterable<TrainingEvent> {
  readonly #link: WorkerLink
  readonly #begun: Promise<void>
  readonly #signal: AbortSignal | undefined
  #taken = false
  #isAsked = false
  #model: Promise<BrowserModel<Label>> | undefined

  /** @param begin asks the worker for the training */
  constructor(link: WorkerLink, begin: () => Promise<void>, signal: AbortSignal | undefined) {
    this.#link = link
    this.#signal = signal
    this.#begun = begin()
    // Whoever asks for events or the model is told.
    this.#begun.catch(() => link.terminate())
  }

  /** Ends the training after this update, with the best parameters so far. */
  finish(): void {
    void this.#begun.then(() => this.#link.call('finish')).catch(() => undefined)
  }

  /** The finished model, in the same worker. Rejects with what the training fails with. */
  get model(): Promise<BrowserModel<Label>> {
    this.#model ??= this.#trained()
    return this.#model
  }

  [Symbol.asyncIterator](): AsyncGenerator<TrainingEvent, void> {
    if (this.#taken) {
      throw new LstmError('usage', 'the events of a training can be iterated over only once', {
        hint: 'start another training, or go on with the one that was saved',
      })
    }
    this.#taken = true
    const events = this.#events()
    // Left before it was begun, a generator runs to no end of its own.
    const leave = events.return.bind(events)
    events.return = async value => {
      const left = await leave(value)
      if (!this.#isAsked) await this.#leave()
      return left
    }
    return events
  }

  async *#events(): AsyncGenerator<TrainingEvent, void> {
    this.#isAsked = true
    let ended = false
    await this.#begun
    try {
      for (;;) {
        if (this.#signal?.aborted) throw new LstmError('interrupted', 'interrupted; everything is saved')
        const event = await this.#link.call('next')
        ended = event === undefined
        if (event === undefined) return
        yield event
      }
    } finally {
      if (!ended) await this.#leave()
    }
  }

  /** The worker saves what there is, and is ended. */
  async #leave(): Promise<void> {
    await this.#link.call('leave').catch(() => undefined)
    this.#link.terminate()
  }

  /** Ends it as it stands, without saving; after its end it takes the model along. */
  dispose(): void {
    this.#link.terminate()
  }

  async #trained(): Promise<BrowserModel<Label>> {
    if (!this.#taken) for await (const _ of this);
    return new BrowserModel<Label>(this.#link, await this.#link.call('trained'))
  }
}
