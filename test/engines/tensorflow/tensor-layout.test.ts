import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toParameters, toWeights } from '../../../src/engines/tensorflow/tensor-layout.ts'
import { Random } from '../../../src/random.ts'
import { randomParameters } from '../random-model.ts'

it('puts lstm_W above lstm_U, and the candidate before the output gate', () => {
  const { kernel, bias } = toWeights(
    {
      Wemb: Float32Array.of(1),
      lstm_W: Float32Array.of(1, 2, 3, 4),
      lstm_U: Float32Array.of(5, 6, 7, 8),
      lstm_b: Float32Array.of(9, 10, 11, 12),
      U: Float32Array.of(1, 2),
      b: Float32Array.of(1, 2),
    },
    { vocabulary: 1, embedding: 1, hidden: 1, classes: 2, pooling: 'mean' },
  )
  expect([...kernel]).toEqual([1, 2, 4, 3, 5, 6, 8, 7])
  expect([...bias]).toEqual([9, 10, 12, 11])
})

it('there and back gives every bit again, as copies', () => {
  const size = fc.integer({ min: 1, max: 7 })
  const anySizes = fc.record({
    vocabulary: size,
    embedding: size,
    hidden: size,
    classes: fc.integer({ min: 2, max: 5 }),
    pooling: fc.constant('mean' as const),
  })
  fc.assert(
    fc.property(anySizes, fc.nat(), (sizes, seed) => {
      const parameters = randomParameters(new Random(seed), sizes, Float32Array)
      const back = toParameters(toWeights(parameters, sizes), sizes)
      expect(back).toEqual(parameters)
      for (const name of ['Wemb', 'lstm_b', 'U'] as const) expect(back[name]).not.toBe(parameters[name])
    }),
  )
})
