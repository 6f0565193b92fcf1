/** What went wrong, in the terms a script can act on, and the exit code of each. */
const exitCodes = {
  /** A flag, an argument, or what was asked for together. */
  usage: 2,
  /** What was to be learned from, measured on or answered. */
  data: 3,
  /** A model file, or what it cannot do. */
  model: 4,
  diverged: 5,
  interrupted: 130,
  /** Something cannot be written: no room, no permission, no such folder. */
  disk: 1,
  /** There is not as much memory as was asked for. */
  memory: 1,
} as const

/** What went wrong, in terms that a program can act on; stable from version to version. */
export type ErrorCode = keyof typeof exitCodes

/** What the exit codes say, for a manual. */
export const exitMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'it is done'],
  [1, 'something could not be written, or there was not enough memory'],
  [2, 'a flag or an argument is wrong'],
  [3, 'the data cannot be used; with check --strict: something was found'],
  [4, 'a model file cannot be used'],
  [5, 'the training diverged'],
  [70, 'a fault of the program'],
  [130, 'it was interrupted, and what had to be saved is saved'],
]

/** The exit code where anything but an `LstmError` was thrown: EX_SOFTWARE of sysexits.h. */
export const bugExitCode = 70

/**
 * An error the user can do something about: one line that says what is wrong and where, and a hint that says
 * what to do. Everything else that is thrown is a bug of ours.
 *
 * @example
 * ```ts
 * import { LstmError, load } from 'lstm'
 *
 * try {
 *   await load('no-such-model')
 * } catch (error) {
 *   if (error instanceof LstmError) console.log(error.code, error.message, error.hint)
 * }
 * ```
 */
export class LstmError extends Error {
  /** 'LstmError'; by it an error is known that came from another realm, such as a worker. */
  override readonly name = 'LstmError'
  /** What kind of fault it is; stable from version to version. */
  readonly code: ErrorCode
  /** What to do about it; undefined where there is nothing to say. */
  readonly hint: string | undefined
  /** Where bytes are not in the encoding that they were read in: the one that they are likely in, as far as that is known. */
  readonly encoding: { readonly likely: string | undefined } | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; encoding?: LstmError['encoding']; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.encoding = options.encoding
  }

  /** The exit code of the command line for it. */
  get exitCode(): number {
    return exitCodes[this.code]
  }
}

/**
 * A broken contract inside the program: whoever called a function gave it what it does not take, or a part of ours failed
 * in a way that it should not. No user can mend it, so it has neither code nor hint; the stack is what helps.
 */
export class ContractError extends Error {
  override readonly name = 'ContractError'
}

/** The message of anything thrown, for use as the reason inside a message of ours. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The `code` of a Node system error ('ENOENT', 'EACCES', ...), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Whether memory did not suffice: for an array, for a copy that a thread is sent, or for all that a thread holds. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, message } = error
  return (
    (error instanceof LstmError && error.code === 'memory') ||
    systemCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ||
    (name === 'RangeError' && message === 'Array buffer allocation failed') ||
    (name === 'DataCloneError' && message.includes('out of memory'))
  )
}
