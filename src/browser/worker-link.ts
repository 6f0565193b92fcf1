import { ContractError, LstmError } from '../errors.ts'
import { type Call, type CallName, errorTold, type Reply, type WorkerCalls } from './worker-calls.ts'

/** Who computes. */
export interface WorkerOptions {
  /** Starts the worker where `new Worker(new URL('./compute.js', import.meta.url), { type: 'module' })` cannot. */
  readonly worker?: (() => Worker) | undefined
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** A worker, asked by calls that may overlap. With it all ends that it holds: threads and memory. */
export class WorkerLink {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #calls = 0
  #ended: Error | undefined

  constructor({ worker = startWorker }: WorkerOptions) {
    this.#worker = worker()
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data)
    this.#worker.onerror = event => {
      event.preventDefault()
      this.#end(new ContractError(`the worker cannot go on: ${event.message ?? 'it cannot be loaded'}`))
    }
  }

  /** @throws LstmError, ContractError as the worker does; 'usage' when it was ended */
  async call<Name extends CallName>(
    name: Name,
    ...given: Parameters<WorkerCalls[Name]>
  ): Promise<Awaited<ReturnType<WorkerCalls[Name]>>> {
    if (this.#ended) throw this.#ended
    const id = ++this.#calls
    return new Promise<Awaited<ReturnType<WorkerCalls[Name]>>>((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.#worker.postMessage({ id, name, given } satisfies Call)
    })
  }

  /** Ends it at once; calls that are under way fail. */
  terminate(): void {
    this.#end(new LstmError('usage', 'the model was disposed of', { hint: 'load it again' }))
  }

  #hear(reply: Reply): void {
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if ('error' in reply) pending?.reject(errorTold(reply.error))
    else pending?.resolve(reply.value)
  }

  #end(why: Error): void {
    this.#ended ??= why
    this.#worker.terminate()
    for (const { reject } of this.#pending.values()) reject(this.#ended)
    this.#pending.clear()
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./compute.js', import.meta.url), { type: 'module' })
}
