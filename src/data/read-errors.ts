import { LstmError } from '../errors.ts'
import { systemReason } from '../files/failure.ts'

/** What the operating system refuses while data is read is the user's to mend. @throws LstmError 'data' in its place */
export async function withReadErrors<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw readError(error)
  }
}

/** An error as `withReadErrors` throws it. */
export function readError(error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error
  const which = 'path' in error && typeof error.path === 'string' ? error.path : 'the data'
  return new LstmError('data', `cannot read ${which}: ${systemReason(error)}`, {
    hint: 'look at the path, the permissions and the disk',
    cause: error,
  })
}
