import { describe, expect, it } from 'vitest'
import {
  type EngineOptions,
  type EngineState,
  type Optimizer,
  parameterNames,
} from '../../../src/engines/engine.ts'
import type { FloatArray } from '../../../src/engines/reference/arrays.ts'
import { Random } from '../../../src/random.ts'
import { randomParameters } from '../random-model.ts'
import { movement, relativeError } from '../relative-error.ts'
import {
  bits,
  type Candidate,
  fresh,
  hex,
  openJudge,
  tensors,
  withEngine,
  withPredictor,
} from './candidate.ts'
import { lessons, sizes } from './lessons.ts'

type Method = Pick<EngineOptions, 'adversarial' | 'maximumNorm'>

const sgd: Optimizer = { name: 'sgd', learningRate: 0.5 }
const adam: Optimizer = { name: 'adam', learningRate: 0.05, epsilon: 1e-8 }

/** A norm that these lessons' gradients are above, and one that they are below. */
const [small, large] = [0.05, 50]

const methods: readonly Method[] = [
  { adversarial: 0.7, maximumNorm: 0 },
  { adversarial: 0, maximumNorm: small },
  { adversarial: 0.7, maximumNorm: small },
]

/** What the official example has not: adversarial training, clipping, Adam, and learning rates that change. */
export function furtherMethods(candidate: Candidate): void {
  const { precision, tolerance, trainedTolerance } = candidate
  const start = (seed: number) => fresh(randomParameters(new Random(seed), sizes, precision))

  if (candidate.officialOnly) {
    const usage = expect.objectContaining({ name: 'LstmError', code: 'usage' })
    const foreign = [{ optimizer: adam }, ...methods.map(method => ({ optimizer: sgd, ...method }))]
    it('says that it has no other pooling', async () => {
      const setup = { sizes: { ...sizes, pooling: 'mean-max' } as const, optimizer: sgd }
      const state = fresh(randomParameters(new Random(1), setup.sizes, precision))
      await expect(withEngine(candidate, { ...setup, state }, async () => {})).rejects.toEqual(usage)
      const options = { ...setup, parameters: state.parameters, keepProbability: 1 }
      await expect(withPredictor(candidate, options, async () => {})).rejects.toEqual(usage)
    })
    it.each(foreign)('says that it cannot train with %j', async method => {
      const opening = withEngine(candidate, { sizes, state: start(1), ...method }, async () => {})
      await expect(opening).rejects.toEqual(usage)
    })
    return
  }

  describe.each(methods)('adversarial $adversarial, maximum norm $maximumNorm', method => {
    it(`cost and gradients are those of the float64 reference, to ${tolerance} relative`, async () => {
      const setup = { sizes, state: start(2), optimizer: sgd, weightDecay: 0.02, ...method }
      const judge = openJudge(setup)
      await withEngine(candidate, setup, async engine => {
        for (const { batch, masks } of lessons(new Random(3), 5)) {
          const actual = await engine.gradients(batch, masks)
          const expected = await judge.gradients(batch, masks)
          expect(relativeError([actual.cost], [expected.cost])).toBeLessThanOrEqual(tolerance)
          for (const name of parameterNames) {
            const error = relativeError(actual.gradients[name], expected.gradients[name])
            expect(error, name).toBeLessThanOrEqual(tolerance)
          }
        }
      })
    })

    it.each([sgd, adam])(
      `30 updates by $name at falling rates stay with the float64 reference, to ${trainedTolerance} relative`,
      async optimizer => {
        const state = start(4)
        const setup = { sizes, state, optimizer, ...method }
        const judge = openJudge(setup)
        const end = await withEngine(candidate, setup, async engine => {
          for (const [n, { batch, masks }] of lessons(new Random(5), 30).entries()) {
            await engine.update(batch, masks, 1 / (n + 1))
            await judge.update(batch, masks, 1 / (n + 1))
          }
          return engine.state()
        })
        expectSameMovement(state, end, await judge.state())
      },
    )

    it('one, two and three threads give the same bits', async () => {
      const setup = { sizes, state: start(6), optimizer: adam, ...method }
      const run = (threads: number) =>
        withEngine(candidate, { ...setup, threads }, async engine => {
          const costs: number[] = []
          for (const { batch, masks } of lessons(new Random(7), 20)) {
            costs.push(await engine.update(batch, masks))
          }
          return { costs, state: bits(await engine.state()) }
        })
      const one = await run(1)
      expect(await run(2)).toEqual(one)
      expect(await run(3)).toEqual(one)
    })
  })

  it(`30 updates with mean and maximum stay with the float64 reference, to ${trainedTolerance} relative, the same bits in any number of threads`, async () => {
    const both = { ...sizes, pooling: 'mean-max' } as const
    const state = fresh(randomParameters(new Random(12), both, precision))
    const setup = { sizes: both, state, optimizer: adam }
    const course = lessons(new Random(13), 30)
    const run = (threads: number) =>
      withEngine(candidate, { ...setup, threads }, async engine => {
        for (const { batch } of course) await engine.update(batch)
        return engine.state()
      })
    const end = await run(1)
    expect(bits(await run(2))).toEqual(bits(end))
    expect(bits(await run(3))).toEqual(bits(end))
    const judge = openJudge(setup)
    for (const { batch } of course) await judge.update(batch)
    expectSameMovement(state, end, await judge.state())
  })

  it('a maximum of the norm bounds how far sgd moves; one above the norm changes no bit', async () => {
    const { batch, masks } = lessons(new Random(8), 1)[0]!
    const after = (maximumNorm: number) => {
      const optimizer: Optimizer = { name: 'sgd', learningRate: 1 }
      return withEngine(candidate, { sizes, state: start(9), optimizer, maximumNorm }, async engine => {
        await engine.update(batch, masks)
        return engine.state()
      })
    }
    const distance = async (maximumNorm: number) => {
      const end = tensors(await after(maximumNorm))
      const moves = [...tensors(start(9))].flatMap(([name, from]) => [...movement(from, end.get(name)!)])
      return Math.hypot(...moves)
    }
    expect(await distance(large)).toBeGreaterThan(2 * small)
    expect(relativeError([await distance(small)], [small])).toBeLessThanOrEqual(10 * tolerance)
    expect(bits(await after(large))).toEqual(bits(await after(0)))
  })

  it(`Adam takes an epsilon that float32 does not hold: a gradient of 0 moves nothing, to ${trainedTolerance} relative`, async () => {
    const state = start(14)
    const setup = { sizes, state, optimizer: { name: 'adam', learningRate: 0.01, epsilon: 1e-60 } as const }
    const judge = openJudge(setup)
    const end = await withEngine(candidate, setup, async engine => {
      for (const { batch, masks } of lessons(new Random(15), 5)) {
        await engine.update(batch, masks)
        await judge.update(batch, masks)
      }
      return engine.state()
    })
    expectSameMovement(state, end, await judge.state())
  })

  it('Adam leaves alone the rows of the embedding whose ids are not in the minibatch', async () => {
    const { batch, masks } = lessons(new Random(11), 1)[0]!
    const state = start(10)
    const end = await withEngine(candidate, { sizes, state, optimizer: adam }, async engine => {
      await engine.update(batch, { pooled: masks.pooled! })
      return engine.state()
    })
    const D = sizes.embedding
    const row = (matrix: FloatArray, id: number) => hex(matrix.slice(id * D, (id + 1) * D))
    const B = batch.lengths.length
    const seen = new Set(batch.tokens.filter((_, at) => Math.floor(at / B) < batch.lengths[at % B]!))
    expect(seen.size).toBeGreaterThan(5)
    for (let id = 0; id < sizes.vocabulary; id++) {
      const same = row(end.parameters.Wemb, id) === row(state.parameters.Wemb, id)
      expect(same, `row ${id}`).toBe(!seen.has(id))
    }
  })

  type State = EngineState<FloatArray>
  /** How far each parameter has moved from where it began. */
  function expectSameMovement(start: State, actual: State, expected: State): void {
    for (const name of parameterNames) {
      const [moved, wanted] = [actual, expected].map(({ parameters }) =>
        movement(start.parameters[name], parameters[name]),
      )
      expect(relativeError(moved!, wanted!), name).toBeLessThanOrEqual(trainedTolerance)
    }
  }
}
