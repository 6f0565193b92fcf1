import { fstatSync } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import type { Input } from '../data/input/input.ts'
import type { Stdin } from '../data/sources.ts'
import { LstmError } from '../errors.ts'

/**
 * stdin as a stream.
 *
 * @param signal ends it with an error, also while it waits for what comes next
 * @throws LstmError 'data' for a folder, which Node would take for an empty file
 */
export function stdin(signal?: AbortSignal): Readable {
  if (fstatSync(0).isDirectory()) {
    throw new LstmError('data', 'stdin is a folder', {
      hint: 'give a file, a pipe, or the texts as arguments',
    })
  }
  return signal ? addAbortSignal(signal, process.stdin) : process.stdin
}

/** stdin for who reads it more than once: what has come is kept in memory. */
export function stdinAgain(): Stdin {
  let input: Promise<Input> | undefined
  return () => {
    input ??= import('../data/input/input.ts').then(({ memoryInput }) => memoryInput(stdin(), 'stdin'))
    return input
  }
}
