import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/experiments/cells/cell.ts'
import { elman } from '../../../src/experiments/cells/elman.ts'
import { lstmCell } from '../../../src/experiments/cells/lstm-cell.ts'
import { tied } from '../../../src/experiments/cells/tied.ts'

const cells: readonly (readonly [string, Cell])[] = [
  ['elman', elman()],
  ['elman, gain 1/4', elman(1 / 4)],
  ['tied', tied()],
  ['tied, opening 3', tied(3)],
  ['lstm', lstmCell],
]
const H = 2
const number = fc.double({ min: -3, max: 3, noNaN: true })
const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length })

/** The cell's c and h for these pre-activations and this cell state, and what it leaves in z. */
function step(cell: Cell, z: readonly number[], cPrevious: readonly number[]) {
  const c = new Float64Array(H)
  const h = new Float64Array(H)
  const left = Float64Array.from(z)
  cell.forward(left, Float64Array.from(cPrevious), c, h)
  return { c, h, left }
}

/** The central difference of f by each of its arguments. */
function differences(f: (values: readonly number[]) => number, at: readonly number[]): number[] {
  const width = 1e-5
  const moved = (k: number, by: number) => f(at.map((value, index) => (index === k ? value + by : value)))
  return at.map((_, k) => (moved(k, width) - moved(k, -width)) / (2 * width))
}

describe.each(cells)('%s', (_name, cell) => {
  it('backward is the derivative of forward: central differences, to 1e-8', () => {
    const Z = cell.blocks * H
    fc.assert(
      fc.property(numbers(Z), numbers(H), numbers(H), numbers(H), (z, cPrevious, dh, dcLater) => {
        const past = cell.hasCellState ? cPrevious : [0, 0]
        const later = cell.hasCellState ? dcLater : [0, 0]
        const loss = (zs: readonly number[], cs: readonly number[]) => {
          const { c, h } = step(cell, zs, cs)
          return h.reduce((sum, value, j) => sum + value * dh[j]! + c[j]! * later[j]!, 0)
        }
        const dc = Float64Array.from(later)
        const dz = new Float64Array(Z)
        const { c, left } = step(cell, z, past)
        cell.backward(left, Float64Array.from(past), c, Float64Array.from(dh), dc, dz)
        const close = (actual: Float64Array, expected: readonly number[]) =>
          expected.forEach((value, k) => void expect(Math.abs(actual[k]! - value)).toBeLessThan(1e-8))
        close(
          dz,
          differences(zs => loss(zs, past), z),
        )
        close(
          dc,
          differences(cs => loss(z, cs), past),
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('what the cells compute, written out with other formulas, to 1e-14', () => {
  const gate = (x: number) => (1 + Math.tanh(x / 2)) / 2
  const near = (actual: number, expected: number) =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14)

  it('tied: the new state is sigmoid(p) (tanh(p) + c), the output sigmoid(p) tanh of it', () => {
    fc.assert(
      fc.property(numbers(H), numbers(H), (p, cPrevious) => {
        const { c, h } = step(tied(), p, cPrevious)
        for (let j = 0; j < H; j++) {
          near(c[j]!, gate(p[j]!) * (Math.tanh(p[j]!) + cPrevious[j]!))
          near(h[j]!, gate(p[j]!) * Math.tanh(c[j]!))
        }
      }),
    )
  })

  it('lstm: blocks in the order input, forget, output, candidate', () => {
    fc.assert(
      fc.property(numbers(4 * H), numbers(H), (z, cPrevious) => {
        const { c, h } = step(lstmCell, z, cPrevious)
        for (let j = 0; j < H; j++) {
          const [i, f, o, g] = [z[j]!, z[H + j]!, z[2 * H + j]!, z[3 * H + j]!]
          near(c[j]!, gate(f) * cPrevious[j]! + gate(i) * Math.tanh(g))
          near(h[j]!, gate(o) * Math.tanh(c[j]!))
        }
      }),
    )
  })

  it('tied is lstm with the same pre-activation in all four blocks', () => {
    fc.assert(
      fc.property(numbers(H), numbers(H), (p, cPrevious) => {
        const one = step(tied(), p, cPrevious)
        const four = step(lstmCell, [...p, ...p, ...p, ...p], cPrevious)
        for (let j = 0; j < H; j++) {
          near(one.c[j]!, four.c[j]!)
          near(one.h[j]!, four.h[j]!)
        }
      }),
    )
  })
})
