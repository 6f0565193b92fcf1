import { getSystemErrorMap } from 'node:util'
import { LstmError, reason } from '../errors.ts'

/**
 * Runs what writes to `path`. Whatever the system objects is told as one line about that path.
 *
 * @param hint what the user can do about it
 * @throws LstmError 'disk'
 */
export async function writing<T>(path: string, hint: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof LstmError) throw error
    throw new LstmError('disk', `cannot write ${path}: ${systemReason(error)}`, { hint, cause: error })
  }
}

/** 'no space left on device', without the call and the path that Node puts around it. */
export function systemReason(error: unknown): string {
  const number = error instanceof Error && 'errno' in error ? Number(error.errno) : Number.NaN
  return getSystemErrorMap().get(number)?.[1] ?? reason(error)
}
