/** The `wasm` engine: kernels in AssemblyScript (assembly/) over one memory that worker threads share. */

import type {
  Engine,
  EngineOptions,
  Predictor,
  PredictorOptions,
  SkipGram,
  SkipGramOptions,
} from '../engine.ts'
import { openWasmPredictor } from './predictor.ts'
import { openWasmSkipGram } from './skip-gram.ts'
import { openWasmEngine } from './trainer.ts'

export async function openPredictor(options: PredictorOptions): Promise<Predictor> {
  return openWasmPredictor(options)
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  return openWasmEngine(options)
}

export async function openSkipGram(options: SkipGramOptions): Promise<SkipGram> {
  return openWasmSkipGram(options)
}
