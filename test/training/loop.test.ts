import { beforeEach, describe, expect, it } from 'vitest'
import { TextDataset } from '../../src/data/dataset.ts'
import type { Engine, LabelledMinibatch, Parameters, Sizes } from '../../src/engines/engine.ts'
import { openReferenceEngine } from '../../src/engines/reference/index.ts'
import { LstmError } from '../../src/errors.ts'
import { initializeParameters } from '../../src/model/initialization.ts'
import { Random } from '../../src/random.ts'
import { keepProbabilityOf, optimizerOf } from '../../src/settings/engine-settings.ts'
import { type Hyperparameters, hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import type { Sequences } from '../../src/text/sequences.ts'
import { type LoopEvent, startTraining, trainingLoop } from '../../src/training/loop.ts'
import { learningRateFactor } from '../../src/training/schedule.ts'
import type { TrainingState } from '../../src/training/training-state.ts'

const dimension = 4
const sizes: Sizes = { vocabulary: 9, embedding: dimension, hidden: dimension, classes: 2, pooling: 'mean' }
const hyperparameters: Hyperparameters = {
  ...defaults(hyperparameterTable),
  ...{ dimension, batchSize: 3, maxEpochs: 4, displayInterval: 2, validationInterval: 3, saveInterval: 5 },
}

/** Texts of one to five words, of which the first tells the label. */
function texts(count: number, random: Random): Sequences {
  const lists = Array.from({ length: count }, (_, i) => [
    2 + (i % 2),
    ...Array.from({ length: random.integer(4) }, () => 4 + random.integer(4)),
  ])
  const offsets = Int32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)])
  return { tokens: Int32Array.from(lists.flat()), offsets, labels: Int32Array.from(lists, (_, i) => i % 2) }
}

const noisy = {
  ...{ optimizer: 'adam', learningRate: 0.01, warmUp: 5, learningRateDecay: true, maximumNorm: 1 },
  ...{ crop: 2, wordDropout: 0.3, embeddingDropout: 0.5, adversarial: 0.1, dropout: false },
} as const satisfies Partial<Hyperparameters>

const random = new Random(7)
const [train, validation, test] = [10, 4, 6].map(count => new TextDataset(texts(count, random)))
const data = { train: train!, validation: validation!, test: test!, labels: ['no', 'yes'] }

function openEngine(state: TrainingState, settings: Hyperparameters): Engine {
  const options = {
    sizes,
    optimizer: optimizerOf(settings),
    weightDecay: settings.weightDecay,
    adversarial: settings.adversarial,
    maximumNorm: settings.maximumNorm,
    keepProbability: keepProbabilityOf(settings),
    threads: 1,
  }
  return openReferenceEngine({ ...options, state: state.engine }, Float32Array)
}

let events: LoopEvent[]
let saves: TrainingState[]
let batches: LabelledMinibatch[]
let rates: (number | undefined)[]
beforeEach(() => {
  events = []
  saves = []
  batches = []
  rates = []
})

function fresh(): TrainingState {
  const shuffles = new Random(1)
  const parameters = initializeParameters(sizes, shuffles)
  return startTraining({ parameters, accumulators: {} }, shuffles, 1)
}

interface Changes {
  readonly state?: TrainingState
  readonly settings?: Partial<Hyperparameters>
  readonly abortAfter?: number
  /** The iteration is left at this update's first event. */
  readonly leaveAfter?: number
  readonly costs?: readonly number[]
  readonly secondsBetweenSaves?: number
  readonly saveBest?: (best: Parameters) => Promise<void>
}

async function run({
  state = fresh(),
  settings = {},
  abortAfter,
  leaveAfter,
  costs = [],
  secondsBetweenSaves,
  saveBest = async () => {},
}: Changes = {}) {
  const controller = new AbortController()
  const engine = openEngine(state, { ...hyperparameters, ...settings })
  const update = engine.update.bind(engine)
  engine.update = async (batch, masks, rate) => {
    batches.push(batch)
    rates.push(rate)
    const cost = await update(batch, masks, rate)
    if (batches.length === abortAfter) controller.abort()
    return costs[batches.length - 1] ?? cost
  }
  const loop = trainingLoop({
    data,
    hyperparameters: { ...hyperparameters, ...settings },
    sizes,
    engine,
    state,
    save: async saved => {
      saves.push(saved)
    },
    secondsBetweenSaves,
    saveBest,
    stop: () => (controller.signal.aborted ? 'interrupted' : undefined),
  })
  for (;;) {
    const step = await loop.next()
    if (step.done) return step.value
    events.push(step.value)
    if (leaveAfter === step.value.update) {
      await loop.return({ state, ending: 'interrupted' })
      return { state, ending: 'interrupted' } as const
    }
  }
}

const updatesOf = (name: LoopEvent['event']) =>
  events.filter(({ event }) => event === name).map(({ update }) => update)

describe('the training loop', () => {
  it('judges by the metric, where it is not the error: what costs less is the best so far, however many are right', async () => {
    const settings = { metric: 'cost', validationInterval: 1, optimizer: 'sgd', learningRate: 2 } as const
    await run({ settings: { ...settings, patience: 100, maxEpochs: 6 } })
    const validations = events.filter(event => event.event === 'validation')
    const bestBy = (values: readonly number[]) =>
      values.map((value, n) => value <= Math.min(...values.slice(0, n + 1)))
    const told = validations.map(({ best }) => best)
    expect(told).toEqual(bestBy(validations.map(({ badness }) => badness!)))
    expect(told).not.toEqual(bestBy(validations.map(({ validationError }) => validationError)))
  })

  it('goes through every text once an epoch in a new order, the last minibatch being smaller', async () => {
    const { ending, state } = await run()
    expect(ending).toBe('epochs')
    expect([state.update, state.epoch]).toEqual([16, 4])
    expect(batches.map(({ lengths }) => lengths.length)).toEqual([
      3, 3, 3, 1, 3, 3, 3, 1, 3, 3, 3, 1, 3, 3, 3, 1,
    ])
    const epochs = [0, 4, 8, 12].map(first => batches.slice(first, first + 4))
    const orders = epochs.map(epoch => epoch.flatMap(({ lengths }) => [...lengths]))
    const sorted = (lengths: readonly number[]) => [...lengths].sort()
    for (const order of orders) expect(sorted(order)).toEqual(sorted(orders[0]!))
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
  })

  it('reports, validates and saves at the intervals of the official script, and saves at the end', async () => {
    await run()
    expect(updatesOf('update')).toEqual([2, 4, 6, 8, 10, 12, 14, 16])
    expect(updatesOf('validation')).toEqual([3, 6, 9, 12, 15])
    expect(updatesOf('saved')).toEqual([5, 10, 15, 16])
    expect(saves.map(({ history }) => history.length)).toEqual([1, 3, 5, 5])
  })

  it('saves after the first update and after so many seconds where that is wanted, to the same bits from each of them', async () => {
    const { state: whole } = await run({ secondsBetweenSaves: 0 })
    expect(updatesOf('saved')).toEqual([...Array.from({ length: 16 }, (_, n) => n + 1), 16])
    for (const state of saves.slice(0, -1)) expect((await run({ state })).state).toEqual(whole)
    events = []
    await run({ secondsBetweenSaves: 1_000 })
    expect(updatesOf('saved')).toEqual([1, 5, 10, 15, 16])
  })

  it('keeps the mean cost of the updates since the validation before, and the last learning rate', async () => {
    const { state } = await run({ settings: { displayInterval: 1 } })
    const told = (first: number, last: number) =>
      events
        .filter(event => event.event === 'update')
        .filter(({ update }) => update > first && update <= last)
    for (const { update, cost, learningRate } of state.history) {
      const updates = told(update - 3, update)
      expect(cost).toBe(updates.reduce((sum, one) => sum + one.cost, 0) / 3)
      expect(learningRate).toBe(updates.at(-1)!.learningRate)
    }
    expect(state.costs).toBe(told(15, 16)[0]!.cost)
  })

  it('keeps no cost of a validation whose first updates an older version made', async () => {
    await run()
    const { costs, ...older } = saves[0]!
    expect(older.update).toBe(5)
    const { state } = await run({ state: older })
    expect(state.history.map(({ cost }) => cost === undefined)).toEqual([false, true, false, false, false])
  })

  it('counts -1 as once an epoch, in whole minibatches', async () => {
    await run({ settings: { validationInterval: -1, saveInterval: -1, maxEpochs: 2 } })
    expect(updatesOf('validation')).toEqual([3, 6])
    expect(updatesOf('saved')).toEqual([3, 6, 8])
  })

  it('keeps the parameters of the best validation', async () => {
    const { state } = await run()
    const best = state.history.findLastIndex(
      ({ validationError }, i) =>
        validationError <= Math.min(...state.history.slice(0, i + 1).map(entry => entry.validationError)),
    )
    events = []
    batches = []
    const { state: upToBest } = await run({ abortAfter: state.history[best]!.update })
    expect(state.best).toEqual(upToBest.engine.parameters)
  })

  it('keeps the parameters of the last validation where the learning rate falls to 0', async () => {
    const settings = { ...noisy, validationInterval: 4 }
    const { state } = await run({ settings })
    expect(state.history.map(({ update }) => update)).toEqual([4, 8, 12, 16])
    expect(state.best).toEqual(state.engine.parameters)
  })

  it('stops by patience', async () => {
    const { ending, state } = await run({ settings: { maxEpochs: 500, patience: 2, validationInterval: 1 } })
    expect(ending).toBe('patience')
    expect(state.badCounter).toBe(3)
  })

  it.each([
    ['official', {}],
    ['with all noise', noisy],
  ])(
    '%s: saves when aborted after any update, and goes on from there to the same bits',
    async (_, settings) => {
      const whole = await run({ settings })
      for (const abortAfter of [1, 4, 5, 6, 11, 15]) {
        batches = []
        const stopped = await run({ settings, abortAfter })
        expect([stopped.ending, saves.at(-1)!.update]).toEqual(['interrupted', abortAfter])
        batches = []
        expect((await run({ settings, state: saves.at(-1)! })).state).toEqual(whole.state)
      }
    },
  )

  it('saves when it is left early, and goes on from there to the same bits', async () => {
    const whole = await run()
    for (const leaveAfter of [2, 3, 5, 10, 16]) {
      await run({ leaveAfter })
      expect(saves.at(-1)!.update).toBe(leaveAfter)
      batches = []
      expect((await run({ state: saves.at(-1)! })).state).toEqual(whole.state)
    }
  })

  it('crops texts, drops words and changes the learning rate where it is told to', async () => {
    await run({ settings: noisy })
    expect(Math.max(...batches.flatMap(({ lengths }) => [...lengths]))).toBe(2)
    const words = batches.flatMap(({ tokens }) => [...tokens])
    expect(words.filter(id => id === 1).length).toBeGreaterThan(5)
    expect(rates).toEqual(
      rates.map((_, n) => learningRateFactor(n + 1, 16, { ...hyperparameters, ...noisy })),
    )
    expect(new Set(rates).size).toBe(16)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'ends with an error on a cost of %s, the best parameters kept',
    async bad => {
      let kept: Parameters | undefined
      const training = run({
        costs: [...Array(4).fill(0.5), bad],
        saveBest: async best => {
          kept = best
        },
      })
      await expect(training).rejects.toThrow(LstmError)
      await expect(training).rejects.toMatchObject({
        code: 'diverged',
        message: expect.stringContaining('after update 5'),
      })
      expect(kept?.Wemb.every(Number.isFinite)).toBe(true)
      expect(saves).toEqual([])
    },
  )

  it('draws no dropout mask, and shuffles as with one, where dropout is off', async () => {
    await run()
    const withDropout = batches.map(({ lengths }) => [...lengths])
    batches = []
    const { state } = await run({ settings: { dropout: false } })
    expect(batches.map(({ lengths }) => [...lengths])).toEqual(withDropout)
    expect(state.masks).toEqual(new Random(1).state())
  })
})
