/**
 * Python pickles, read as data: numbers, texts, lists, tuples, dictionaries, and the few NumPy objects that the
 * official example's files hold. Nothing in a pickle is run; one that asks for it is refused. Memory stays in
 * proportion to the bytes read.
 *
 * Source: CPython, Lib/pickletools.py (the instructions of protocols 0 to 5).
 */
import { LstmError } from '../../errors.ts'
import { instructions, stop } from './instructions.ts'
import { damaged, Machine } from './machine.ts'
import { PickleError, type PickleValue } from './pickle-values.ts'

/** What the objects of a file may cost in memory: several times what honest files need. */
const budget = (bytes: number) => 16 * bytes + (1 << 20)

/**
 * The values of all the pickles that stand one after the other in `bytes`. An object that stands in several places
 * is one and the same; a list may hold itself. Byte strings are views into `bytes`.
 *
 * @param path names the file in errors
 * @throws LstmError 'data' when they are not whole or hold anything but data
 */
export function decodePickles(bytes: Uint8Array, path: string): PickleValue[] {
  const values: PickleValue[] = []
  let position = 0
  let left = budget(bytes.length)
  try {
    do {
      const machine = new Machine(bytes, position, left)
      values.push(run(machine))
      position = machine.position
      left = machine.budget
    } while (position < bytes.length)
  } catch (error) {
    if (error instanceof PickleError) throw unreadable(path, error.message, error)
    throw error
  }
  return values
}

function run(machine: Machine): PickleValue {
  for (;;) {
    const at = machine.skip(1)
    const code = machine.bytes[at]!
    if (code === stop) return machine.pop()
    const instruction = instructions[code]
    if (!instruction) throw at === 0 ? new PickleError('it is no pickle') : damaged()
    instruction(machine)
  }
}

/** @param what what is wrong with it */
export function unreadable(path: string, what: string, cause: unknown): LstmError {
  return new LstmError('data', `${path} is no pickle of plain data: ${what}`, {
    hint: 'use another copy of the file, or write it again with pickle.dump',
    cause,
  })
}
