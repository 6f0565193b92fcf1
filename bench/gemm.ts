import { Arena } from '../src/engines/wasm/arena.ts'
import { openKernels } from '../src/engines/wasm/kernels.ts'
import { alternate, type Benchmark, summary, timesOf } from './measure.ts'
import { openRoof, roofOperations } from './roof.ts'
import { kernelModules } from './widths.ts'

/** The peak of the largest tile of each build, on one thread. */
export const roof: Benchmark = async report => {
  for (const { suffix, module } of await kernelModules()) {
    const times = await timesOf(50, openRoof(module), 100)
    report(summary(`roof${suffix}`, 1, times, median => ({ gflops: gflops(roofOperations, median) })))
  }
}

/** m x k x n: products of the model at V = 10,000 and D = H = 128; `transposed`: a gradient of weights, k tokens long. */
const shapes: readonly { m: number; k: number; n: number; transposed?: true }[] = [
  { m: 8, k: 128, n: 512 },
  { m: 13, k: 128, n: 512 },
  { m: 16, k: 128, n: 512 },
  { m: 64, k: 128, n: 512 },
  { m: 1600, k: 128, n: 512 },
  { m: 8, k: 512, n: 128 },
  { m: 16, k: 512, n: 128 },
  { m: 1600, k: 512, n: 128 },
  { m: 128, k: 450, n: 512, transposed: true },
  { m: 128, k: 1600, n: 512, transposed: true },
]

/**
 * Each product in turn with the roof of its build, so that both have the same machine: GFLOP/s and the share of the roof.
 */
export const gemm: Benchmark = async report => {
  for (const { suffix, module } of await kernelModules()) {
    const peak = openRoof(module)
    await timesOf(100, peak)
    for (const shape of shapes) {
      const { m, k, n, transposed } = shape
      const multiply = openProduct(module, shape)
      const operations = 2 * m * k * n
      const repeats = Math.max(1, Math.round(2e7 / operations))
      const product = () => {
        for (let repeat = 0; repeat < repeats; repeat++) multiply()
      }
      const [roofTimes, times] = await alternate(40, [peak, product])
      const peakOf = gflops(roofOperations, summary('roof', 1, roofTimes!).median_ms)
      const name = `gemm-${m}x${k}x${n}${transposed ? '-transposed' : ''}${suffix}`
      const single = times!.map(time => time / repeats)
      report(
        summary(name, 1, single, median => ({
          gflops: gflops(operations, median),
          share_of_roof: gflops(operations, median) / peakOf,
        })),
      )
    }
  }
}

/** A call of the kernel with operands of this shape. */
function openProduct(
  module: WebAssembly.Module,
  { m, k, n, transposed }: (typeof shapes)[number],
): () => void {
  const arena = new Arena()
  const { multiply } = openKernels(module, arena.memory)
  const sizes = { a: 4 * (m + 3) * (k | 1), b: 4 * n * (k | 1), out: 4 * m * n, zeros: 4 * n }
  const { a, b, out, zeros } = arena.keep(sizes)
  for (const [address, bytes] of [
    [a, sizes.a],
    [b, sizes.b],
  ] as const) {
    arena.floats(address, bytes / 4).forEach((_, at, values) => {
      values[at] = ((at * 7919) % 1000) / 1000 - 0.5
    })
  }
  // Strides of the gradient's operands are an odd number of rows, as in training.
  const depth = transposed ? k | 1 : k
  const [outRow, outPanel] = transposed ? [32, 32 * m] : [4 * n, 32]
  return () => multiply(m, k, n / 8, a, 16 * depth, b, 32 * depth, zeros, out, outRow, outPanel)
}

function gflops(operations: number, milliseconds: number): number {
  return operations / milliseconds / 1e6
}
