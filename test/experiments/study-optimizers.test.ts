import { describe, expect, it } from 'vitest'
import { createDescent, type StudyOptimizer } from '../../src/experiments/study-optimizers.ts'

/** Where theta stands after each (gradient, epoch). */
function walk(optimizer: StudyOptimizer, gradients: readonly (readonly [number, number])[]): number[] {
  const theta = Float64Array.of(1)
  const step = createDescent(optimizer, 1)
  return gradients.map(([gradient, epoch]) => {
    step(theta, Float64Array.of(gradient), epoch)
    return theta[0]!
  })
}

const near = (actual: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, k) => void expect(Math.abs(actual[k]! - value)).toBeLessThan(1e-12))

describe('optimizers, against steps worked out by hand, to 1e-12', () => {
  it('momentum: the rate decays after each epoch, the momentum switches after `switchAfter`', () => {
    const optimizer = {
      name: 'momentum',
      rate: 0.1,
      decay: 0.5,
      initialMomentum: 0.5,
      momentum: 0.9,
      switchAfter: 1,
    }
    // v: -0.2; -0.1 - 0.1 = -0.2; 0.9 * -0.2 - 0.05 * 1 = -0.23
    near(
      walk(optimizer as StudyOptimizer, [
        [2, 1],
        [1, 1],
        [1, 2],
      ]),
      [0.8, 0.6, 0.37],
    )
  })

  it('adam: the first step is the rate, whatever the size of the gradient', () => {
    near(walk({ name: 'adam', rate: 0.1, decay: 0.5 }, [[2e3, 1]]), [0.9])
    // m = (0.9 * 0.1 * 2 + 0.1 * 1) / 0.19, v = (0.999 * 0.001 * 4 + 0.001) / 0.001999
    const second = 0.05 * (0.28 / 0.19 / (Math.sqrt(0.004996 / 0.001999) + 1e-8))
    const [first] = walk({ name: 'adam', rate: 0.1, decay: 0.5 }, [[2, 1]])
    near(
      walk({ name: 'adam', rate: 0.1, decay: 0.5 }, [
        [2, 1],
        [1, 2],
      ]),
      [first!, first! - second],
    )
  })

  it('adadelta: the root mean square of the steps over that of the gradients', () => {
    const u1 = (Math.sqrt(1e-6) / Math.sqrt(0.05 * 4 + 1e-6)) * 2
    const u2 = Math.sqrt(0.05 * u1 * u1 + 1e-6) / Math.sqrt(0.95 * 0.2 + 0.05 + 1e-6)
    near(
      walk({ name: 'adadelta' }, [
        [2, 1],
        [1, 1],
      ]),
      [1 - u1, 1 - u1 - u2],
    )
  })
})
