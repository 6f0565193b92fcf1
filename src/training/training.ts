import type { Engine, Parameters, Predictor } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { settle } from '../engines/settle.ts'
import { LstmError } from '../errors.ts'
import { wilsonInterval } from '../evaluation/metrics.ts'
import { openPredictor } from '../model/classifier.ts'
import type { Model, Provenance, Result } from '../model/model.ts'
import { withTemperature } from '../model/temperature.ts'
import { threadCount } from '../model/threads.ts'
import { keepProbabilityOf, optimizerOf } from '../settings/hyperparameters.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { Validation } from './early-stopping.ts'
import type { EndEvent, MeasuredResult, ProgressEvent, StartEvent, TrainingEvent } from './events.ts'
import { type Ending, type LoopEvent, trainingLoop, updatesPerEpoch } from './loop.ts'
import { resultsOn, type Session, temperatureOf } from './session.ts'
import type { Store } from './store.ts'
import { told } from './told.ts'
import { trainingRecord } from './training-record.ts'
import type { TrainingState } from './training-state.ts'

/** Makes what a training starts from, telling how far it is; stops early when told to. */
export type Opening = (tell: (event: ProgressEvent) => void, signal: AbortSignal) => Promise<Session>

export interface TrainingOptions {
  readonly settings: RunSettings
  readonly store: Store
  /** When aborted, the training ends its update, saves, and fails with LstmError 'interrupted'. */
  readonly signal?: AbortSignal | undefined
}

/**
 * A training under way, event by event. It goes on as its events are asked for, or as its model is awaited. Left early it is
 * saved, and going on from there gives the same bits as never having stopped; so does a signal. It is iterated once.
 */
export class Training implements AsyncIterable<TrainingEvent> {
  readonly #open: Opening
  readonly #options: TrainingOptions
  readonly #outcome = withResolvers<Model>()
  #taken = false
  #finish = false

  constructor(open: Opening, options: TrainingOptions) {
    this.#open = open
    this.#options = options
  }

  /** Ends the training after this update, with the best parameters so far. */
  finish(): void {
    this.#finish = true
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
    return this.#events()
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
      this.#outcome.resolve(yield* this.#run())
    } catch (error) {
      this.#outcome.reject(error)
      throw error
    } finally {
      // Settled already, unless the iteration was left.
      this.#outcome.reject(new LstmError('interrupted', 'the training was left before its end'))
    }
  }

  async *#run(): AsyncGenerator<TrainingEvent, Model> {
    const { settings, store, signal } = this.#options
    const session = yield* told(this.#open)
    const engine = await openTrainingEngine(session, settings)
    let last: { state: TrainingState; ending: Ending }
    try {
      await store.begin(session.state.history)
      yield startOf(session, settings)
      const { description, sizes, data, state } = session
      const loop = trainingLoop({
        data,
        hyperparameters: description.hyperparameters,
        sizes,
        engine,
        state,
        stop: () => (signal?.aborted ? 'interrupted' : this.#finish ? 'finished' : undefined),
        save: async current => {
          await store.saveBest(modelOf(session, bestOf(session, current), current.history))
          await store.save({ description, sizes, state: current })
        },
        saveBest: (best, history) => store.saveBest(modelOf(session, best, history)),
      })
      last = yield* recorded(loop, store)
    } finally {
      await engine.dispose()
    }
    if (last.ending === 'interrupted') throw interruptedAfter(last.state.update)
    return yield* this.#end(session, last.state, last.ending)
  }

  /** Official: the best parameters are put back, the three errors computed with them and saved beside them. */
  async *#end(
    session: Session,
    state: TrainingState,
    ending: EndEvent['ending'],
  ): AsyncGenerator<TrainingEvent, Model> {
    const { settings, store, signal } = this.#options
    const { data, description } = session
    const { hyperparameters } = description
    const parameters = bestOf(session, state)
    const predictor = await openPredictor(modelOf(session, parameters, state.history), settings)
    try {
      // All is saved by now: an interrupt ends it here, and going on from there ends it as it would have ended.
      const heedful: Pick<Predictor, 'probabilities'> = {
        probabilities: batch => {
          if (signal?.aborted) throw interruptedAfter(state.update)
          return predictor.probabilities(batch)
        },
      }
      const results = await resultsOn(data, heedful, hyperparameters, state.update)
      const temperature = hyperparameters.calibrate
        ? await temperatureOf(data, heedful, hyperparameters)
        : undefined
      const finished = temperature === undefined ? parameters : withTemperature(parameters, temperature)
      const end = { results, ...(temperature !== undefined && { temperature }) }
      const model = modelOf(session, finished, state.history, end)
      await store.saveBest(model)
      yield {
        event: 'end',
        ending,
        update: state.update,
        train: measured(results.train),
        validation: measured(results.validation),
        test: measured(results.test),
        ...(temperature !== undefined && { temperature }),
        memoryBytes: predictor.memoryBytes(),
        ...(predictor.vectorBits && { vectorBits: predictor.vectorBits }),
      }
      return model
    } finally {
      await predictor.dispose()
    }
  }
}

/** The loop's events, each validation kept in the history before it is told. */
async function* recorded<Result>(
  loop: AsyncGenerator<LoopEvent, Result>,
  store: Store,
): AsyncGenerator<LoopEvent, Result> {
  let finished = false
  try {
    for (;;) {
      const step = await loop.next()
      if (step.done) {
        finished = true
        return step.value
      }
      if (step.value.event === 'validation') {
        await store.append(validationOf(step.value))
      }
      yield step.value
    }
  } finally {
    if (!finished) await loop.return(undefined as never)
  }
}

/** What the history keeps of a validation. */
function validationOf(event: Validation): Validation {
  const { update, epoch, trainError, validationError, testError, badness } = event
  const errors = { update, epoch, trainError, validationError, testError }
  return badness === undefined ? errors : { ...errors, badness }
}

async function openTrainingEngine(
  { sizes, state, description: { hyperparameters } }: Session,
  settings: RunSettings,
): Promise<Engine> {
  const { openEngine } = await loadEngine(settings.engine)
  return openEngine({
    sizes,
    state: state.engine,
    optimizer: optimizerOf(hyperparameters),
    weightDecay: hyperparameters.weightDecay,
    adversarial: hyperparameters.adversarial,
    maximumNorm: hyperparameters.maximumNorm,
    keepProbability: keepProbabilityOf(hyperparameters),
    threads: threadCount(settings),
    vectorWidth: settings.vectorWidth,
  })
}

function bestOf({ sizes, description }: Session, { best, engine }: TrainingState): Parameters {
  return best ?? settle(engine, optimizerOf(description.hyperparameters), sizes).parameters
}

function modelOf(
  { description, sizes }: Session,
  parameters: Parameters,
  history: readonly Validation[],
  end: Pick<Provenance, 'results' | 'temperature'> = {},
): Model {
  const provenance = { ...description.provenance, ...end }
  return {
    ...description,
    network: { sizes, parameters },
    provenance,
    record: trainingRecord(history, end.results),
  }
}

function startOf(
  { description, data, sizes, state, notices, remarks }: Session,
  settings: RunSettings,
): StartEvent {
  const { labels, hyperparameters, vocabulary } = description
  return {
    event: 'start',
    train: data.train.size,
    validation: data.validation.size,
    test: data.test.size,
    labels,
    vocabulary: sizes.vocabulary,
    hyperparameters,
    engine: settings.engine,
    threads: threadCount(settings),
    update: state.update,
    epoch: state.epoch,
    updates: hyperparameters.maxEpochs * updatesPerEpoch(data, hyperparameters),
    words: vocabulary !== undefined,
    notices,
    remarks,
  }
}

function interruptedAfter(update: number): LstmError {
  return new LstmError('interrupted', `interrupted after update ${update}; everything is saved`)
}

function measured(result: Result): MeasuredResult {
  const { examples, error } = result
  return { ...result, interval: wilsonInterval(Math.round(error * examples), examples) }
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
