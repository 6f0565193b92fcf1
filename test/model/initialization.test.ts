import { describe, expect, it } from 'vitest'
import type { Sizes } from '../../src/engines/engine.ts'
import { initializeParameters } from '../../src/model/initialization.ts'
import { Random } from '../../src/random.ts'

const sizes: Sizes = { vocabulary: 50, embedding: 12, hidden: 12, classes: 3, pooling: 'mean' }
const parameters = initializeParameters(sizes, new Random(123))

describe('initializeParameters', () => {
  it('draws the embedding first: 0.01 rand(V, D), rounded to float32', () => {
    const random = new Random(123)
    expect(parameters.Wemb).toEqual(Float32Array.from({ length: 600 }, () => 0.01 * random.uniform()))
  })

  it("takes each gate's block from the left singular vectors of randn(D, D): orthogonal to 1e-6", () => {
    for (const name of ['lstm_W', 'lstm_U'] as const) {
      for (let gate = 0; gate < 4; gate++) {
        for (let i = 0; i < 12; i++) {
          for (let j = 0; j < 12; j++) {
            let product = 0
            for (let row = 0; row < 12; row++) {
              product +=
                parameters[name][row * 48 + gate * 12 + i]! * parameters[name][row * 48 + gate * 12 + j]!
            }
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-6)
          }
        }
      }
    }
  })

  it('leaves all biases at 0, and draws U last: 0.01 randn(H, classes)', () => {
    expect(parameters.lstm_b).toEqual(new Float32Array(48))
    expect(parameters.b).toEqual(new Float32Array(3))
    const random = new Random(123)
    for (let i = 0; i < 600; i++) random.uniform()
    for (let i = 0; i < 8 * 144; i++) random.gaussian()
    expect(parameters.U).toEqual(Float32Array.from({ length: 36 }, () => 0.01 * random.gaussian()))
  })
})
