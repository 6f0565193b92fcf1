import { LstmError, reason } from '../../errors.ts'
import { host } from '../../host/index.ts'
import type { VectorWidth } from '../engine.ts'
import { Arena } from './arena.ts'
import { compile, kernelBytes, once, openKernels } from './kernels.ts'
import { givesSameBits, isFaster } from './proof.ts'

const chosen = new Map<VectorWidth, Promise<WebAssembly.Module | undefined>>()

/**
 * Kernels that compute in vectors of 256 bits and give the bits of today's, or undefined; looked for once. They are made by
 * V8, which joins vectors that are stored side by side where it is told to (its src/compiler/turboshaft/wasm-revec-reducer.cc), but
 * does not by default: so they are believed by proof alone.
 *
 * @throws LstmError 'usage' when they are asked for, and cannot be had here or give other bits
 */
export function kernelsFor256(width: VectorWidth): Promise<WebAssembly.Module | undefined> {
  if (width === '128' || (width === 'auto' && !host.sharesMemory())) return Promise.resolve(undefined)
  return once(chosen, width, () => choose(width))
}

async function choose(width: '256' | 'auto'): Promise<WebAssembly.Module | undefined> {
  try {
    const known = await compile()
    const wide = joined(await kernelBytes('wide'))
    if (!(await givesSameBits(wide, known))) throw new Error('they give other bits here')
    return width === '256' || hasGained(wide, known) ? wide : undefined
  } catch (cause) {
    // Kernels that trap, that cannot be read, or for which there is no room, are none either.
    if (width === 'auto') return undefined
    throw new LstmError('usage', `no vectors of 256 bits: ${reason(cause)}`, { cause })
  }
}

/** A module all of whose kernels V8 has compiled with vectors joined. @throws Error where it cannot */
function joined(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const module = new WebAssembly.Module(bytes)
  const kernels: object = openKernels(module, new Arena({ most: 2 ** 24 }).memory)
  const functions = Object.values(kernels).filter(kernel => typeof kernel === 'function')
  if (host.compileNow(functions, { joinsVectors: true })) return module
  throw new Error('Node 24, 25 and 26 can have them')
}

/** Whether the joined kernels are faster than the known ones, which may not have run long enough to be compiled to the end. */
function hasGained(wide: WebAssembly.Module, known: WebAssembly.Module): boolean {
  const { multiply, tile4x8 } = openKernels(known, new Arena({ most: 2 ** 24 }).memory) as unknown as Record<
    string,
    unknown
  >
  return host.compileNow([multiply, tile4x8], { joinsVectors: false }) && isFaster(wide, known)
}
