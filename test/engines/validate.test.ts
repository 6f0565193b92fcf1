import { describe, expect, it } from 'vitest'
import type { EngineState, LabelledMinibatch, Optimizer, Sizes } from '../../src/engines/engine.ts'
import {
  checkLabels,
  checkMasks,
  checkMinibatch,
  checkParameters,
  checkState,
} from '../../src/engines/validate.ts'
import { Random } from '../../src/random.ts'
import { randomParameters } from './random-model.ts'

const sizes: Sizes = { vocabulary: 10, embedding: 3, hidden: 4, classes: 2, pooling: 'mean' }
const parameters = randomParameters(new Random(1), sizes, Float32Array)
const batch: LabelledMinibatch = {
  tokens: Int32Array.of(1, 9, 2, 0),
  lengths: Int32Array.of(2, 1),
  labels: Int32Array.of(1, 0),
}

const refused = (message: RegExp) =>
  expect.objectContaining({ name: 'ContractError', message: expect.stringMatching(message) })

describe('checkMinibatch', () => {
  it('returns T and B of a minibatch that fits', () => {
    expect(checkMinibatch(batch, sizes)).toEqual({ T: 2, B: 2 })
  })

  it('takes minibatches without a time step', () => {
    expect(checkMinibatch({ tokens: new Int32Array(), lengths: Int32Array.of(0, 0) }, sizes)).toEqual({
      T: 0,
      B: 2,
    })
  })

  it('does not look at the padding', () => {
    expect(checkMinibatch({ ...batch, tokens: Int32Array.of(1, 9, 2, -5) }, sizes)).toEqual({ T: 2, B: 2 })
  })

  it.each([
    ['no text', { lengths: new Int32Array() }, /without texts/],
    ['tokens that are not [T, B]', { tokens: new Int32Array(3) }, /3 tokens .* 2 texts/],
    ['a negative length', { lengths: Int32Array.of(2, -1) }, /text 1 has length -1/],
    ['a length beyond T', { lengths: Int32Array.of(3, 1) }, /text 0 has length 3/],
    ['a negative id', { tokens: Int32Array.of(1, 9, -1, 0) }, /token 1 of text 0 is -1/],
    ['the id V', { tokens: Int32Array.of(1, 10, 2, 0) }, /token 0 of text 1 is 10/],
  ])('refuses %s', (_, change, message) => {
    expect(() => checkMinibatch({ ...batch, ...change }, sizes)).toThrow(refused(message))
  })
})

describe('checkLabels', () => {
  it('takes one label a text', () => {
    expect(() => checkLabels(batch, sizes)).not.toThrow()
  })

  it.each([
    [[1], /1 labels for 2 texts/],
    [[0, 2], /text 1 has label 2/],
    [[-1, 0], /text 0 has label -1/],
  ])('refuses %j', (labels, message) => {
    expect(() => checkLabels({ ...batch, labels: Int32Array.from(labels) }, sizes)).toThrow(refused(message))
  })
})

describe('checkMasks', () => {
  it('takes no mask, or [B, H] and [R, D]', () => {
    expect(() => checkMasks({}, batch, sizes)).not.toThrow()
    const masks = { pooled: new Float32Array(8), embedding: new Float32Array(3 * sizes.embedding) }
    expect(() => checkMasks(masks, batch, sizes)).not.toThrow()
  })

  it('refuses any other size', () => {
    const wrong = new Float32Array(5)
    expect(() => checkMasks({ pooled: wrong }, batch, sizes)).toThrow(refused(/mask of 5 for 2 texts/))
    expect(() => checkMasks({ embedding: wrong }, batch, sizes)).toThrow(refused(/mask of 5 .* columns/))
    const none = new Float32Array()
    expect(() => checkMasks({ embedding: none }, batch, sizes)).toThrow(refused(/mask of 0 .* columns/))
  })
})

describe('checkParameters', () => {
  it('takes what fits', () => {
    expect(() => checkParameters(parameters, sizes)).not.toThrow()
  })

  it('refuses a parameter of another length', () => {
    const other = { ...parameters, lstm_U: new Float32Array(63) }
    expect(() => checkParameters(other, sizes)).toThrow(refused(/lstm_U has 63 values, not 4 x 16/))
  })

  it.each([
    { ...sizes, classes: 1 },
    { ...sizes, hidden: 0 },
    { ...sizes, embedding: 1.5 },
  ])('refuses the sizes %j', wrong => {
    expect(() => checkParameters(parameters, wrong)).toThrow(refused(/the size/))
  })
})

describe('checkState', () => {
  const adadelta: Optimizer = { name: 'adadelta' }
  const full: EngineState = { parameters, accumulators: { ru2: parameters, rg2: parameters } }

  it("takes the optimizer's accumulators, or none", () => {
    expect(() => checkState(full, adadelta, sizes)).not.toThrow()
    expect(() => checkState({ parameters, accumulators: {} }, adadelta, sizes)).not.toThrow()
    expect(() => checkState({ ...full, owed: new Int32Array(10) }, adadelta, sizes)).not.toThrow()
  })

  const short = { ...parameters, b: new Float32Array(3) }
  it.each([
    ['parameters of another size', { parameters: short }, /b has 3 values/],
    ["another optimizer's accumulators", { accumulators: { ud: parameters } }, /keeps rg2, ru2, not ud/],
    ['an accumulator too few', { accumulators: { rg2: parameters } }, /keeps rg2, ru2, not rg2/],
    ['accumulators of another size', { accumulators: { rg2: parameters, ru2: short } }, /b has 3 values/],
    ['owed of another size', { owed: new Int32Array(9) }, /owed has 9 rows, not 10/],
    ['a negative count', { owed: new Int32Array(10).fill(-1) }, /negative count/],
  ])('refuses %s', (_, change, message) => {
    expect(() => checkState({ ...full, ...change }, adadelta, sizes)).toThrow(refused(message))
  })

  it('refuses accumulators for sgd, which keeps none', () => {
    const sgd: Optimizer = { name: 'sgd', learningRate: 0.1 }
    expect(() => checkState(full, sgd, sizes)).toThrow(refused(/sgd keeps nothing/))
  })
})
