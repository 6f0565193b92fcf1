import { expect, it } from 'vitest'
import { Random } from '../../../src/random.ts'
import { randomMinibatch, randomParameters } from '../random-model.ts'
import { bits, type Candidate, fresh, hex, withEngine, withPredictor } from './candidate.ts'
import { randomMasks, sizes } from './lessons.ts'

/** Whose memory is whose, and the end of an engine. */
export function lifecycle(candidate: Candidate): void {
  const optimizer = { name: 'adadelta' } as const
  const setting = () => {
    const random = new Random(31)
    const state = fresh(randomParameters(random, sizes, candidate.precision))
    const batch = randomMinibatch(random, sizes, [4, 0, 6])
    return { state, batch, masks: randomMasks(random, 3) }
  }

  it('modifies nothing that it is given', async () => {
    const { state, batch, masks } = setting()
    const snapshot = () => [bits(state), ...[...Object.values(batch), ...Object.values(masks)].map(hex)]
    const before = snapshot()
    await withEngine(candidate, { sizes, state, optimizer }, async engine => {
      await engine.probabilities(batch)
      await engine.hiddenStates(batch)
      await engine.gradients(batch, masks)
      await engine.update(batch, masks)
      await engine.state()
    })
    const options = { sizes, parameters: state.parameters, keepProbability: 1 }
    await withPredictor(candidate, options, predictor => predictor.probabilities(batch))
    expect(snapshot()).toEqual(before)
  })

  it('keeps nothing that it is given, and gives nothing that it keeps', async () => {
    const { state, batch, masks } = setting()
    await withEngine(candidate, { sizes, state, optimizer }, async engine => {
      state.parameters.lstm_W.fill(0)
      await engine.update(batch, masks)
      const { gradients } = await engine.gradients(batch, masks)
      const [probabilities, kept] = [await engine.probabilities(batch), await engine.state()]
      const [gradientBits, probabilityBits, keptBits] = [
        hex(gradients.lstm_W),
        hex(probabilities),
        bits(kept),
      ]
      expect(kept.parameters.lstm_W.some(value => value !== 0)).toBe(true)

      await engine.update({ ...batch, labels: batch.labels.map(label => (label + 1) % sizes.classes) })
      await engine.probabilities(batch)
      await engine.gradients(batch)
      expect(hex(gradients.lstm_W), 'gradients').toBe(gradientBits)
      expect(hex(probabilities), 'probabilities').toBe(probabilityBits)
      expect(bits(kept), 'state').toEqual(keptBits)

      const now = bits(await engine.state())
      const copy = await engine.state()
      copy.parameters.U.fill(0)
      copy.accumulators.rg2!.Wemb.fill(0)
      expect(bits(await engine.state()), 'after a change to the copy').toEqual(now)
    })
  })

  it('says its name and how much memory it holds, and takes a second dispose', async () => {
    const { state } = setting()
    const { parameters } = state
    const least = Object.values(parameters).reduce((sum, array) => sum + array.byteLength, 0)
    await withEngine(candidate, { sizes, state, optimizer }, async engine => {
      await withPredictor(candidate, { sizes, parameters, keepProbability: 0.5 }, async predictor => {
        expect(predictor.name).toBe(engine.name)
        expect(predictor.memoryBytes()).toBeGreaterThanOrEqual(least)
        expect(engine.memoryBytes()).toBeGreaterThanOrEqual(least)
        await predictor.dispose()
        await engine.dispose()
      })
    })
  })
}
