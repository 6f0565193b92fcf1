import { ContractError, LstmError } from '../errors.ts'
import { RemoteCalls } from '../host/remote-calls.ts'
import type { WorkerCalls } from './worker-calls.ts'

/** Who computes. */
export interface WorkerOptions {
  /** Starts the worker where `new Worker(new URL('./compute.js', import.meta.url), { type: 'module' })` cannot. */
  readonly worker?: (() => Worker) | undefined
}

/** A worker, asked by calls that may overlap. With it all ends that it holds: threads and memory. */
export class WorkerLink {
  readonly #worker: Worker
  readonly #calls: RemoteCalls<WorkerCalls>
  readonly call: RemoteCalls<WorkerCalls>['call']

  constructor({ worker: start = startWorker }: WorkerOptions) {
    const worker = start()
    this.#calls = new RemoteCalls<WorkerCalls>(
      {},
      { post: (message, moved) => worker.postMessage(message, [...moved]) },
    )
    worker.onmessage = ({ data }) => this.#calls.hear(data)
    worker.onerror = event => {
      event.preventDefault()
      this.#end(new ContractError(`the worker cannot go on: ${event.message || 'it cannot be loaded'}`))
    }
    this.#worker = worker
    this.call = (name, ...given) => this.#calls.call(name, ...given)
  }

  /** Ends it at once; calls that are under way fail, and so do later ones. */
  terminate(): void {
    this.#end(new LstmError('usage', 'the model was disposed of', { hint: 'load it again' }))
  }

  #end(why: Error): void {
    this.#worker.terminate()
    this.#calls.fail(why)
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./compute.js', import.meta.url), { type: 'module' })
}
