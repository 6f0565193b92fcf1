import { ContractError } from '../errors.ts'

/**
 * The calls that are made of one engine: they may come at any time, and are made one after the other in the order in which
 * they came. A call that fails does not disturb those behind it.
 */
export class Calls {
  #last: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  /**
   * What the call gives, made after all that came before it.
   *
   * @throws ContractError when `close` came first
   */
  make<R>(call: () => R | Promise<R>): Promise<R> {
    if (this.#closed) return Promise.reject(new ContractError('the engine was disposed of'))
    return this.#append(call)
  }

  /** Ends what the calls are made of, after all that came before; asked again, it is the same end. */
  close(end: () => void | Promise<void>): Promise<void> {
    this.#closed ??= this.#append(end)
    return this.#closed
  }

  #append<R>(call: () => R | Promise<R>): Promise<R> {
    const result = this.#last.then(call)
    this.#last = result.catch(() => undefined)
    return result
  }
}
