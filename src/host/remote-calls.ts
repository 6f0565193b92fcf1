import { ContractError } from '../errors.ts'
import { receivedError, type SentError, sentError } from './sent-errors.ts'

/** What one thread lets the other call, by name. Arguments and results are what the structured clone algorithm takes. */
export type Callable = Readonly<Record<string, (...given: never[]) => unknown>>

type Message =
  | CallMessage
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly error: SentError | Returned }

interface CallMessage {
  readonly call: number
  readonly name: string
  readonly given: readonly unknown[]
}

/** An error that the other thread threw first. */
interface Returned {
  readonly thrown: number
}

export interface RemoteCallsOptions {
  /** Sends a message to the other thread, giving away buffers in it. */
  readonly post: (message: unknown, moved: readonly ArrayBuffer[]) => void
  /** Told whether answers are awaited, when that changes. */
  readonly onWaiting?: (waiting: boolean) => void
  /**
   * Whether buffers are left where they are, and the other thread copies them. Once a thread has given one away, V8 checks at every
   * access to any array whether it is still there: a fit of n-grams took 1.4 times as long.
   */
  readonly keepsBuffers?: boolean | undefined
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Two threads that call each other's functions: each side has one of these, gives it the messages of the other (`hear`), and calls
 * the other's functions by name. They begin in the order of the calls. Errors cross with all that they are; one that comes back to
 * the thread that threw it is the same object.
 */
export class RemoteCalls<Theirs extends Callable> {
  readonly #ours: Callable
  readonly #options: RemoteCallsOptions
  readonly #waiting = new Map<number, Waiting>()
  readonly #thrown: unknown[] = []
  /** Errors of the other thread, by the number that it knows them by. */
  readonly #theirs = new WeakMap<object, number>()
  #calls = 0
  #failure: Error | undefined

  constructor(ours: Callable, options: RemoteCallsOptions) {
    this.#ours = ours
    this.#options = options
  }

  /** @throws what the function throws there; what `fail` was told */
  call<Name extends keyof Theirs & string>(
    name: Name,
    ...given: Parameters<Theirs[Name]>
  ): Promise<Awaited<ReturnType<Theirs[Name]>>> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure)
      const call = this.#calls++
      this.#post({ call, name, given })
      this.#waiting.set(call, { resolve: resolve as Waiting['resolve'], reject })
      if (this.#waiting.size === 1) this.#options.onWaiting?.(true)
    })
  }

  /** Takes a message of the other thread. */
  hear(message: unknown): void {
    const heard = message as Message
    if ('call' in heard) void this.#serve(heard)
    else {
      const waiting = this.#waiting.get(heard.answer)
      this.#waiting.delete(heard.answer)
      if (this.#waiting.size === 0) this.#options.onWaiting?.(false)
      if ('error' in heard) waiting?.reject(this.#received(heard.error))
      else waiting?.resolve(heard.value)
    }
  }

  /** Whether the other thread is no more. */
  get failed(): boolean {
    return this.#failure !== undefined
  }

  /** The other thread is no more: every call that waits, and every later one, fails with this. */
  fail(failure: Error): void {
    this.#failure ??= failure
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }

  async #serve({ call, name, given }: CallMessage): Promise<void> {
    try {
      const called = this.#ours[name]
      if (!called) throw new ContractError(`there is no function '${name}' for the other thread`)
      this.#post({ answer: call, value: await called(...(given as never[])) })
    } catch (error) {
      this.#post({ answer: call, error: this.#sent(error) })
    }
  }

  /** What is sent is a copy; where it holds much, it is made here rather than in the thread that receives it. */
  #post(message: Message): void {
    const { post, keepsBuffers } = this.#options
    const copy = keepsBuffers || buffersIn(message).size === 0 ? message : structuredClone(message)
    post(copy, keepsBuffers ? [] : [...buffersIn(copy)])
  }

  #sent(error: unknown): SentError | Returned {
    const thrown = typeof error === 'object' && error !== null ? this.#theirs.get(error) : undefined
    return thrown === undefined ? sentError(error, this.#thrown.push(error) - 1) : { thrown }
  }

  #received(error: SentError | Returned): unknown {
    if ('thrown' in error) return this.#thrown[error.thrown]
    const received = receivedError(error)
    this.#theirs.set(received, error.number)
    return received
  }
}

/** The memory of all arrays of numbers in a value. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found)
  }
  return found
}
