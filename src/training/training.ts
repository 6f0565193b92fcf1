/** A training as an object: its events, its end, its model. The arithmetic of it is in loop.ts. */
import { LstmError } from '../errors.ts'
import type { Model } from '../model/model.ts'
import type { TrainingEvent } from './events.ts'
import type { TrainingCalls } from './run.ts'

/** Runs a training from its first event to its last. */
export type Run = (calls: TrainingCalls) => AsyncGenerator<TrainingEvent, void>

/**
 * A training under way, event by event. It goes on as its events are asked for, or as its model is awaited. Left early it is
 * saved, and going on from there gives the same bits as never having stopped; so does a signal. It is iterated once.
 */
export class ModelTraining implements AsyncIterable<TrainingEvent> {
  readonly #run: Run
  readonly #outcome = withResolvers<Model>()
  #taken = false
  readonly #finishing = new AbortController()
  readonly #leaving = new AbortController()

  constructor(run: Run) {
    this.#run = run
  }

  /** Ends the training after this update, with the best parameters so far. */
  finish(): void {
    this.#finishing.abort()
  }

  /**
   * The finished model. Where nobody iterates over the events, awaiting it is what drives the training.
   *
   * Rejects with what the training fails with; with LstmError 'interrupted' when its events are left early.
   */
  get model(): Promise<Model> {
    // A caller that iterates right after asking for the model shall get the events.
    queueMicrotask(() => {
      if (!this.#taken) void this.#drive()
    })
    return this.#outcome.promise
  }

  [Symbol.asyncIterator](): AsyncGenerator<TrainingEvent, void> {
    if (this.#taken) {
      throw new LstmError('usage', 'the events of a training can be iterated over only once', {
        hint: 'start another training, or go on with the one that was saved',
      })
    }
    this.#taken = true
    const events = this.#events()
    let asked = 0
    const next = events.next.bind(events)
    events.next = async () => {
      asked++
      try {
        return await next()
      } finally {
        asked--
      }
    }
    const leave = events.return.bind(events)
    events.return = async value => {
      // A generator waits for what it was asked for before it returns: that may be minutes away.
      if (asked > 0) this.#leaving.abort()
      try {
        return await leave(value)
      } finally {
        // Left before it was begun, a generator runs to no end of its own.
        this.#leave()
      }
    }
    return events
  }

  async #drive(): Promise<void> {
    try {
      for await (const _ of this);
    } catch {
      // The promise of the model tells it.
    }
  }

  async *#events(): AsyncGenerator<TrainingEvent, void> {
    try {
      const [finishing, leaving] = [this.#finishing.signal, this.#leaving.signal]
      yield* this.#run({ finishing, leaving, finished: this.#outcome.resolve })
    } catch (error) {
      // Whoever left is told nothing more.
      if (this.#leaving.signal.aborted && error instanceof LstmError && error.code === 'interrupted') return
      this.#outcome.reject(error)
      throw error
    } finally {
      this.#leave()
    }
  }

  /** Settles what is not settled already. */
  #leave(): void {
    this.#outcome.reject(
      new LstmError('interrupted', 'the training was left before its end', {
        hint: 'go on with what was saved, or start it again',
      }),
    )
  }
}

/** Promise.withResolvers, which Node has from 22 on. What is settled stays so. */
function withResolvers<T>() {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Nobody need be waiting for it.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
