import { Arena } from './arena.ts'
import { instantiate } from './instantiate.js'

type Product = (
  ...numbers: readonly [m: number, k: number, panels: number, ...addressesAndStrides: number[]]
) => void

/** Behind what the kernels keep in their first page. */
const start = 1 << 12

/**
 * Whether kernels with relaxed multiply-add really round once: WebAssembly allows it to round twice, and a module that is valid says nothing of
 * it. With x = 1 + 2^-12, x x - (1 + 2^-11) is 2^-24 when it is rounded once, and 0 when twice.
 *
 * @throws LstmError 'memory' when the host has no room for WebAssembly: this is the first memory of a process
 */
export function isFused(module: WebAssembly.Module, shared: boolean): boolean {
  const { memory } = new Arena({ most: 1 << 16, shared })
  const { multiply } = instantiate(module, memory) as unknown as { readonly multiply: Product }
  const [a, b, out] = [start, start + 256, start + 512]
  const x = 1 + 2 ** -12
  // In blocks of four rows, and in panels of eight columns: one row and one column of them are looked at.
  new Float32Array(memory.buffer, a, 8).set([1, 1, 1, 1, x, x, x, x])
  new Float32Array(memory.buffer, b, 16).fill(-(1 + 2 ** -11), 0, 8).fill(x, 8, 16)
  multiply(1, 2, 1, a, 0, b, 0, 0, out, 0, 0)
  return new Float32Array(memory.buffer, out, 1)[0] === 2 ** -24
}
