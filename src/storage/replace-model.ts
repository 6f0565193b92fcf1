import { basename, dirname } from 'node:path'
import { bestName, lastName } from './folder-names.ts'
import { takeLock } from './lock.ts'

/**
 * Runs what writes a model file that no training of this program writes. In the folder of a training it is done while no
 * training is at work there: one of the two would overwrite the other.
 *
 * @throws LstmError 'usage' naming the program that is at work there; 'disk'; what `write` throws
 */
export async function replacingModel<T>(path: string, write: () => Promise<T>): Promise<T> {
  if (![bestName, lastName].includes(basename(path))) return write()
  const lock = await takeLock(dirname(path), 'wait for it, or end it')
  try {
    return await write()
  } finally {
    await lock.release()
  }
}
