import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { LstmError } from '../../errors.ts'
import { instantiate } from './instantiate.js'
import type { Job } from './job.ts'

/**
 * With fused multiply-add, or with a multiplication and an addition that round separately; `wide`, with the former's bits, is
 * made for vectors of 256 bits.
 */
export const builds = ['fused', 'separate', 'wide'] as const
export type Build = (typeof builds)[number]

/** The kernels' calls; each thread makes it with its number. */
export const calls = ['infer', 'tabulate', 'train', 'applyGradients', 'transposeAll'] as const
export type Call = (typeof calls)[number]

type Globals = Readonly<Record<keyof Job, WebAssembly.Global>>
type Calls = Readonly<Record<Call, (thread: number) => void>>

/** Addresses and sizes; assembly/panels.ts says which. */
type Transfer = (
  matrix: number,
  rows: number,
  width: number,
  panels: number,
  panelRows: number,
  panelWidth: number,
) => void

export type Kernels = Globals &
  Calls &
  Readonly<Record<'toPanels' | 'fromPanels', Transfer>> & {
    /** Addresses and sizes; assembly/skip-gram.ts says which. */
    readonly skipGramStep: (
      vector: number,
      size: number,
      contexts: number,
      ids: number,
      n: number,
      rate: number,
      gradient: number,
    ) => void
    /** Of `n` numbers at an address; n a multiple of 4. */
    readonly sumOfSquares: (address: number, n: number) => number
  }

const compiled = new Map<Build, WebAssembly.Module>()

/**
 * The compiled kernels, compiled once a process: the given build, or the fastest this processor and this Node can run.
 *
 * @throws LstmError 'usage' when WebAssembly has no SIMD here
 */
export function compile(build = fastestBuild()): WebAssembly.Module {
  const known = compiled.get(build)
  if (known) return known
  const bytes = readBuild(build)
  if (!isValid(bytes)) {
    throw new LstmError('usage', 'WebAssembly has no SIMD on this machine', {
      hint: 'the engine reference is slow, but runs everywhere',
    })
  }
  const module = new WebAssembly.Module(bytes)
  compiled.set(build, module)
  return module
}

/** The kernels over a memory, for the calling thread. */
export function openKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return instantiate(module, memory) as unknown as Kernels
}

function fastestBuild(): Build {
  return isValid(readBuild('fused')) ? 'fused' : 'separate'
}

function readBuild(build: Build): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`./build/${build}.wasm`, import.meta.url)))
}

/** Node 20 has relaxed SIMD behind a flag that may be set until a module needs it; later versions have it on. */
function isValid(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(bytes)) return true
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  return WebAssembly.validate(bytes)
}
