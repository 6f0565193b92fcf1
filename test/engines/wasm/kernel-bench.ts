import { Arena } from '../../../src/engines/wasm/arena.ts'
import { type Build, compile, openKernels, wantsSharedMemory } from '../../../src/engines/wasm/kernels.ts'

type Kernel = (...values: number[]) => void

/** The kernels of a build over a memory into which arrays can be put. */
export async function openKernelBench(build: Build) {
  const module = await compile(build)
  const arena = new Arena({ shared: wantsSharedMemory(module) })
  const kernels = openKernels(module, arena.memory)
  return {
    globals: kernels,
    kernels: kernels as unknown as Readonly<Record<string, Kernel>>,
    /** A copy of the values, at the address that is returned. */
    put(values: ArrayLike<number>): number {
      const { place } = arena.keep({ place: 4 * values.length })
      arena.floats(place, values.length).set(values)
      return place
    },
    get: (address: number, length: number) => arena.floats(address, length).slice(),
  }
}

export type KernelBench = Awaited<ReturnType<typeof openKernelBench>>

/** [m, n] row-major in blocks of four rows, [m/4][n][4]; what is added is NaN. */
export function inBlocks(rows: Float32Array, m: number, n: number): Float32Array {
  const blocks = new Float32Array(Math.ceil(m / 4) * 4 * n).fill(Number.NaN)
  rows.forEach((value, at) => {
    const r = Math.floor(at / n)
    blocks[Math.floor(r / 4) * 4 * n + (at % n) * 4 + (r % 4)] = value
  })
  return blocks
}

/** [m, n] row-major in panels of eight columns, [n/8][m][8]; n a multiple of 8. */
export function inPanels(rows: Float32Array, m: number, n: number): Float32Array {
  const panels = new Float32Array(m * n)
  rows.forEach((value, at) => {
    const [r, c] = [Math.floor(at / n), at % n]
    panels[(Math.floor(c / 8) * m + r) * 8 + (c % 8)] = value
  })
  return panels
}

/** The transpose of [m, n]. */
export function transpose(rows: Float32Array, m: number, n: number): Float32Array {
  return Float32Array.from({ length: m * n }, (_, at) => rows[(at % m) * n + Math.floor(at / m)]!)
}
