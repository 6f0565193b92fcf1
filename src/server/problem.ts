import { type ErrorCode, LstmError } from '../errors.ts'
import { counted, verb } from '../wording.ts'

/** Why a request is not answered, as its answer tells it. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: ProblemStatus
  /** For programs. */
  readonly code: string
  readonly hint: string | undefined
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined

  constructor(
    status: ProblemStatus,
    code: string,
    message: string,
    { hint, retryAfter, cause }: { hint?: string | undefined; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.hint = hint
    this.retryAfter = retryAfter
  }
}

type ProblemStatus = 400 | 401 | 404 | 405 | 408 | 413 | 415 | 417 | 431 | 500 | 503

/** What of the library's errors is the request's doing, and what of them will pass. */
const statuses: Partial<Record<ErrorCode, ProblemStatus>> = {
  usage: 400,
  data: 400,
  disk: 503,
  memory: 503,
  interrupted: 503,
}

/** Anything thrown while a request is answered. What is no fault of the request tells nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const status = error instanceof LstmError ? statuses[error.code] : undefined
  if (error instanceof LstmError && status) {
    const again = status === 503 ? { retryAfter: 1 } : {}
    return new Problem(status, error.code, error.message, { hint: error.hint, ...again, cause: error })
  }
  return new Problem(500, 'internal', 'something went wrong here; it is in the log', { cause: error })
}

/** The body of the answer that tells it. @param id of the request */
export function problemBody({ code, message, hint }: Problem, id: string) {
  return { error: { code, message, ...(hint !== undefined && { hint }) }, requestId: id }
}

/** There is more to do than can be done: at once, so that the one who asks can go elsewhere. */
export function overloaded(queued: number, limit: number): Problem {
  return new Problem(
    503,
    'overloaded',
    `${counted(queued, 'text')} ${verb(queued, 'wait')} already, and at most ${limit} may`,
    {
      hint: 'ask again later, or with fewer texts',
      retryAfter: 1,
    },
  )
}

/** Asking again would not help. @param limit texts that may wait */
export function tooMany(limit: number): Problem {
  return new Problem(413, 'too-large', `at most ${counted(limit, 'text')} may wait, and this asks for more`, {
    hint: 'JSON Lines may have any number of them',
  })
}

export function tooLate(seconds: number): Problem {
  return new Problem(503, 'timeout', `there was no answer within ${seconds} s`, { retryAfter: 1 })
}
