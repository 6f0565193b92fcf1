/** What went wrong, in the terms a script can act on; each kind has its own exit code. */
export const exitCodes = {
  internal: 1,
  usage: 2,
  data: 3,
  model: 4,
  diverged: 5,
  interrupted: 130,
} as const

export type ErrorCode = keyof typeof exitCodes

/**
 * An error the user can do something about: one line that says what is wrong and where, and a hint that says
 * what to do. Everything else that is thrown is a bug of ours.
 */
export class LstmError extends Error {
  override readonly name = 'LstmError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }

  get exitCode(): number {
    return exitCodes[this.code]
  }
}

/** The message of anything thrown, for use as the reason inside a message of ours. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The `code` of a Node system error ('ENOENT', 'EACCES', ...), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
