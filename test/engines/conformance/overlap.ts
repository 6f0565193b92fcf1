import { expect, it } from 'vitest'
import { Random } from '../../../src/random.ts'
import { randomMinibatch, randomParameters } from '../random-model.ts'
import { bits, type Candidate, fresh, hex, type OpenEngine, withEngine, withPredictor } from './candidate.ts'
import { randomMasks, sizes } from './lessons.ts'

/** Calls that are made while others are under way. */
export function overlap(candidate: Candidate): void {
  const optimizer = { name: 'adadelta' } as const
  const random = new Random(37)
  const parameters = randomParameters(random, sizes, candidate.precision)
  const setup = { sizes, state: fresh(parameters), optimizer }
  const masks = randomMasks(random, 4)
  // The first is the longest, so that the others come while it is computed.
  const batches = [
    randomMinibatch(random, sizes, [300, 280, 290, 1]),
    randomMinibatch(random, sizes, [2, 9, 0, 4]),
    randomMinibatch(random, sizes, [1, 1, 1, 7]),
  ]

  it('predictors answer each of several calls at once as they would by itself', async () => {
    const options = { sizes, parameters, keepProbability: 0.5 }
    await withPredictor(candidate, options, async predictor => {
      const alone = []
      for (const batch of batches) {
        alone.push(await predictor.probabilities(batch), await predictor.hiddenStates(batch))
      }
      const together = await Promise.all(
        batches.flatMap(batch => [predictor.probabilities(batch), predictor.hiddenStates(batch)]),
      )
      expect(together.map(hex)).toEqual(alone.map(hex))
    })
  })

  it('engines make calls in the order in which they came, to the same bits', async () => {
    const calls = (engine: OpenEngine) =>
      batches.flatMap(batch => [
        () => engine.update(batch, masks),
        async () => hex(await engine.probabilities(batch)),
        async () => hex((await engine.gradients(batch, masks)).gradients.lstm_U),
        async () => bits(await engine.state()),
      ])
    const expected = await withEngine(candidate, setup, async engine => {
      const results: unknown[] = []
      for (const call of calls(engine)) results.push(await call())
      return results
    })
    const together = await withEngine(candidate, setup, engine => {
      return Promise.all(calls(engine).map(call => call()))
    })
    expect(together).toEqual(expected)
  })

  it('a call that is refused does not disturb those behind it', async () => {
    await withEngine(candidate, setup, async engine => {
      const good = batches[0]!
      const expected = hex(await engine.probabilities(good))
      const refused = engine.probabilities({ ...good, tokens: good.tokens.with(0, -1) })
      const answer = engine.probabilities(good)
      await expect(refused).rejects.toMatchObject({ name: 'ContractError' })
      expect(hex(await answer)).toBe(expected)
    })
  })

  it('dispose waits for the calls before it, and those after it are refused', async () => {
    const good = batches[0]!
    await withEngine(candidate, setup, async engine => {
      let done = 0
      const before = [engine.update(good), engine.probabilities(good)].map(call => call.then(() => done++))
      await Promise.all([engine.dispose(), engine.dispose()])
      expect(done).toBe(2)
      await Promise.all(before)
      const after = [
        () => engine.probabilities(good),
        () => engine.hiddenStates(good),
        () => engine.gradients(good),
        () => engine.update(good),
        () => engine.state(),
      ]
      for (const call of after) await expect(call()).rejects.toMatchObject({ name: 'ContractError' })
    })
  })
}
