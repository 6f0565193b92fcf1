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
  /** Whether an event is awaited. */
  #isWaiting = false
  #isLeft = false
  #end: Promise<void> | undefined
  /** Ends the waiting for texts. */
  #stopWaiting = (_: LstmError) => {}
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
      this.#isLeft = true
      this.#stopWaiting(leftBefore())
      // A generator waits for what it was asked for before it returns: that may be minutes away.
      if (this.#isWaiting || !this.#isAsked) await this.#leave()
      return leave(value)
    }
    return events
  }

  async *#events(): AsyncGenerator<TrainingEvent, void> {
    this.#isAsked = true
    let ended = false
    const stopped = new Promise<never>((_, reject) => {
      this.#stopWaiting = reject
    })
    // Where nothing waits for texts any more, nobody hears of it.
    stopped.catch(() => undefined)
    const interrupt = () => {
      void this.#link.call('interrupt').catch(() => undefined)
      this.#stopWaiting(leftBefore())
    }
    this.#signal?.addEventListener('abort', interrupt, { once: true })
    try {
      this.#isWaiting = true
      if (this.#signal?.aborted) interrupt()
      await Promise.race([this.#begun, stopped])
      while (!this.#isLeft) {
        if (this.#signal?.aborted) throw new LstmError('interrupted', 'interrupted; everything is saved')
        this.#isWaiting = true
        const event = await this.#link.call('next')
        this.#isWaiting = false
        ended = event === undefined
        if (event === undefined) return
        yield event
      }
    } catch (error) {
      // Whoever left is told nothing more.
      if (!this.#isLeft) throw error
    } finally {
      this.#signal?.removeEventListener('abort', interrupt)
      this.#isWaiting = false
      if (!ended) await this.#leave()
    }
  }

  /** The worker saves what there is, and is ended. */
  #leave(): Promise<void> {
    this.#end ??= this.#link
      .call('leave')
      .catch(() => undefined)
      .then(() => this.#link.terminate())
    return this.#end
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

function leftBefore(): LstmError {
  return new LstmError('interrupted', 'interrupted before there was anything to save', {
    hint: 'begin again, or resume what is kept',
  })
}
