import { LstmError } from '../../errors.ts'
import { host } from '../../host/index.ts'
import type { VectorWidth } from '../engine.ts'
import { Arena } from './arena.ts'
import { bytesOf, compile, openKernels } from './kernels.ts'
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
  if (width === '128') return Promise.resolve(undefined)
  let module = chosen.get(width)
  if (!module) {
    module = choose(width)
    chosen.set(width, module)
  }
  return module
}

async function choose(width: '256' | 'auto'): Promise<WebAssembly.Module | undefined> {
  const known = await compile()
  const wide = joined(await bytesOf('wide'))
  const isRight = wide !== undefined && (await givesSameBits(wide, known))
  if (width === 'auto') return isRight && hasGained(wide, known) ? wide : undefined
  if (isRight) return wide
  const why = wide ? 'they give other bits here' : 'Node 24, 25 and 26 can have them'
  throw new LstmError('usage', `no vectors of 256 bits: ${why}`)
}

/** A module all of whose kernels V8 has compiled with vectors joined; undefined where it cannot. */
function joined(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module | undefined {
  if (!WebAssembly.validate(bytes)) return undefined
  const module = new WebAssembly.Module(bytes)
  const kernels: object = openKernels(module, new Arena().memory)
  const functions = Object.values(kernels).filter(kernel => typeof kernel === 'function')
  return host.compileNow(functions, { joinsVectors: true }) ? module : undefined
}

/** Whether the joined kernels are faster than the known ones, which may not have run long enough to be compiled to the end. */
function hasGained(wide: WebAssembly.Module, known: WebAssembly.Module): boolean {
  const { multiply, tile4x8 } = openKernels(known, new Arena().memory) as unknown as Record<string, unknown>
  return host.compileNow([multiply, tile4x8], { joinsVectors: false }) && isFaster(wide, known)
}
