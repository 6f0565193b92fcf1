import { describe, expect, it } from 'vitest'
import { gatesBackward, gatesForward, sigmoid } from '../../../src/engines/reference/gates.ts'
import { builds } from '../../../src/engines/wasm/kernels.ts'
import { Random } from '../../../src/random.ts'
import { relativeError } from '../relative-error.ts'
import { openKernelBench } from './kernel-bench.ts'

const tolerance = 2e-6

describe.each(builds)('the %s build', async build => {
  const bench = await openKernelBench(build)
  const { kernels, put, get } = bench

  /** x and f(x) for 400,000 numbers around 0, and some far away. */
  const evaluate = (kernel: 'tanhAll' | 'sigmoidAll') => {
    const near = Float32Array.from({ length: 400_000 }, (_, n) => (n / 200_000 - 1) * 20)
    const tiny = Float32Array.from({ length: 96 }, (_, n) => (n % 2 ? -1 : 1) * 2 ** (-n / 2))
    const far = Float32Array.of(
      -1e30,
      -100,
      100,
      1e30,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      0,
      -0,
    )
    const x = Float32Array.from([...near, ...tiny, ...far])
    const at = put(x)
    kernels[kernel]!(at, x.length)
    return { x, y: get(at, x.length) }
  }

  it('tanh is right to 4e-7, absolute and relative, and never beyond 1', () => {
    const { x, y } = evaluate('tanhAll')
    let worst = 0
    for (const [n, value] of x.entries()) {
      const expected = Math.tanh(value)
      if (Math.abs(y[n]!) > 1) throw new Error(`tanh(${value}) is ${y[n]}`)
      if (expected !== 0) worst = Math.max(worst, Math.abs(y[n]! / expected - 1))
      else expect(y[n]).toBe(expected)
    }
    expect(worst).toBeLessThanOrEqual(4e-7)
  })

  it('sigmoid is right to 3e-7, and never beyond 0 and 1', () => {
    const { x, y } = evaluate('sigmoidAll')
    let worst = 0
    for (const [n, value] of x.entries()) {
      worst = Math.max(worst, Math.abs(y[n]! - sigmoid(value)))
      if (y[n]! < 0 || y[n]! > 1) throw new Error(`sigmoid(${value}) is ${y[n]}`)
    }
    expect(worst).toBeLessThanOrEqual(3e-7)
  })

  it('NaN stays NaN', () => {
    for (const kernel of ['tanhAll', 'sigmoidAll'] as const) {
      const at = put(Float32Array.of(0, Number.NaN, 1, Number.NaN, Number.NaN, 1, Number.NaN, 0))
      kernels[kernel]!(at, 8)
      const are = [...get(at, 8)].map(Number.isNaN)
      expect(are).toEqual([false, true, false, true, true, false, true, false])
    }
  })

  it.each([8, 24, 128])(
    `one step of H = %i forward and backward like the reference, to ${tolerance} relative`,
    H => {
      const random = new Random(H)
      const gaussian = (length: number) => Float32Array.from({ length }, () => 1.5 * random.gaussian())
      const [z, cPrevious, pooled] = [gaussian(4 * H), gaussian(H), gaussian(H)]
      const gates = Float64Array.from(z)
      const c = new Float64Array(H)
      const h = new Float64Array(H)
      gatesForward(gates, cPrevious, c, h, 1, H)

      const columns = 3
      const place = {
        z: put(z),
        cPrevious: put(cPrevious),
        c: put(new Float32Array(H)),
        tanhC: put(new Float32Array(H)),
        hidden: put(new Float32Array(H)),
        history: put(new Float32Array(H * columns)),
        pooled: put(pooled),
      }
      const close = (address: number, expected: ArrayLike<number>, name: string) =>
        expect(relativeError(get(address, expected.length), expected), name).toBeLessThanOrEqual(tolerance)
      kernels.gatesForward!(
        ...[4 * H, place.z, place.cPrevious, place.c, place.tanhC, place.hidden],
        ...[place.history + 16, 16 * columns, place.pooled],
      )
      close(place.z, gates, 'gates')
      close(place.c, c, 'c')
      close(place.tanhC, c.map(Math.tanh), 'tanh c')
      close(place.hidden, h, 'h')
      close(
        place.pooled,
        h.map((value, n) => value + pooled[n]!),
        'pooled',
      )
      const history = get(place.history, H * columns)
      const second = Float32Array.from(h, (_, n) => history[Math.floor(n / 4) * 4 * columns + 4 + (n % 4)]!)
      expect(second).toEqual(get(place.hidden, H))

      const inference = { z: put(z), c: put(cPrevious), hidden: put(z), pooled: put(pooled) }
      kernels.gatesInference!(4 * H, inference.z, inference.c, inference.hidden, inference.pooled)
      for (const name of ['c', 'hidden', 'pooled'] as const) {
        expect(get(inference[name], H), name).toEqual(get(place[name], H))
      }

      const [dhNext, dPooled, dcNext] = [gaussian(H), gaussian(H), gaussian(H)]
      const dz = new Float64Array(4 * H)
      const dc = Float64Array.from(dcNext)
      gatesBackward(
        dz,
        dc,
        dhNext.map((value, n) => value + dPooled[n]!),
        gates,
        cPrevious,
        c,
        1,
        H,
      )
      const panels = put(new Float32Array(4 * H * columns))
      const dcPlace = put(dcNext)
      kernels.gatesBackward!(
        ...[4 * H, place.z, put(dhNext), put(dPooled), dcPlace, place.tanhC, place.cPrevious],
        ...[panels + 32, 32 * columns],
      )
      close(place.z, dz, 'dz')
      close(dcPlace, dc, 'dc')
      const written = get(panels, 4 * H * columns)
      const inPanel = Float32Array.from(dz, (_, n) => written[Math.floor(n / 8) * 8 * columns + 8 + (n % 8)]!)
      expect(inPanel).toEqual(get(place.z, 4 * H))
    },
  )
})
