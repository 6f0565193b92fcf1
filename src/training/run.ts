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
import type {
  EarlierEvent,
  EndEvent,
  MeasuredResult,
  NoticeEvent,
  ProgressEvent,
  StartEvent,
  TrainingEvent,
} from './events.ts'
import { type Ending, type LoopEvent, trainingLoop, updatesPerEpoch } from './loop.ts'
import { resultsOn, type Session, temperatureOf } from './session.ts'
import type { Earlier, Store } from './store.ts'
import { told } from './told.ts'
import { trainingRecord } from './training-record.ts'
import type { TrainingState } from './training-state.ts'

/** What a training starts from, and where it keeps itself. */
export interface Opened {
  readonly session: Session
  readonly store: Store
}

/** Makes what a training starts from, telling how far it is; stops early when told to. */
export type Opening = (
  tell: (event: ProgressEvent | NoticeEvent) => void,
  signal: AbortSignal,
) => Promise<Opened>

/** A session in this store, which is closed again where the session cannot be made. */
export async function openedIn<S extends Store>(
  store: S,
  make: (store: S) => Promise<Session>,
): Promise<Opened> {
  try {
    return { session: await make(store), store }
  } catch (error) {
    await store.close()
    throw error
  }
}

export interface TrainingOptions {
  readonly settings: RunSettings
  /** When aborted, the training ends its update, saves, and fails with LstmError 'interrupted'. */
  readonly signal?: AbortSignal | undefined
}

/** What a training asks and tells whoever runs it. */
export interface TrainingCalls {
  /** Asked between two updates: whether to end now, with the best parameters so far. */
  finishes(): boolean
  /** Told the finished model, which is saved, before the last event. */
  finished(model: Model): void
}

interface Last<How = Ending> {
  readonly state: TrainingState
  readonly ending: How
}

/**
 * A training from its first event to its last.
 *
 * @throws LstmError 'interrupted' when the signal is aborted, after all is saved; and what the opening, the store and the loop throw
 */
export async function* trainingRun(
  open: Opening,
  options: TrainingOptions,
  calls: TrainingCalls,
): AsyncGenerator<TrainingEvent, void> {
  const { session, store } = yield* told(
    open,
    (event, waiting) => event.event === 'progress' && waiting.event === 'progress',
    ({ store }) => store.close(),
  )
  try {
    const { state, ending } = yield* updates(session, store, options, calls)
    if (ending === 'interrupted') throw interruptedAfter(state.update)
    yield* ended(session, store, { state, ending }, options, calls)
  } finally {
    await store.close()
  }
}

/** All updates; returns the last state, saved. */
async function* updates(
  session: Session,
  store: Store,
  { settings, signal }: TrainingOptions,
  calls: TrainingCalls,
): AsyncGenerator<TrainingEvent, Last> {
  const engine = await openTrainingEngine(session, settings)
  try {
    const setAside = new SetAside(store)
    setAside.add(await store.begin(session.state.history))
    yield startOf(session, settings)
    const { description, sizes, data, state } = session
    const loop = trainingLoop({
      data,
      hyperparameters: description.hyperparameters,
      sizes,
      engine,
      state,
      stop: () => (signal?.aborted ? 'interrupted' : calls.finishes() ? 'finished' : undefined),
      save: async current => {
        await setAside.saveBest(modelOf(session, bestOf(session, current), current.history))
        await store.save({ description, sizes, state: current })
      },
      saveBest: (best, history) => setAside.saveBest(modelOf(session, best, history)),
    })
    return yield* recorded(loop, store, setAside)
  } finally {
    await engine.dispose()
  }
}

/** Official: the best parameters are put back, the three errors computed with them and saved beside them. */
async function* ended(
  session: Session,
  store: Store,
  { state, ending }: Last<EndEvent['ending']>,
  { settings, signal }: TrainingOptions,
  { finished: tell }: TrainingCalls,
): AsyncGenerator<TrainingEvent, void> {
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
    const setAside = new SetAside(store)
    await setAside.saveBest(model)
    tell(model)
    yield* setAside.events()
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
  } finally {
    await predictor.dispose()
  }
}

/** Saves best models, and keeps what became of earlier trainings until it is told. */
class SetAside {
  readonly #store: Store
  #waiting: EarlierEvent[] = []

  constructor(store: Store) {
    this.#store = store
  }

  add(earlier: Earlier | undefined): void {
    if (earlier) this.#waiting.push({ event: 'earlier', ...earlier })
  }

  async saveBest(model: Model): Promise<void> {
    this.add(await this.#store.saveBest(model))
  }

  *events(): Generator<EarlierEvent, void> {
    const events = this.#waiting
    this.#waiting = []
    yield* events
  }
}

/** The loop's events, each validation kept in the history before it is told. */
async function* recorded<Result>(
  loop: AsyncGenerator<LoopEvent, Result>,
  store: Store,
  setAside: SetAside,
): AsyncGenerator<LoopEvent | EarlierEvent, Result> {
  let finished = false
  try {
    for (;;) {
      const step = await loop.next()
      yield* setAside.events()
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
  const { labels, hyperparameters, vocabulary, provenance } = description
  return {
    event: 'start',
    ...(provenance.source && { source: provenance.source }),
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
