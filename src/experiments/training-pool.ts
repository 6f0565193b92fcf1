import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Trainer } from './study.ts'

/** Threads that train one network each at a time; what has to wait, waits its turn. */
interface TrainingPool {
  readonly train: Trainer
  /** Ends the threads. */
  close(): Promise<void>
}

export function openTrainingPool(threads: number): TrainingPool {
  // Built, this file and the worker end in .js; the name of the one tells that of the other.
  const url = new URL(import.meta.url.replace(/training-pool(\.[jt]s)$/, 'training-worker$1'))
  const workers = Array.from({ length: threads }, () => new Worker(url))
  const idle = [...workers]
  const waiting: ((worker: Worker) => void)[] = []

  function take(): Promise<Worker> {
    const worker = idle.pop()
    return worker ? Promise.resolve(worker) : new Promise(resolve => waiting.push(resolve))
  }

  function giveBack(worker: Worker): void {
    const next = waiting.shift()
    if (next) next(worker)
    else idle.push(worker)
  }

  return {
    async train(job) {
      const worker = await take()
      worker.postMessage(job)
      const [run] = await once(worker, 'message')
      giveBack(worker)
      return run
    },
    async close() {
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}
