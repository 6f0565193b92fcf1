import { expect, it } from 'vitest'
import type { LabelledMinibatch } from '../../../src/engines/engine.ts'
import { Random } from '../../../src/random.ts'
import { randomMinibatch, randomParameters } from '../random-model.ts'
import { type Candidate, fresh, hex, withEngine, withPredictor } from './candidate.ts'
import { sizes } from './lessons.ts'

/** What does not fit the contract is refused before it reaches a kernel; test/engines/validate.test.ts has every case. */
export function violations(candidate: Candidate): void {
  const optimizer = { name: 'adadelta' } as const
  const refused = expect.objectContaining({ name: 'ContractError' })
  const random = new Random(41)
  const parameters = randomParameters(random, sizes, candidate.precision)
  const good = randomMinibatch(random, sizes, [3, 1])
  const { vocabulary, classes } = sizes

  it('a minibatch that does not fit is refused by every method, and the engine goes on', async () => {
    const withToken = (id: number) => ({ ...good, tokens: good.tokens.with(0, id) })
    const unreadable: LabelledMinibatch[] = [
      withToken(vocabulary),
      withToken(-1),
      { ...good, lengths: Int32Array.of(3, 4) },
      { ...good, lengths: Int32Array.of(3, -1) },
      { ...good, lengths: Int32Array.of(1, 1, 1, 1) },
    ]
    const mislabelled: LabelledMinibatch[] = [
      { ...good, labels: Int32Array.of(0, classes) },
      { ...good, labels: Int32Array.of(-1, 0) },
      { ...good, labels: Int32Array.of(0) },
    ]
    await withEngine(candidate, { sizes, state: fresh(parameters), optimizer }, async engine => {
      const before = hex(await engine.probabilities(good))
      for (const batch of unreadable) {
        await expect(async () => engine.probabilities(batch)).rejects.toEqual(refused)
        await expect(async () => engine.hiddenStates(batch)).rejects.toEqual(refused)
      }
      for (const batch of [...unreadable, ...mislabelled]) {
        await expect(async () => engine.gradients(batch)).rejects.toEqual(refused)
        await expect(async () => engine.update(batch)).rejects.toEqual(refused)
      }
      const wrong = new Float32Array(3)
      for (const masks of [{ pooled: wrong }, { embedding: wrong }]) {
        await expect(async () => engine.update(good, masks)).rejects.toEqual(refused)
      }
      expect(hex(await engine.probabilities(good))).toBe(before)
    })
  })

  it('parameters and states that do not fit are refused when opening', async () => {
    const short = { ...parameters, lstm_b: parameters.lstm_b.slice(1) } as typeof parameters
    const use = async () => {}
    const options = { sizes, parameters: short, keepProbability: 0.5 }
    await expect(withPredictor(candidate, options, use)).rejects.toEqual(refused)
    for (const state of [fresh(short), { parameters, accumulators: { ud: parameters } }]) {
      await expect(withEngine(candidate, { sizes, state, optimizer }, use)).rejects.toEqual(refused)
    }
  })
}
