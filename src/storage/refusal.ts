import { LstmError } from '../errors.ts'
import type { TensorFile } from '../formats/safetensors.ts'
import { version } from '../version.ts'
import { Misfit } from './schema.ts'

/** A model file that cannot be used, whichever program wrote it. */
export function unusable(path: string, what: string, cause?: unknown): LstmError {
  return new LstmError('model', `${path} cannot be used: ${what}`, {
    hint: 'use another copy of the file, or make it again',
    cause,
  })
}

/**
 * A model file that holds what this program does not know: where a later one wrote it, that one is named.
 *
 * @param what as 'it has the setting x'
 */
export function unknownHere(
  { metadata }: Pick<TensorFile, 'metadata'>,
  path: string,
  what: string,
): LstmError {
  const writer = metadata.written_by
  if (writer === undefined || !/^\d+\.\d+\.\d+[\w.-]*$/.test(writer) || writer === version)
    return unusable(path, what)
  return new LstmError('model', `${path} cannot be used: ${what}, and this is lstm ${version}`, {
    hint: `it was written by lstm ${writer}: install that version or a later one`,
  })
}

/** What a check gives. A misfit becomes an error about the file of that path. @throws LstmError 'model' */
export function holding<T>(path: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof Misfit) throw unusable(path, error.message, error)
    throw error
  }
}
