import { describe, expect, it } from 'vitest'
import { accumulatorNames, type Optimizer } from '../../../src/engines/engine.ts'
import { adadelta, adam, rmsprop, sgd } from '../../../src/engines/reference/optimizers.ts'
import { builds } from '../../../src/engines/wasm/kernels.ts'
import { Random } from '../../../src/random.ts'
import { relativeError } from '../relative-error.ts'
import { openKernelBench } from './kernel-bench.ts'

const tolerance = 2e-6
const n = 48
const optimizers: Optimizer[] = [
  { name: 'sgd', learningRate: 0.3 },
  { name: 'adadelta' },
  { name: 'rmsprop' },
  { name: 'adam', learningRate: 0.3, epsilon: 0.01 },
]

describe.each(builds)('the %s build', build => {
  it.each(optimizers)(`$name steps like the reference, to ${tolerance} relative`, async optimizer => {
    const { kernels, globals, put, get } = await openKernelBench(build)
    const random = new Random(9)
    const values = Float32Array.from({ length: 4 * n }, () => random.gaussian())
    const twins = Float64Array.from(values)
    const sets = [0, 1, 2, 3].map(set => twins.subarray(set * n, (set + 1) * n))
    const [p, first, second, third] = sets as [Float64Array, Float64Array, Float64Array, Float64Array]
    // Means of squares above the squares of means.
    for (const square of optimizer.name === 'adadelta' ? [first, second] : [second]) {
      square.forEach((value, at) => {
        square[at] = Math.fround(value ** 2 + 9)
      })
    }
    const place = put(twins)
    globals.accumulatorStride.value = 4 * n
    globals.optimizer.value = globals[optimizer.name].value
    globals.epsilon.value = optimizer.name === 'adam' ? optimizer.epsilon : 0
    globals.learningRate.value = 'learningRate' in optimizer ? optimizer.learningRate : 0

    for (let round = 0; round < 5; round++) {
      const g = Float32Array.from({ length: n }, () => random.gaussian())
      // From the third round on, the parameters owe two updates; with Adam they never owe any.
      const owed = round < 2 || optimizer.name === 'adam' ? 0 : 2
      for (let k = 0; k < owed; k++) step(new Float64Array(n))
      step(g)
      kernels.step!(place, put(g), n, 0.95 ** owed, 0.9 ** owed, 9 * (1 - 0.9 ** owed))
    }
    for (const [index, set] of sets.slice(0, 1 + accumulatorNames[optimizer.name].length).entries()) {
      const actual = get(place + 4 * n * index, n)
      expect(relativeError(actual, set), `set ${index}`).toBeLessThanOrEqual(tolerance)
    }

    function step(g: Float32Array | Float64Array) {
      if (optimizer.name === 'sgd') sgd(p, g, optimizer.learningRate)
      else if (optimizer.name === 'adadelta') adadelta(p, g, first, second)
      else if (optimizer.name === 'rmsprop') rmsprop(p, g, first, second, third)
      else adam(p, g, first, second, optimizer.learningRate, optimizer.epsilon)
    }
  })
})
