import { ContractError, type ErrorCode, LstmError, reason } from '../errors.ts'

/** An error as it is sent to another thread, which knows none of our classes. */
export interface SentError {
  /** What the thread that sends it knows it by. */
  readonly number: number
  readonly kind: 'lstm' | 'contract' | 'other'
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly code: ErrorCode | undefined
  readonly hint: string | undefined
  readonly encoding: LstmError['encoding']
  readonly cause: SentError | undefined
}

export function sentError(error: unknown, number: number): SentError {
  const { name = 'Error', stack, cause } = (error instanceof Error ? error : {}) as Partial<Error>
  return {
    number,
    kind: error instanceof LstmError ? 'lstm' : error instanceof ContractError ? 'contract' : 'other',
    ...{ name, message: reason(error), stack },
    code: error instanceof LstmError ? error.code : undefined,
    hint: error instanceof LstmError ? error.hint : undefined,
    encoding: error instanceof LstmError ? error.encoding : undefined,
    cause: cause === undefined ? undefined : sentError(cause, number),
  }
}

/** The same error, of the same class where it is one of ours. */
export function receivedError({ kind, name, message, stack, code, hint, encoding, cause }: SentError): Error {
  const options = cause && { cause: receivedError(cause) }
  const error =
    kind === 'lstm'
      ? new LstmError(code!, message, { ...options, encoding, ...(hint !== undefined && { hint }) })
      : kind === 'contract'
        ? new ContractError(message, options)
        : Object.assign(new Error(message, options), { name })
  if (stack !== undefined) error.stack = stack
  return error
}
