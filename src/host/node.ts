import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { LstmError, reason, systemCode } from '../errors.ts'
import type { Host } from './host.ts'
import { scratchFile } from './open-file.ts'
import { compileNow } from './vectors.ts'

/** Flags that let a thread import TypeScript, where this very file is TypeScript, and Node does not read it by itself. */
const typeScript =
  import.meta.url.endsWith('.ts') && !('typescript' in process.features)
    ? ['--import', new URL('../../scripts/typescript-thread.mjs', import.meta.url).href]
    : []

export const host: Host = {
  cores: availableParallelism,
  addressSpace,
  sharesMemory: () => true,
  giveWay: () => setImmediate(),

  async asset(url) {
    return new Uint8Array(readFileSync(url))
  },

  startThread(module, given, { onMessage, onEnd }, { importsSources = false } = {}) {
    // Flags of the process, such as a loader of TypeScript, are of no use to most threads and would slow down their start.
    const worker = startedWorker(module, { workerData: given, execArgv: importsSources ? typeScript : [] })
    worker.on('message', onMessage)
    worker.on('error', error => onEnd(error.message, error))
    worker.on('exit', code => onEnd(`it exited with code ${code}`))
    worker.unref()
    return {
      keepAlive: wanted => (wanted ? worker.ref() : worker.unref()),
      post: (message, moved = []) => worker.postMessage(message, moved),
      async terminate() {
        await worker.terminate()
      },
    }
  },

  sha256() {
    const hash = createHash('sha256')
    return {
      update: bytes => void hash.update(bytes),
      digest: () => hash.digest('hex'),
    }
  },

  gunzip: async () => (await import('./expansion.ts')).gunzip,
  scratchFile,

  // Node 20 has relaxed SIMD behind a flag that may be set until a module needs it; later versions have it on, or know no such flag.
  unlockWebAssembly() {
    if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')
  },
  compileNow,
}

/** @throws LstmError 'memory' where the system starts no more threads */
function startedWorker(module: URL, options: WorkerOptions): Worker {
  try {
    return new Worker(module, options)
  } catch (cause) {
    if (systemCode(cause) !== 'ERR_WORKER_INIT_FAILED') throw cause
    throw new LstmError('memory', `no more threads can be started: ${reason(cause)}`, {
      hint: 'their number is limited, for the user (ulimit -u) or the container',
      cause,
    })
  }
}

/** Linux tells it; elsewhere it is taken to be unlimited. */
function addressSpace(): number {
  try {
    const [, limit] = /^Max address space +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
