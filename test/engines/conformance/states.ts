import { describe, expect, it } from 'vitest'
import type { Engine, EngineState, Optimizer } from '../../../src/engines/engine.ts'
import type { FloatArray } from '../../../src/engines/reference/arrays.ts'
import { openReferenceEngine } from '../../../src/engines/reference/index.ts'
import { settle } from '../../../src/engines/settle.ts'
import { Random } from '../../../src/random.ts'
import { randomParameters } from '../random-model.ts'
import { relativeError } from '../relative-error.ts'
import {
  bits,
  type Candidate,
  fresh,
  type OpenEngine,
  openJudge,
  tensors,
  usual,
  withEngine,
} from './candidate.ts'
import { type Lesson, lessons, officialOptimizers, optimizers, sizes } from './lessons.ts'

/** Saving and going on: what exact resume rests on. */
export function states(candidate: Candidate): void {
  const { precision, trainedTolerance } = candidate
  const random = new Random(21)
  const start = fresh(randomParameters(random, sizes, precision))
  const [early, late] = [lessons(random, 15), lessons(random, 15)]
  const train = async (engine: Pick<Engine, 'update'>, course: readonly Lesson[]) => {
    for (const { batch, masks } of course) await engine.update(batch, masks)
  }

  it('before the first update the state is what was given, without accumulators', async () => {
    await withEngine(candidate, { sizes, state: start, optimizer: optimizers[0]! }, async engine => {
      expect(bits(settle<FloatArray>(await engine.state(), optimizers[0]!, sizes))).toEqual(bits(start))
    })
  })

  describe.each(candidate.officialOnly ? officialOptimizers : optimizers)('$name', optimizer => {
    const run = <R>(state: EngineState<FloatArray>, use: (engine: OpenEngine) => Promise<R>) =>
      withEngine(candidate, { sizes, state, optimizer }, use)

    it('restored, it goes on to the same bits as never saved; and taking a state changes nothing', async () => {
      const whole = await run(start, async engine => {
        await train(engine, [...early, ...late])
        return engine.state()
      })
      const { middle, onward } = await run(start, async engine => {
        await train(engine, early)
        const middle = await engine.state()
        await engine.state()
        await train(engine, late)
        return { middle, onward: await engine.state() }
      })
      const resumed = await run(middle, async engine => {
        await train(engine, late)
        return engine.state()
      })
      expect(bits(onward)).toEqual(bits(whole))
      expect(bits(resumed)).toEqual(bits(whole))
    })

    it(`its state goes on in the reference engine, and the other way, to ${trainedTolerance} relative`, async () => {
      const judge = openJudge({ sizes, state: start, optimizer })
      await train(judge, [...early, ...late])
      const expected = await judge.state()

      const middle = await run(start, async engine => {
        await train(engine, early)
        return engine.state()
      })
      const there = openJudge({ sizes, state: middle, optimizer })
      await train(there, late)
      expectClose(await there.state(), expected, optimizer)

      const other = openReferenceEngine<FloatArray>({ ...usual, sizes, state: start, optimizer }, precision)
      await train(other, early)
      const back = await run(await other.state(), async engine => {
        await train(engine, late)
        return engine.state()
      })
      expectClose(back, expected, optimizer)
    })
  })

  function expectClose(
    state: EngineState<FloatArray>,
    expected: EngineState<FloatArray>,
    optimizer: Optimizer,
  ): void {
    const actual = tensors(settle(state, optimizer, sizes))
    for (const [name, tensor] of tensors(expected)) {
      expect(relativeError(actual.get(name)!, tensor), name).toBeLessThanOrEqual(trainedTolerance)
    }
  }
}
