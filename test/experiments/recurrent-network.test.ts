import { describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/experiments/recurrent-network.ts'
import {
  initialParameters,
  type StudyParameters,
  zeroParameters,
} from '../../src/experiments/study-parameters.ts'
import { drawSequences } from '../../src/experiments/task.ts'
import { architecture, type CellName, cellNames } from '../../src/experiments/variants.ts'
import { Random } from '../../src/random.ts'

const steps = 6
const forgetBias = 0.7

/** A network of this size with weights large enough for every nonlinearity to matter, biases included. */
function example(name: CellName, hidden: number) {
  const random = new Random(5)
  const sequence = drawSequences(random, 1, steps)[0]!
  const chosen = architecture(name, hidden, forgetBias)
  const parameters = initialParameters(chosen, random, 0.8)
  for (const vector of [parameters.b, parameters.b_y, parameters.h0, parameters.c0]) {
    for (let k = 0; k < vector.length; k++) vector[k]! += 0.4 * random.gaussian()
  }
  return { chosen, sequence, parameters, network: createNetwork(chosen, steps) }
}

describe.each(cellNames)('the gradients of %s', name => {
  // 3 and 10 hidden units: fewer and more than the five rows the matrix product takes at a time
  it.each([3, 10])('are central differences for every parameter, to 1e-8, with %i hidden units', hidden => {
    const { chosen, sequence, parameters, network } = example(name, hidden)
    const gradients = zeroParameters(chosen)
    network.gradients(parameters, sequence, gradients)
    const scratch = zeroParameters(chosen)
    const costAt = (k: number, value: number) => {
      const kept = parameters.all[k]!
      parameters.all[k] = value
      const cost = network.gradients(parameters, sequence, scratch)
      parameters.all[k] = kept
      return cost
    }
    const width = 1e-5
    parameters.all.forEach((value, k) => {
      const difference = (costAt(k, value + width) - costAt(k, value - width)) / (2 * width)
      expect(Math.abs(gradients.all[k]! - difference)).toBeLessThan(1e-8)
    })
    expect(gradients.all.every(gradient => gradient !== 0)).toBe(true)
  })
})

describe('a network', () => {
  it('predicts y_t = h_t W_out + b_y with h_t = tanh(x_t W_in + h_{t-1} W + b), to 1e-14', () => {
    const { sequence, parameters: p, network } = example('elman', 4)
    const H = 4
    let h: number[] = [...p.h0]
    const expected: number[] = []
    for (let t = 0; t < steps; t++) {
      const before = h
      h = before.map((_, j) => {
        let z = p.b[j]!
        for (let i = 0; i < 5; i++) z += sequence.x[t * 5 + i]! * p.W_in[i * H + j]!
        for (let i = 0; i < H; i++) z += before[i]! * p.W[i * H + j]!
        return Math.tanh(z)
      })
      for (let k = 0; k < 3; k++) {
        expected.push(h.reduce((sum, value, j) => sum + value * p.W_out[j * 3 + k]!, p.b_y[k]!))
      }
    }
    network.predict(p, sequence.x).forEach((y, k) => {
      expect(Math.abs(y - expected[k]!)).toBeLessThan(1e-14)
    })
  })

  it('has the parameters its equations name', () => {
    const sizes = (name: CellName) => {
      const { all, ...views }: StudyParameters = zeroParameters(architecture(name, 10, 1))
      return [all.length, Object.fromEntries(Object.entries(views).map(([key, view]) => [key, view.length]))]
    }
    const shared = { W_out: 30, b_y: 3, h0: 10 }
    expect(sizes('elman')).toEqual([203, { ...shared, W: 100, W_in: 50, b: 10, c0: 0 }])
    expect(sizes('tied')).toEqual([213, { ...shared, W: 100, W_in: 50, b: 10, c0: 10 }])
    expect(sizes('lstm')).toEqual([653, { ...shared, W: 400, W_in: 200, b: 0, c0: 10 }])
    expect(sizes('lstm-forget')).toEqual([693, { ...shared, W: 400, W_in: 200, b: 40, c0: 10 }])
  })

  it('starts with weights within the scale and the gate biases of its cell', () => {
    const { b, W, W_in, W_out } = initialParameters(architecture('lstm-open', 2, 1), new Random(1), 0.01)
    expect([...b]).toEqual([3, 3, 1, 1, 3, 3, 0, 0])
    const weights = [...W, ...W_in, ...W_out].map(Math.abs)
    expect(Math.max(...weights)).toBeLessThanOrEqual(0.01)
    expect(Math.min(...weights)).toBeGreaterThan(0)
  })
})
