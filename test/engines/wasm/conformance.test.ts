import type { SkipGramOptions } from '../../../src/engines/engine.ts'
import * as wasm from '../../../src/engines/wasm/index.ts'
import { type Build, compile } from '../../../src/engines/wasm/kernels.ts'
import { openWasmPredictor } from '../../../src/engines/wasm/predictor.ts'
import { openWasmEngine } from '../../../src/engines/wasm/trainer.ts'
import { openWasmSkipGram } from '../../../src/engines/wasm/wasm-skip-gram.ts'
import { conformance } from '../conformance.ts'

/** Every call in threads, however small, and every region guarded. */
const severe = { worthThreads: 0, worthStarting: 0, guarded: true }

const threaded = {
  openSkipGram: wasm.openSkipGram,
  openPredictor: (options: Parameters<typeof openWasmPredictor>[0]) =>
    openWasmPredictor({ ...options, threads: 2 }, severe),
  openEngine: (options: Parameters<typeof openWasmEngine>[0]) =>
    openWasmEngine({ ...options, threads: options.threads + 1 }, severe),
}

const of = (build: Build) => ({
  openSkipGram: async (options: SkipGramOptions) => openWasmSkipGram(await compile(build), options),
  openPredictor: (options: Parameters<typeof openWasmPredictor>[0]) => openWasmPredictor(options, { build }),
  openEngine: (options: Parameters<typeof openWasmEngine>[0]) => openWasmEngine(options, { build }),
})

/** The choice of the command line, made at once. */
const widest = {
  openSkipGram: (options: SkipGramOptions) => wasm.openSkipGram({ ...options, vectorWidth: '256' }),
  openPredictor: (options: Parameters<typeof openWasmPredictor>[0]) =>
    wasm.openPredictor({ ...options, vectorWidth: '256' }),
  openEngine: (options: Parameters<typeof openWasmEngine>[0]) =>
    wasm.openEngine({ ...options, vectorWidth: '256' }),
}
const joins = Number(process.versions.node.split('.')[0]) >= 24

conformance('wasm', wasm, { tolerance: 1e-4 })
conformance('wasm in two threads and more, with guarded memory', threaded, { tolerance: 1e-4 })
conformance('wasm without fused multiply-add', of('separate'), { tolerance: 1e-4 })
conformance('wasm without shared memory', of('single-fused'), { tolerance: 1e-4 })
conformance('wasm without either', of('single-separate'), { tolerance: 1e-4 })
conformance('wasm with tiles for 256 bits', of('wide'), { tolerance: 1e-4 })
conformance('wasm in vectors of 256 bits', widest, {
  tolerance: 1e-4,
  skip: joins ? undefined : { reason: 'Node 24 and later have them' },
})
