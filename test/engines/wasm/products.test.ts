import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addProduct, addRows } from '../../../src/engines/reference/products.ts'
import { builds } from '../../../src/engines/wasm/kernels.ts'
import { Random } from '../../../src/random.ts'
import { relativeError } from '../relative-error.ts'
import { inBlocks, inPanels, openKernelBench, transpose } from './kernel-bench.ts'

const tolerance = 1e-5

const gaussian = (random: Random, length: number) => Float32Array.from({ length }, () => random.gaussian())

/** m, k and panels, from 1 x 1 x 8 over every rest of rows and panels to depths that are cut into parts. */
const shapes = fc.tuple(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 1100 }),
  fc.integer({ min: 1, max: 7 }),
)

describe.each(builds)('the %s build', build => {
  it(`multiplies like the reference at any shape, to ${tolerance} relative`, async () => {
    const bench = await openKernelBench(build)
    fc.assert(
      fc.property(fc.nat(), shapes, (seed, [m, k, panels]) => {
        const random = new Random(seed)
        const n = 8 * panels
        const [a, b, init] = [gaussian(random, m * k), gaussian(random, k * n), gaussian(random, m * n)]
        const expected = Float64Array.from(init)
        addProduct(expected, a, b, m, k, n)
        const out = bench.put(init)
        const [left, right] = [bench.put(inBlocks(a, m, k)), bench.put(inPanels(b, k, n))]
        bench.kernels.multiply!(m, k, panels, left, 16 * k, right, 32 * k, 0, out, 4 * n, 32)
        expect(relativeError(bench.get(out, m * n), expected)).toBeLessThanOrEqual(tolerance)

        const rows = bench.put(init)
        const room = bench.put(new Float32Array(Math.ceil(m / 4) * 4 * Math.ceil(k / 4) * 4))
        if (k % 4 === 0) {
          bench.kernels.multiplyRows!(m, k, panels, bench.put(a), 4 * k, room, right, 0, rows, 4 * n)
          expect(bench.get(rows, m * n)).toEqual(bench.get(out, m * n))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('gives each row the same bits, whatever rows stand beside it', async () => {
    const bench = await openKernelBench(build)
    const random = new Random(3)
    const [k, panels] = [37, 5]
    const n = 8 * panels
    const [a, b] = [gaussian(random, 11 * k), gaussian(random, k * n)]
    const right = bench.put(inPanels(b, k, n))
    const zeros = bench.put(new Float32Array(n))
    const product = (m: number, rows: Float32Array) => {
      const out = bench.put(new Float32Array(m * n))
      const left = bench.put(inBlocks(rows, m, k))
      bench.kernels.multiply!(m, k, panels, left, 16 * k, right, 32 * k, zeros, out, 4 * n, 32)
      return bench.get(out, m * n)
    }
    const together = product(11, a)
    for (let first = 0; first < 11; first++) {
      for (let m = 1; first + m <= 11; m++) {
        const part = product(m, a.slice(first * k, (first + m) * k))
        expect(part).toEqual(together.slice(first * n, (first + m) * n))
      }
    }
  })

  it('writes the result in panels, for the gradient of weights', async () => {
    const bench = await openKernelBench(build)
    const random = new Random(4)
    const [m, k, n] = [12, 25, 24]
    const [a, b] = [gaussian(random, m * k), gaussian(random, k * n)]
    const expected = new Float64Array(m * n)
    addProduct(expected, a, b, m, k, n)
    const out = bench.put(new Float32Array(m * n))
    const zeros = bench.put(new Float32Array(n))
    const [left, right] = [bench.put(inBlocks(a, m, k)), bench.put(inPanels(b, k, n))]
    bench.kernels.multiply!(m, k, n / 8, left, 16 * k, right, 32 * k, zeros, out, 32, 32 * m)
    const actual = bench.get(out, m * n)
    expect(relativeError(actual, inPanels(Float32Array.from(expected), m, n))).toBeLessThanOrEqual(tolerance)
  })

  it('transposes and sums panels', async () => {
    const bench = await openKernelBench(build)
    const random = new Random(5)
    const [rows, columns] = [24, 40]
    const matrix = gaussian(random, rows * columns)
    const source = bench.put(inPanels(matrix, rows, columns))
    const out = bench.put(new Float32Array(rows * columns))
    bench.kernels.transposePanels!(source, rows, columns, out, 0, 2)
    bench.kernels.transposePanels!(source, rows, columns, out, 2, 5)
    expect(bench.get(out, rows * columns)).toEqual(inPanels(transpose(matrix, rows, columns), columns, rows))

    const sums = bench.put(new Float32Array(columns))
    bench.kernels.sumPanels!(rows, source, 32 * rows, sums, 0, 5, 0)
    const expected = new Float64Array(columns)
    addRows(expected, matrix, rows, columns)
    expect(relativeError(bench.get(sums, columns), expected)).toBeLessThanOrEqual(tolerance)
  })
})
