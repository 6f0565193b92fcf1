import type { Dataset } from '../data/dataset.ts'
import type { Engine, Parameters, Predictor } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { settle } from '../engines/settle.ts'
import { LstmError } from '../errors.ts'
import { wilsonInterval } from '../evaluation/metrics.ts'
import { predictorOf } from '../model/classifier.ts'
import type { Model, Result } from '../model/model.ts'
import { threadCount } from '../model/thread-count.ts'
import { keepProbabilityOf, optimizerOf } from '../settings/engine-settings.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { Validation } from './early-stopping.ts'
import { type Finished, mixture, networkAlone, ngramsAlone, type TrainedNetwork } from './ending.ts'
import type {
  EarlierEvent,
  FoldEvent,
  MeasuredResult,
  NoticeEvent,
  ProgressEvent,
  StartEvent,
  TrainingEvent,
} from './events.ts'
import { summaryOf } from './fold-summary.ts'
import { type Ending, keepsLast, type LoopEvent, trainingLoop, updatesPerEpoch } from './loop.ts'
import type { NetworkStart, Session } from './session.ts'
import type { Earlier, Store } from './store.ts'
import { told } from './told.ts'
import { trainingRecord } from './training-record.ts'
import type { TrainingState } from './training-state.ts'

/** What a training starts from, and where it keeps itself. */
interface Opened {
  readonly session: Session
  readonly store: Store
}

type OpeningEvent = ProgressEvent | NoticeEvent | FoldEvent

/** Makes what a training starts from, telling how far it is; stops early when told to. */
export type Opening = (tell: (event: OpeningEvent) => void, signal: AbortSignal) => Promise<Opened>

/**
 * A session in this store, which is closed again where the session cannot be made.
 *
 * @throws LstmError 'interrupted' that says what is kept, where `make` throws one; what else it throws
 */
export async function openedIn<S extends Store>(
  store: S,
  make: (store: S) => Promise<Session>,
  kept: Kept = 'nothing',
): Promise<Opened> {
  try {
    return { session: await make(store), store }
  } catch (error) {
    await store.close()
    throw error instanceof LstmError && error.code === 'interrupted' ? interruptedBefore(kept, error) : error
  }
}

/** What a store has of a training that has not begun yet: that of the one which it goes on from, where it goes on. */
type Kept = 'nothing' | 'everything'

function interruptedBefore(kept: Kept, cause: LstmError): LstmError {
  return kept === 'nothing'
    ? new LstmError('interrupted', 'interrupted before there was anything to save', {
        hint: 'begin again with the same command',
        cause,
      })
    : new LstmError('interrupted', 'interrupted before it went on; everything is saved as it was', { cause })
}

interface TrainingOptions {
  readonly settings: RunSettings
  /** When aborted, the training ends its update, saves, and fails with LstmError 'interrupted'. */
  readonly signal?: AbortSignal | undefined
}

/** What a training asks and tells whoever runs it. */
export interface TrainingCalls {
  /** Aborted when it is to end after the update, with the best parameters so far. */
  readonly finishing: AbortSignal
  /** Aborted when its events are left while one is asked for: it ends as where its signal is aborted. */
  readonly leaving: AbortSignal
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
  { settings, signal }: TrainingOptions,
  calls: TrainingCalls,
): AsyncGenerator<TrainingEvent, void> {
  const { leaving } = calls
  const options = { settings, signal: signal ? AbortSignal.any([signal, leaving]) : leaving }
  const { session, store } = yield* told(
    (tell: (event: OpeningEvent) => void, left) => open(tell, AbortSignal.any([left, leaving])),
    (event, waiting) => event.event === 'progress' && waiting.event === 'progress',
    ({ store }) => store.close(),
  )
  try {
    const { network } = session
    const last = network ? yield* updates({ ...session, network }, store, options, calls) : undefined
    if (last?.ending === 'interrupted') throw interruptedAfter(last.state.update)
    if (!last) yield* begun(session, store, options.settings)
    yield* ended(session, store, last, options, calls)
  } finally {
    await store.close()
  }
}

/** A session with a network to train. */
type NetworkSession = Session & { readonly network: NetworkStart }

/** The beginning of a training without updates. */
async function* begun(
  session: Session,
  store: Store,
  settings: RunSettings,
): AsyncGenerator<TrainingEvent, void> {
  const setAside = new SetAside(store)
  setAside.add(await store.begin([]))
  yield startOf(session, settings)
  yield* setAside.events()
}

/** All updates; returns the last state, saved. */
async function* updates(
  session: NetworkSession,
  store: Store,
  { settings, signal }: TrainingOptions,
  calls: TrainingCalls,
): AsyncGenerator<TrainingEvent, Last> {
  const engine = await openTrainingEngine(session, settings)
  try {
    const setAside = new SetAside(store)
    setAside.add(await store.begin(session.network.state.history))
    yield startOf(session, settings)
    const { description, data, network } = session
    const { sizes, state } = network
    const loop = trainingLoop({
      data,
      hyperparameters: description.hyperparameters,
      sizes,
      engine,
      state,
      stop: () =>
        signal?.aborted
          ? 'interrupted'
          : calls.finishing.aborted
            ? 'finished'
            : session.time?.isUp()
              ? 'time'
              : undefined,
      save: async current => {
        await setAside.saveBest(partial(session, current))
        const seconds = session.time?.watch.spent()
        await store.save({ description, sizes, state: { ...current, ...(seconds && { seconds }) } })
      },
      secondsBetweenSaves: store.secondsBetweenSaves,
      saveBest: (best, history) =>
        setAside.saveBest(modelOf(session, { network: { sizes, parameters: best } }, history)),
    })
    return yield* recorded(loop, store, setAside)
  } finally {
    await engine.dispose()
  }
}

/** The finished model, saved. Official: the best parameters are put back. @param last undefined where there is no network */
async function* ended(
  session: Session,
  store: Store,
  last: { readonly state: TrainingState; readonly ending: Ending } | undefined,
  options: TrainingOptions,
  { finished: tell }: TrainingCalls,
): AsyncGenerator<TrainingEvent, void> {
  const { network: start, ngrams } = session
  const trained = start && last && (await trainedNetwork({ ...session, network: start }, last.state, options))
  try {
    const { end, alone, unanswered, ...parts } = !trained
      ? await ngramsAlone(session, ngrams!)
      : ngrams
        ? await mixture(session, trained, ngrams)
        : await networkAlone(session, trained)
    const model = modelOf(session, parts, last?.state.history ?? [], end)
    const setAside = new SetAside(store)
    await setAside.saveBest(model)
    tell(model)
    yield* setAside.events()
    const { results, ...rest } = end
    yield {
      event: 'end',
      ending: last ? (last.ending as Exclude<Ending, 'interrupted'>) : 'fitted',
      update: results.updates,
      train: measured(results.train),
      validation: measured(results.validation),
      test: measured(results.test),
      ...rest,
      ...(alone && { alone }),
      unanswered: unanswered.map(label => session.data.labels[label]!),
      memoryBytes: trained?.whole.memoryBytes() ?? 0,
      ...(trained?.whole.vectorBits && { vectorBits: trained.whole.vectorBits }),
    }
  } finally {
    await trained?.whole.dispose()
  }
}

/** The best network, at work. */
async function trainedNetwork(
  session: NetworkSession,
  state: TrainingState,
  { settings, signal }: TrainingOptions,
): Promise<TrainedNetwork & { readonly whole: Predictor }> {
  const parameters = bestOf(session, state)
  const { sizes } = session.network
  const whole = await predictorOf(
    modelOf(session, { network: { sizes, parameters } }, state.history),
    settings,
  )
  // All is saved by now: an interrupt ends it here, and going on from there ends it as it would have ended.
  const predictor: Pick<Predictor, 'probabilities'> = {
    probabilities: batch => {
      if (signal?.aborted) throw interruptedAfter(state.update)
      return whole.probabilities(batch)
    },
  }
  return { sizes, parameters, predictor, updates: state.update, whole }
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
function validationOf(event: Extract<LoopEvent, { event: 'validation' }>): Validation {
  const { event: _, best, badCounter, memoryBytes, ...validation } = event
  return validation
}

async function openTrainingEngine(
  { network: { sizes, state }, description: { hyperparameters } }: NetworkSession,
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

function bestOf({ network, description }: NetworkSession, { best, engine }: TrainingState): Parameters {
  return best ?? settle(engine, optimizerOf(description.hyperparameters), network.sizes).parameters
}

/** The model of a training under way: its best network alone. */
function partial(session: NetworkSession, state: TrainingState): Model {
  const network = { sizes: session.network.sizes, parameters: bestOf(session, state) }
  return modelOf(session, { network }, state.history)
}

function modelOf(
  { description }: Session,
  parts: Pick<Model, 'network' | 'ngrams' | 'cascade' | 'heldOut'>,
  history: readonly Validation[],
  end: Finished['end'] | undefined = undefined,
): Model {
  const provenance = { ...description.provenance, ...end }
  const record = parts.network && { record: trainingRecord(history, end?.results) }
  return { ...description, ...parts, provenance, ...record }
}

function startOf(session: Session, settings: RunSettings): StartEvent {
  const { description, data, network, ngrams, plan, notices, remarks } = session
  const { labels, hyperparameters, vocabulary, provenance } = description
  return {
    event: 'start',
    ...(provenance.source && { source: provenance.source }),
    train: data.train.size,
    validation: data.validation.size,
    test: data.test.size,
    labels,
    vocabulary: network?.sizes.vocabulary ?? 0,
    hyperparameters,
    engine: settings.engine,
    threads: threadCount(settings),
    update: network?.state.update ?? 0,
    epoch: network?.state.epoch ?? 0,
    updates: network ? hyperparameters.maxEpochs * updatesPerEpoch(data, hyperparameters) : 0,
    words: vocabulary !== undefined || ngrams !== undefined,
    keepsLast: keepsLast(hyperparameters),
    plan,
    majority: majorityOf([data.train, data.validation], labels.length),
    ...(ngrams && {
      ngrams: {
        features: ngrams.part.keys.low.length,
        accuracy: ngrams.accuracy,
        heldOut: ngrams.heldOut,
      },
    }),
    ...(provenance.folds && { folds: summaryOf(provenance.folds) }),
    notices,
    remarks,
  }
}

/** The share of the most frequent label. */
function majorityOf(splits: readonly Dataset[], classes: number): number {
  const sizes = new Int32Array(classes)
  for (const texts of splits) {
    for (let i = 0; i < texts.size; i++) sizes[texts.label(i)]!++
  }
  const total = splits.reduce((sum, { size }) => sum + size, 0)
  return sizes.reduce((most, size) => Math.max(most, size), 0) / Math.max(1, total)
}

function interruptedAfter(update: number): LstmError {
  return new LstmError('interrupted', `interrupted after update ${update}; everything is saved`)
}

function measured(result: Result): MeasuredResult {
  const { examples, error } = result
  return { ...result, interval: wilsonInterval(Math.round(error * examples), examples) }
}
