import type { Dataset } from '../data/dataset.ts'
import type { Engine, EngineState, Parameters, Predictor, Sizes } from '../engines/engine.ts'
import { settle } from '../engines/settle.ts'
import { LstmError } from '../errors.ts'
import { errorRate } from '../evaluation/error-rate.ts'
import { type Metric, metricNamed } from '../evaluation/metric.ts'
import { host } from '../host/index.ts'
import { labelledAnswers } from '../model/probabilities.ts'
import { Random } from '../random.ts'
import { optimizerOf } from '../settings/engine-settings.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { textWeights, weightedOrder } from './class-weights.ts'
import { isOver, judge, type Validation } from './early-stopping.ts'
import { drawMasks, drawMinibatch } from './noise.ts'
import { baseRate, learningRateFactor } from './schedule.ts'
import type { TrainingState } from './training-state.ts'

export interface TrainingData {
  readonly train: Dataset
  readonly validation: Dataset
  readonly test: Dataset
  readonly labels: readonly string[]
}

/** What happens in the loop. `memoryBytes` is what the engine holds. */
export type LoopEvent = { readonly memoryBytes: number } & (
  | {
      readonly event: 'update'
      readonly epoch: number
      readonly update: number
      readonly cost: number
      /** By what this update's step was multiplied: the rate of the schedule; of 1 for an optimizer that has no --learning-rate. */
      readonly learningRate: number
    }
  | ({ readonly event: 'validation'; readonly best: boolean; readonly badCounter: number } & Validation)
  | { readonly event: 'saved'; readonly update: number }
)

interface LoopOptions {
  readonly data: TrainingData
  readonly hyperparameters: Hyperparameters
  readonly sizes: Sizes
  /** Opened with `state.engine`. */
  readonly engine: Engine
  readonly state: TrainingState
  /** Keeps the state; called at every save interval, at the end, and when training is left or interrupted. */
  readonly save: (state: TrainingState) => Promise<void>
  /** Seconds without a save after which there is one, at whatever update; the first update is followed by one then. */
  readonly secondsBetweenSaves?: number | undefined
  /** Keeps the best parameters of a training that cannot go on. */
  readonly saveBest: (best: Parameters, history: readonly Validation[]) => Promise<void>
  /** Asked between two updates: why the training is to end now, if it is. */
  readonly stop: () => 'interrupted' | 'finished' | 'time' | undefined
}

/** Why a training ended: early stopping, all epochs done, told to finish, its time over, or interrupted (and to be gone on with). */
export type Ending = 'patience' | 'epochs' | 'finished' | 'time' | 'interrupted'

/** The state before the first update. */
export function startTraining(engine: EngineState, shuffles: Random, seed: number): TrainingState {
  return {
    engine,
    shuffles: shuffles.state(),
    masks: new Random(seed).state(),
    update: 0,
    epoch: 0,
    order: new Int32Array(0),
    position: 0,
    history: [],
    costs: 0,
    badCounter: 0,
    best: undefined,
  }
}

/** Why no update follows this state, or undefined while training goes on. */
function endingOf(
  { badCounter, epoch, position, order }: Pick<TrainingState, 'badCounter' | 'epoch' | 'position' | 'order'>,
  { patience, maxEpochs }: Hyperparameters,
): 'patience' | 'epochs' | undefined {
  if (isOver(badCounter, patience)) return 'patience'
  return epoch >= maxEpochs && position === order.length ? 'epochs' : undefined
}

/** Updates of one epoch. */
export function updatesPerEpoch(data: TrainingData, { batchSize }: Hyperparameters): number {
  return Math.ceil(data.train.size / batchSize)
}

/**
 * Trains from `state` to the end as the official script does (lstm.py, train_lstm), event by event; returns the last state,
 * saved. Left early (`return`) it saves as well.
 *
 * Everything due at an update (report, validation, save) is done before the next one, the save last: a state that was
 * saved never owes anything, so going on from it gives the same bits as never having stopped.
 *
 * @throws LstmError 'diverged' when a cost is not finite
 */
export async function* trainingLoop(
  options: LoopOptions,
): AsyncGenerator<LoopEvent, { state: TrainingState; ending: Ending }> {
  const { data, hyperparameters, engine, state, sizes, save, saveBest, stop } = options
  const { secondsBetweenSaves } = options
  const { batchSize, displayInterval } = hyperparameters
  const validationInterval = inUpdates(hyperparameters.validationInterval, data, hyperparameters)
  const saveInterval = inUpdates(hyperparameters.saveInterval, data, hyperparameters)
  const updates = hyperparameters.maxEpochs * updatesPerEpoch(data, hyperparameters)
  const metric = metricNamed(hyperparameters.metric, data.labels)
  const weights = weightsOf(data, hyperparameters)
  const shuffles = Random.from(state.shuffles)
  const masks = Random.from(state.masks)
  const history = [...state.history]
  let { update, epoch, order, position, costs, badCounter, best } = state

  const snapshot = async (): Promise<TrainingState> => ({
    engine: await engine.state(),
    shuffles: shuffles.state(),
    masks: masks.state(),
    update,
    epoch,
    order,
    position,
    history: [...history],
    costs,
    badCounter,
    best,
  })

  const saved = async (): Promise<TrainingState> => {
    const state = await snapshot()
    // A save that fails is told once, not tried again on the way out.
    settled = false
    await save(state)
    settled = true
    savedAt = performance.now()
    return state
  }
  let savedAt = Number.NEGATIVE_INFINITY
  const isWanted = () =>
    secondsBetweenSaves !== undefined && performance.now() - savedAt >= 1000 * secondsBetweenSaves
  const memory = () => ({ memoryBytes: engine.memoryBytes() })

  /** The texts of the next update; at the end of an epoch the first ones of another. */
  const nextTexts = (): Int32Array => {
    if (position === order.length) {
      epoch++
      order = data.train.order(shuffles, weights && weightedOrder(weights, shuffles))
      position = 0
    }
    return order.subarray(position, position + batchSize)
  }

  const nextUpdate = async () => {
    const indices = nextTexts()
    const batch = drawMinibatch(await data.train.batch(indices), hyperparameters, masks)
    const drawn = drawMasks(indices.length, hyperparameters, masks)
    update++
    settled = false
    const factor = learningRateFactor(update, updates, hyperparameters)
    const cost = await engine.update(batch, drawn, factor)
    position += indices.length
    if (!Number.isFinite(cost)) {
      if (best) await saveBest(best, history)
      throw diverged(cost, update, hyperparameters)
    }
    if (costs !== undefined) costs += cost
    return { cost, learningRate: factor * baseRate(hyperparameters) }
  }

  const validated = async (learningRate: number): Promise<LoopEvent> => {
    const validation: Validation = {
      ...{ update, epoch, ...(await validate(data, engine, hyperparameters, metric)) },
      ...(costs !== undefined && { cost: costs / (update - (history.at(-1)?.update ?? 0)) }),
      learningRate,
    }
    history.push(validation)
    costs = 0
    const errors = history.map(entry => entry.badness ?? entry.validationError)
    const verdict = judge(errors, badCounter, hyperparameters.patience)
    badCounter = verdict.badCounter
    if (verdict.best || keepsLast(hyperparameters)) best = await parametersOf(engine, hyperparameters, sizes)
    return { event: 'validation', best: verdict.best, badCounter, ...validation, ...memory() }
  }

  // True while all that was due at the last update is done: only then is there a state to save.
  let settled = true
  let ended = false
  try {
    for (;;) {
      const ending = stop() ?? endingOf({ badCounter, epoch, position, order }, hyperparameters)
      if (ending) {
        const last = await saved()
        ended = true
        yield { event: 'saved', update, ...memory() }
        return { state: last, ending }
      }

      const { cost, learningRate } = await nextUpdate()
      const validation = update % validationInterval === 0 ? await validated(learningRate) : undefined
      settled = true

      if (update % displayInterval === 0) {
        yield { event: 'update', epoch, update, cost, learningRate, ...memory() }
      }
      if (validation) yield validation
      if (update % saveInterval === 0 || isWanted()) {
        await saved()
        yield { event: 'saved', update, ...memory() }
      }

      // Lets signals and the progress bar in; an engine that computes on this thread would never give way otherwise.
      await host.giveWay()
    }
  } finally {
    if (settled && !ended) await saved()
  }
}

/**
 * Whether the last parameters validated are kept rather than the best ones: where the learning rate falls to 0 they come to rest at
 * the end, and the error of a few texts is too coarse to tell. Another metric is taken at its word.
 */
export function keepsLast({ learningRateDecay, metric }: Hyperparameters): boolean {
  return learningRateDecay && metric === 'accuracy'
}

/** The parameters as they predict now. */
async function parametersOf(
  engine: Engine,
  hyperparameters: Hyperparameters,
  sizes: Sizes,
): Promise<Parameters> {
  return settle(await engine.state(), optimizerOf(hyperparameters), sizes).parameters
}

/** [n], or undefined where all texts count the same. */
function weightsOf(
  { train, labels }: TrainingData,
  { classWeights }: Hyperparameters,
): Float64Array | undefined {
  const classOf = Int32Array.from({ length: train.size }, (_, i) => train.label(i))
  return textWeights(classWeights, labels, classOf, train.weights())
}

/** The three errors of the official script, as shares in [0, 1], and what the metric says where it is another one. */
export async function validate(
  { train, validation, test, labels }: TrainingData,
  predictor: Pick<Predictor, 'probabilities'>,
  { evaluationBatchSize: batchSize }: Hyperparameters,
  metric: Metric,
): Promise<Pick<Validation, 'trainError' | 'validationError' | 'testError' | 'badness'>> {
  const options = { classes: labels.length, batchSize }
  const trainError = await errorRate(predictor, train, options)
  const answered = await labelledAnswers(predictor, validation, options)
  const judged = (by: Metric) => by.badness(answered.probabilities, answered.labels)
  return {
    trainError,
    validationError: judged(metricNamed('accuracy', labels)),
    testError: await errorRate(predictor, test, options),
    ...(metric.name !== 'accuracy' && { badness: judged(metric) }),
  }
}

/** Official: -1 stands for once an epoch, counted in whole minibatches. */
function inUpdates(interval: number, data: TrainingData, { batchSize }: Hyperparameters): number {
  return interval === -1 ? Math.max(1, Math.floor(data.train.size / batchSize)) : interval
}

function diverged(
  cost: number,
  update: number,
  { optimizer, learningRate, weightDecay }: Hyperparameters,
): LstmError {
  const setting =
    optimizer === 'sgd' || optimizer === 'adam'
      ? `a smaller --learning-rate (it is ${learningRate})`
      : weightDecay > 0
        ? `a smaller --weight-decay (it is ${weightDecay})`
        : '--optimizer adadelta or another --seed'
  return new LstmError('diverged', `the cost is ${cost} after update ${update}: training diverged`, {
    hint: `try ${setting}`,
  })
}
