/** The `wasm` engine: kernels in AssemblyScript (assembly/) over one memory that worker threads share. */

import type {
  Engine,
  EngineOptions,
  Predictor,
  PredictorOptions,
  SkipGram,
  SkipGramOptions,
  VectorWidth,
} from '../engine.ts'
import { compile } from './kernels.ts'
import { openWasmPredictor } from './predictor.ts'

export async function openPredictor(options: PredictorOptions): Promise<Predictor> {
  return openWasmPredictor(options, await kernelChoice(options))
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { openWasmEngine } = await import('./trainer.ts')
  return openWasmEngine(options, await kernelChoice(options))
}

/** Much is computed in any case, so the choice is made at once. */
export async function openSkipGram(options: SkipGramOptions): Promise<SkipGram> {
  const wide = await kernelsOf(options.vectorWidth)
  const { openWasmSkipGram } = await import('./wasm-skip-gram.ts')
  return openWasmSkipGram(wide ?? (await compile()), options)
}

/** Kernels for 256 bits, asked for: at once, and refused at once. Else when so much was computed that they may be worth it. */
async function kernelChoice({ vectorWidth }: Pick<PredictorOptions, 'vectorWidth'>) {
  const better = () => kernelsOf(vectorWidth)
  if (vectorWidth !== '256') return { better }
  await better()
  return { better, worthBetter: 0 }
}

/** Loaded when it is asked for, so that who computes little does not pay for it. */
async function kernelsOf(width: VectorWidth = '128'): Promise<WebAssembly.Module | undefined> {
  if (width === '128') return undefined
  const { kernelsFor256 } = await import('./width.ts')
  return kernelsFor256(width)
}
