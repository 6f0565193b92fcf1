import { Arena } from '../src/engines/wasm/arena.ts'
import { openKernels } from '../src/engines/wasm/kernels.ts'

type Tile = (...values: number[]) => void

/** k of the tile: its part of B, 16 KiB at most, and of A stay in the first cache. */
const depth = 256

/** Tiles of 4 x 8 in a call of what `openRoof` gives, or a third of them of 6 x 16. */
const tilesInCall = 1200
/** Floating point operations of such a call. */
export const roofOperations = 2 * 4 * 8 * depth * tilesInCall

/**
 * The fastest that a product can be by these kernels: their largest tile alone, over and over the same numbers in the first
 * cache.
 */
export function openRoof(module: WebAssembly.Module): () => void {
  const arena = new Arena()
  const tiles = openKernels(module, arena.memory) as unknown as Readonly<Record<string, Tile>>
  const { a, b, out, zeros } = arena.keep({ a: 48 * depth, b: 64 * depth, out: 4 * 6 * 16, zeros: 64 })
  const panel = 32 * depth
  const wide = tiles.tile6x16
  if (wide) {
    return () => {
      for (let n = 0; n < tilesInCall / 3; n++)
        wide(16 * depth, depth, a, b, panel, zeros, 0, 32, out, 64, 32)
    }
  }
  return () => tiles.tile4x8!(tilesInCall, 0, depth, a, b, zeros, 0, out, 0)
}
