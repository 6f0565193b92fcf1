import { describe, expect, it } from 'vitest'
import {
  featureCount,
  type Minibatch,
  type Optimizer,
  parameterNames,
  poolings,
  type Sizes,
} from '../../../src/engines/engine.ts'
import { Random } from '../../../src/random.ts'
import { randomDropout, randomLengths, randomMinibatch, randomParameters } from '../random-model.ts'
import { relativeError } from '../relative-error.ts'
import {
  type Candidate,
  fresh,
  hex,
  type OpenEngine,
  type OpenPredictor,
  openJudge,
  withEngine,
  withPredictor,
} from './candidate.ts'

type Gradients = Awaited<ReturnType<OpenEngine['gradients']>>

/** V, D, H, classes, B, T */
const table: readonly (readonly [number, number, number, number, number, number])[] = [
  [2, 1, 1, 2, 1, 1],
  [2, 1, 1, 3, 3, 4],
  [9, 3, 5, 3, 4, 6],
  [11, 7, 2, 5, 5, 9],
  [13, 8, 8, 2, 16, 7],
  [30, 17, 9, 4, 7, 13],
  [40, 16, 24, 2, 33, 5],
  [50, 40, 72, 2, 9, 12],
]

const sgd: Optimizer = { name: 'sgd', learningRate: 0.1 }

/** Random models and minibatches of many sizes, held against the float64 reference engine. */
export function shapes(candidate: Candidate): void {
  const { tolerance } = candidate

  const here = candidate.officialOnly ? (['mean'] as const) : poolings
  describe.each(here)(
    `random values against the float64 reference, to ${tolerance} relative, %s`,
    pooling => {
      it.each(table)('V=%d D=%d H=%d classes=%d B=%d T=%d', async (V, D, H, classes, B, T) => {
        const random = new Random(V * D + H)
        const sizes: Sizes = { vocabulary: V, embedding: D, hidden: H, classes, pooling }
        const state = fresh(randomParameters(random, sizes, candidate.precision))
        const setup = { sizes, state, optimizer: sgd, weightDecay: 0.01, keepProbability: 0.5 }
        const batch = randomMinibatch(random, sizes, randomLengths(random, B, T))
        const judge = openJudge(setup)
        await withEngine(candidate, setup, async engine => {
          await expectSamePredictions(engine, judge, batch)
          const pooled = randomDropout(random, B, featureCount(sizes))
          const embedding = Float32Array.from({ length: D * (1 + random.integer(V)) }, () =>
            random.gaussian(),
          )
          for (const masks of [undefined, { pooled }, { embedding }, { pooled, embedding }]) {
            expectSameGradients(await engine.gradients(batch, masks), await judge.gradients(batch, masks))
          }
        })
        const { parameters } = state
        await withPredictor(candidate, { sizes, parameters, keepProbability: 0.5 }, predictor =>
          expectSamePredictions(predictor, judge, batch),
        )
      })

      it('keepProbability 1: a model without dropout', async () => {
        const { sizes, random, setup } = small(candidate)
        const batch = randomMinibatch(random, sizes, [5, 2, 7])
        const whole = { ...setup, keepProbability: 1 }
        const judge = openJudge(whole)
        await withEngine(candidate, whole, async engine => {
          expectClose(await engine.probabilities(batch), await judge.probabilities(batch))
          expectSameGradients(await engine.gradients(batch), await judge.gradients(batch))
        })
      })

      it('a label so improbable that the 1e-8 in the cost counts', async () => {
        const { sizes, random, setup, state } = small(candidate)
        state.parameters.b.set([-18, 0, 0])
        const batch = { ...randomMinibatch(random, sizes, [5, 2]), labels: Int32Array.of(0, 0) }
        const judge = openJudge(setup)
        await withEngine(candidate, setup, async engine => {
          expectSameGradients(await engine.gradients(batch), await judge.gradients(batch))
        })
      })

      it('T = 0: softmax(b), and gradients only for b', async () => {
        const { sizes, random, setup } = small(candidate)
        const batch = randomMinibatch(random, sizes, [0, 0])
        const judge = openJudge(setup)
        await withEngine(candidate, setup, async engine => {
          expectClose(await engine.probabilities(batch), await judge.probabilities(batch))
          expect(await engine.hiddenStates(batch)).toHaveLength(0)
          const { cost, gradients } = await engine.gradients(batch)
          const expected = await judge.gradients(batch)
          expectClose([cost], [expected.cost])
          expectClose(gradients.b, expected.gradients.b)
          expect(gradients.Wemb.every(value => value === 0)).toBe(true)
          expect(gradients.lstm_U.every(value => value === 0)).toBe(true)
        })
      })

      it('minibatches that grow and shrink leave nothing of one another behind', async () => {
        const { sizes, random, setup } = small(candidate)
        const judge = openJudge(setup)
        await withEngine(candidate, setup, async engine => {
          for (const lengths of [[2], [9, 4, 12], [0], [1, 1, 1, 1, 1, 1, 1, 1], [40, 0], [3, 2]]) {
            const batch = randomMinibatch(random, sizes, lengths)
            expectClose(await engine.probabilities(batch), await judge.probabilities(batch))
            expectSameGradients(await engine.gradients(batch), await judge.gradients(batch))
          }
        })
      })

      it('a text of 3,000 time steps beside short ones', async () => {
        const { sizes, random, setup, state } = small(candidate)
        const batch = randomMinibatch(random, sizes, [700, 3000, 0, 3])
        const { parameters } = state
        await withPredictor(candidate, { sizes, parameters, keepProbability: 0.5 }, predictor =>
          expectSamePredictions(predictor, openJudge(setup), batch),
        )
      })
    },
  )

  it('hidden states are 0 beyond the end of a text', async () => {
    const { sizes, random, setup } = small(candidate)
    const batch = randomMinibatch(random, sizes, [6, 2, 0])
    const states = await withEngine(candidate, setup, engine => engine.hiddenStates(batch))
    const H = sizes.hidden
    const at = (t: number, b: number) => states.slice((t * 3 + b) * H, (t * 3 + b + 1) * H)
    for (let t = 0; t < 6; t++) {
      expect(at(t, 0).every(value => value !== 0)).toBe(true)
      expect(at(t, 1).every(value => (value !== 0) === t < 2)).toBe(true)
      expect(at(t, 2).every(value => value === 0)).toBe(true)
    }
  })

  it('the probabilities of a text do not depend on the other texts, to 1e-6', async () => {
    const { sizes, random, state } = small(candidate)
    const lengths = [5, 0, 9, 1, 9, 3, 20]
    const batch = randomMinibatch(random, sizes, lengths)
    const { parameters } = state
    await withPredictor(candidate, { sizes, parameters, keepProbability: 0.5 }, async predictor => {
      const together = await predictor.probabilities(batch)
      for (const [b, length] of lengths.entries()) {
        const tokens = batch.tokens.filter((_, at) => at % lengths.length === b).slice(0, length)
        const alone = await predictor.probabilities({ tokens, lengths: Int32Array.of(length) })
        const row = together.slice(b * sizes.classes, (b + 1) * sizes.classes)
        expect(relativeError(alone, row)).toBeLessThanOrEqual(1e-6)
      }
    })
  })

  it('what stands in the padding changes no bit', async () => {
    const { sizes, random, setup } = small(candidate)
    const batch = randomMinibatch(random, sizes, [6, 2, 0])
    const wild = {
      ...batch,
      tokens: batch.tokens.map((id, at) => (Math.floor(at / 3) < batch.lengths[at % 3]! ? id : -7)),
    }
    await withEngine(candidate, setup, async engine => {
      expect(hex(await engine.probabilities(wild))).toBe(hex(await engine.probabilities(batch)))
      const [one, other] = [await engine.gradients(wild), await engine.gradients(batch)]
      for (const name of parameterNames) expect(hex(one.gradients[name])).toBe(hex(other.gradients[name]))
    })
  })

  function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, name = ''): void {
    expect(relativeError(actual, expected), name).toBeLessThanOrEqual(tolerance)
  }

  async function expectSamePredictions(predictor: OpenPredictor, judge: OpenPredictor, batch: Minibatch) {
    expectClose(await predictor.probabilities(batch), await judge.probabilities(batch), 'probabilities')
    expectClose(await predictor.hiddenStates(batch), await judge.hiddenStates(batch), 'hidden states')
  }

  function expectSameGradients(actual: Gradients, expected: Gradients): void {
    expectClose([actual.cost], [expected.cost], 'cost')
    for (const name of parameterNames) expectClose(actual.gradients[name], expected.gradients[name], name)
  }
}

function small({ precision }: Candidate) {
  const random = new Random(11)
  const sizes: Sizes = { vocabulary: 12, embedding: 5, hidden: 6, classes: 3, pooling: 'mean' }
  const state = fresh(randomParameters(random, sizes, precision))
  return { random, sizes, state, setup: { sizes, state, optimizer: sgd } }
}
