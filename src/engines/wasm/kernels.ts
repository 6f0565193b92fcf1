import { LstmError } from '../../errors.ts'
import { host } from '../../host/index.ts'
import { isFused } from './fusion.ts'
import { instantiate } from './instantiate.js'
import type { Call, JobField } from './job.ts'

/**
 * With fused multiply-add, or with a multiplication and an addition that round separately; `wide`, with the former's bits, is
 * made for vectors of 256 bits; `single-…` are the first two over memory that is not shared, for one thread.
 */
export const builds = ['fused', 'separate', 'wide', 'single-fused', 'single-separate'] as const
export type Build = (typeof builds)[number]

/** Numbers that the kernels decide and others go by; assembly/index.ts says whose they are. */
export const constants = [
  ...(['maximumOwed', 'reductionRows', 'counterBytes'] as const),
  ...(['sgd', 'adadelta', 'rmsprop', 'adam'] as const),
] as const

type Globals = Readonly<Record<JobField | (typeof constants)[number], WebAssembly.Global>>
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
    /** Addresses and sizes; assembly/skip-gram-kernels.ts says which. */
    readonly skipGramStep: (
      words: number,
      contexts: number,
      size: number,
      inputs: number,
      m: number,
      outputs: number,
      n: number,
      rate: number,
      room: number,
    ) => void
    /** Sizes, addresses and strides; assembly/product-kernels.ts says which. */
    readonly multiply: (
      m: number,
      k: number,
      panels: number,
      a: number,
      aBlock: number,
      b: number,
      bPanel: number,
      start: number,
      out: number,
      outRow: number,
      outPanel: number,
    ) => void
    /** Of `n` numbers at an address; n a multiple of 4. */
    readonly sumOfSquares: (address: number, n: number) => number
  }

const compiled = new Map<Build, Promise<WebAssembly.Module>>()
const ofOneThread = new WeakSet<WebAssembly.Module>()
const files = new Map<Build, Promise<Uint8Array<ArrayBuffer>>>()

/**
 * The compiled kernels, compiled once a process: the given build, or the fastest this processor and this Node can run.
 *
 * @throws LstmError 'usage' when WebAssembly has no SIMD here
 */
export async function compile(build?: Build): Promise<WebAssembly.Module> {
  const chosen = build ?? (await fastestBuild())
  return once(compiled, chosen, () => compileAnew(chosen))
}

/** The kernels over a memory, for the calling thread. */
export function openKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return instantiate(module, memory) as unknown as Kernels
}

async function fastestBuild(): Promise<Build> {
  const shared = host.sharesMemory()
  const [fused, separate] = shared
    ? (['fused', 'separate'] as const)
    : (['single-fused', 'single-separate'] as const)
  return isValid(await kernelBytes(fused)) && isFused(await compile(fused), shared) ? fused : separate
}

/** The bytes of a build. */
export function kernelBytes(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  return once(files, build, () => host.asset(new URL(`./build/${build}.wasm`, import.meta.url)))
}

async function compileAnew(build: Build): Promise<WebAssembly.Module> {
  const bytes = await kernelBytes(build)
  if (!isValid(bytes)) {
    throw new LstmError('usage', 'WebAssembly has no SIMD on this machine', {
      hint: 'the engine reference is slow, but runs everywhere',
    })
  }
  const module = await WebAssembly.compile(bytes)
  if (build.startsWith('single')) ofOneThread.add(module)
  return module
}

/** Whether the kernels want memory that threads share. */
export function wantsSharedMemory(module: WebAssembly.Module): boolean {
  return !ofOneThread.has(module)
}

/** What was made for a key before, or what is made now. What fails is made anew the next time: files and memory may be had then. */
export function once<K, V>(made: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = made.get(key)
  if (known !== undefined) return known
  const value = make()
  made.set(key, value)
  value.catch(() => made.delete(key))
  return value
}

function isValid(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(bytes)) return true
  host.unlockWebAssembly()
  return WebAssembly.validate(bytes)
}
