import { fstatSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { LstmError } from '../errors.ts'

/** stdin as a stream. @throws LstmError 'data' for a folder, which Node would take for an empty file */
export function stdin(): Readable {
  if (fstatSync(0).isDirectory()) {
    throw new LstmError('data', 'stdin is a folder', {
      hint: 'give a file, a pipe, or the texts as arguments',
    })
  }
  return process.stdin
}
