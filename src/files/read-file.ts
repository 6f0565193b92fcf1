import { readFile } from 'node:fs/promises'
import { type ErrorCode, LstmError, reason, systemCode } from '../errors.ts'

/** The bytes of a file that the user named. @throws LstmError with this code when there are none to be had */
export async function readNamedFile(path: string, code: ErrorCode, hint?: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const missing = systemCode(error) === 'ENOENT'
    const message = missing ? `there is no file ${path}` : `cannot read ${path}: ${reason(error)}`
    throw new LstmError(code, message, { ...(hint !== undefined && { hint }), cause: error })
  }
}
