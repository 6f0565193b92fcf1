import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { reason } from '../errors.ts'
import { decodePickles, unreadable } from '../formats/pickle/pickle.ts'
import type { PickleValue } from '../formats/pickle/pickle-values.ts'
import { readNamedFile } from './read-file.ts'

/** What a compressed file may expand to: a pickle of word ids shrinks to a third. */
const maximumExpansion = (bytes: number) => 10 * bytes + (1 << 20)

/**
 * The values of all the pickles that stand one after the other in a file; gzip is undone.
 *
 * @throws LstmError 'data' when the file is not there, not whole, or holds anything but data
 */
export async function readPickleFile(path: string): Promise<PickleValue[]> {
  return expandedPickles(await readNamedFile(path, 'data'), path)
}

/** The same of the bytes of a file. @param path names it in errors */
export async function expandedPickles(bytes: Buffer, path: string): Promise<PickleValue[]> {
  return decodePickles(await expand(bytes, path), path)
}

async function expand(bytes: Buffer, path: string): Promise<Buffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maximumExpansion(bytes.length) })
  } catch (error) {
    throw unreadable(path, `its compression is damaged, or a bomb (${reason(error)})`, error)
  }
}
