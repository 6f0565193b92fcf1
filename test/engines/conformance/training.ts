import { describe, expect, it } from 'vitest'
import { accumulatorNames, parameterNames } from '../../../src/engines/engine.ts'
import { settle } from '../../../src/engines/settle.ts'
import { Random } from '../../../src/random.ts'
import { randomLengths, randomMinibatch, randomParameters } from '../random-model.ts'
import { movement, relativeError } from '../relative-error.ts'
import { bits, type Candidate, fresh, hex, openJudge, tensors, withEngine } from './candidate.ts'
import { lessons, officialOptimizers, optimizers, sizes } from './lessons.ts'

/** Training: the parameters' way over many updates, and what it must not depend on. */
export function training(candidate: Candidate): void {
  const { tolerance, trainedTolerance, precision } = candidate

  const title = `200 updates stay with the float64 reference, to ${trainedTolerance} relative`
  describe(title, () => {
    it.each(candidate.officialOnly ? officialOptimizers : optimizers)('$name', async optimizer => {
      const random = new Random(5)
      const parameters = randomParameters(random, sizes, precision)
      const setup = { sizes, state: fresh(parameters), optimizer, weightDecay: 0.001 }
      const judge = openJudge(setup)
      await withEngine(candidate, setup, async engine => {
        for (const [n, { batch, masks }] of lessons(random, 200).entries()) {
          expectClose([await engine.update(batch, masks)], [await judge.update(batch, masks)], 'cost')
          if (n % 25 !== 24) continue
          const unseen = randomMinibatch(random, sizes, [12, 3, 9])
          expectClose(await engine.probabilities(unseen), await judge.probabilities(unseen), 'probabilities')
        }
        const state = settle<Float32Array | Float64Array>(await engine.state(), optimizer, sizes)
        const expected = await judge.state()
        expect(Object.keys(state.accumulators).sort()).toEqual([...accumulatorNames[optimizer.name]].sort())
        for (const name of parameterNames) {
          const moved = movement(parameters[name], state.parameters[name])
          expectClose(moved, movement(parameters[name], expected.parameters[name]), name)
        }
        const actual = tensors(state)
        for (const [name, tensor] of tensors(expected)) expectClose(actual.get(name)!, tensor, name)
      })
    })

    function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, name: string): void {
      expect(relativeError(actual, expected), name).toBeLessThanOrEqual(trainedTolerance)
    }
  })

  it(`update returns the cost that gradients returns, to ${tolerance} relative, and gradients changes nothing`, async () => {
    const random = new Random(6)
    const state = fresh(randomParameters(random, sizes, precision))
    await withEngine(candidate, { sizes, state, optimizer: { name: 'adadelta' } }, async engine => {
      for (const { batch, masks } of lessons(random, 3)) {
        const before = bits(await engine.state())
        const { cost } = await engine.gradients(batch, masks)
        expect(bits(await engine.state())).toEqual(before)
        expect(relativeError([await engine.update(batch, masks)], [cost])).toBeLessThanOrEqual(tolerance)
      }
    })
  })

  const owing = `gradients of words that updates have left out are the reference's, to ${trainedTolerance} relative`
  it.each(candidate.officialOnly ? officialOptimizers : optimizers)(`${owing}, by $name`, async optimizer => {
    const random = new Random(9)
    const setup = { sizes, state: fresh(randomParameters(random, sizes, precision)), optimizer }
    const others = { ...sizes, vocabulary: 4 }
    const asked = randomMinibatch(random, sizes, [12, 12, 12])
    const judge = openJudge(setup)
    await withEngine(candidate, setup, async engine => {
      const left = [7, 3, 9, 9, 1, 5].map(length => randomMinibatch(random, others, [length]))
      for (const batch of [...Array(6).fill(asked), ...left]) {
        await engine.update(batch)
        await judge.update(batch)
      }
      const { gradients } = await engine.gradients(asked)
      const { gradients: expected } = await judge.gradients(asked)
      for (const name of parameterNames) {
        expect(relativeError(gradients[name], expected[name]), name).toBeLessThanOrEqual(trainedTolerance)
      }
    })
  })

  it('one, two and three threads give the same bits', async () => {
    const random = new Random(7)
    const state = fresh(randomParameters(random, sizes, precision))
    const batches = [1, 2, 3, 8, 17].map(B => randomMinibatch(random, sizes, randomLengths(random, B, 9)))
    const run = (threads: number) =>
      withEngine(candidate, { sizes, state, optimizer: { name: 'adadelta' }, threads }, async engine => {
        const costs: number[] = []
        for (const batch of batches) costs.push(await engine.update(batch))
        const probabilities = hex(await engine.probabilities(batches[4]!))
        return { costs, probabilities, state: bits(await engine.state()) }
      })
    const one = await run(1)
    expect(await run(2)).toEqual(one)
    expect(await run(3)).toEqual(one)
  })

  it('a cost that is not finite is returned, whichever parameter is NaN', async () => {
    const random = new Random(8)
    for (const name of parameterNames) {
      const parameters = randomParameters(random, sizes, precision)
      parameters[name].fill(Number.NaN)
      const setup = { sizes, state: fresh(parameters), optimizer: optimizers[2]! }
      const batch = randomMinibatch(random, sizes, [4, 2])
      const cost = await withEngine(candidate, setup, engine => engine.update(batch))
      expect(cost, name).toBeNaN()
    }
  })
}
