import { ContractError, isOutOfMemory, LstmError } from '../errors.ts'
import { host } from './index.ts'
import { type Callable, RemoteCalls, type RemoteCallsOptions } from './remote-calls.ts'

/** How a thread tells and hears who started it: what `parent-node.js` has. */
export interface ParentLine {
  tell(message: unknown, moved: readonly ArrayBuffer[]): void
  hear(onMessage: (message: unknown) => void): void
  end(): void
}

interface RemoteThreadOptions extends Pick<RemoteCallsOptions, 'keepsBuffers'> {
  /** What the thread can call here. */
  readonly ours?: Callable
}

/**
 * A thread that serves calls (`serveCalls`) for the one that started it, and may call back. It keeps the process alive only while
 * it is asked.
 */
export class RemoteThread<Theirs extends Callable> {
  readonly #remote: RemoteCalls<Theirs & { end(): void }>

  /**
   * @param module that calls `serveCalls`
   * @param given what it finds as `given`
   * @param task what the thread does, as errors say it: 'cuts texts'
   */
  constructor(
    module: URL,
    given: unknown,
    task: string,
    { ours = {}, keepsBuffers }: RemoteThreadOptions = {},
  ) {
    const thread = host.startThread(
      module,
      given,
      {
        onMessage: message => this.#remote.hear(message),
        onEnd: (why, cause) => this.#remote.fail(endOf(task, why, cause)),
      },
      { importsSources: true },
    )
    this.#remote = new RemoteCalls(ours, {
      post: (message, moved) => thread.post(message, moved),
      onWaiting: waiting => thread.keepAlive(waiting),
      keepsBuffers,
    })
  }

  /** @throws what the function throws there; the error that the end of the thread means when it has ended */
  call<Name extends keyof Theirs & string>(
    name: Name,
    ...given: Parameters<Theirs[Name]>
  ): Promise<Awaited<ReturnType<Theirs[Name]>>> {
    return this.#remote.call(name, ...(given as never))
  }

  /** Whether it died, or was ended from outside: nothing it is asked is answered any more. */
  get isLost(): boolean {
    return this.#remote.failed
  }

  /** The thread ends with what it does; nothing answers any more. */
  end(): void {
    // What it still answers is nobody's.
    this.#remote.call('end', ...([] as never)).catch(() => undefined)
  }
}

/** What the end of a thread means to those who ask it. */
function endOf(task: string, why: string, cause: unknown): Error {
  if (!isOutOfMemory(cause)) return new ContractError(`a thread that ${task} has ended: ${why}`, { cause })
  return new LstmError('memory', `a thread that ${task} needs more memory than it may take`, {
    hint: 'use fewer texts, or give Node more with --max-old-space-size',
    cause,
  })
}

/** Lets the thread that started this one call these functions, and end it. @returns how this one calls the other */
export function serveCalls<Theirs extends Callable>(
  functions: Callable,
  { tell, hear, end }: ParentLine,
  options: Pick<RemoteCallsOptions, 'keepsBuffers'> = {},
): RemoteCalls<Theirs> {
  const remote = new RemoteCalls<Theirs>({ ...functions, end }, { post: tell, ...options })
  hear(message => remote.hear(message))
  return remote
}
