import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accumulatorNames, type EngineState, type Optimizer, type Sizes } from '../../src/engines/engine.ts'
import { zerosLike } from '../../src/engines/reference/arrays.ts'
import { updateParameters } from '../../src/engines/reference/optimizers.ts'
import { settle } from '../../src/engines/settle.ts'
import { Random } from '../../src/random.ts'
import { bits, tensors } from './conformance/candidate.ts'
import { randomParameters } from './random-model.ts'
import { relativeError } from './relative-error.ts'

const sizes: Sizes = { vocabulary: 6, embedding: 3, hidden: 2, classes: 2, pooling: 'mean' }
const optimizers: Optimizer[] = [
  { name: 'adadelta' },
  { name: 'rmsprop' },
  { name: 'sgd', learningRate: 0.1 },
  { name: 'adam', learningRate: 0.1, epsilon: 1e-8 },
]

/** A state in which every number differs; means of squares are above the squares of means. */
function randomState(seed: number, optimizer: Optimizer): EngineState<Float64Array> {
  const random = new Random(seed)
  const parameters = randomParameters(random, sizes, Float64Array)
  const accumulators = Object.fromEntries(
    accumulatorNames[optimizer.name].map(name => [name, randomParameters(random, sizes, Float64Array)]),
  )
  for (const name of ['rg2', 'ru2']) {
    const Wemb = accumulators[name]?.Wemb
    Wemb?.set(Wemb.map(value => value ** 2 + 100))
  }
  return { parameters, accumulators }
}

/** The embedding's rows after owed[r] dense updates with a zero gradient, each by itself. */
function denselySettled(state: EngineState<Float64Array>, optimizer: Optimizer, owed: Int32Array) {
  const dense = structuredClone(state)
  const result = structuredClone(state)
  const gradients = zerosLike(state.parameters, Float64Array)
  for (let k = 0; k <= Math.max(...owed); k++) {
    if (k > 0) updateParameters(optimizer, dense.parameters, gradients, dense.accumulators, [])
    for (const [row, count] of owed.entries()) {
      if (count !== k) continue
      const place = [row * sizes.embedding, (row + 1) * sizes.embedding] as const
      result.parameters.Wemb.set(dense.parameters.Wemb.subarray(...place), place[0])
      for (const [name, set] of Object.entries(dense.accumulators)) {
        result.accumulators[name]!.Wemb.set(set.Wemb.subarray(...place), place[0])
      }
    }
  }
  return result
}

const owedCounts = fc
  .array(fc.nat(120), { minLength: sizes.vocabulary, maxLength: sizes.vocabulary })
  .map(counts => Int32Array.from(counts))

describe.each(optimizers)('settle for $name', optimizer => {
  it('makes each row what dense updates with a zero gradient make of it, to 1e-12 relative', () => {
    fc.assert(
      fc.property(fc.nat(), owedCounts, (seed, owed) => {
        const state = randomState(seed, optimizer)
        const settled = settle({ ...state, owed }, optimizer, sizes)
        expect(settled.owed).toBeUndefined()
        const actual = tensors(settled)
        const expected = tensors(denselySettled(state, optimizer, owed))
        expect([...actual.keys()]).toEqual([...expected.keys()])
        for (const [name, tensor] of expected) {
          expect(relativeError(actual.get(name)!, tensor), name).toBeLessThanOrEqual(1e-12)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('changes neither the state it is given nor rows that owe nothing', () => {
    const owed = new Int32Array(sizes.vocabulary)
    const state = { ...randomState(1, optimizer), owed }
    expect(bits(settle(state, optimizer, sizes))).toEqual({ ...bits(state), owed: '' })
    owed.fill(5)
    const before = bits(state)
    settle(state, optimizer, sizes)
    expect(bits(state)).toEqual(before)
  })

  it('returns a state that owes nothing as it is', () => {
    const state = randomState(2, optimizer)
    expect(settle(state, optimizer, sizes)).toBe(state)
  })

  it('takes a state before the first update', () => {
    const { parameters } = randomState(3, optimizer)
    const owed = new Int32Array(sizes.vocabulary)
    expect(settle({ parameters, accumulators: {}, owed }, optimizer, sizes)).toEqual({
      parameters,
      accumulators: {},
    })
  })
})
