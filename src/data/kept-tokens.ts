/** The tokens of a large corpus in a file of their own beside the rest of it in the cache. */
import { createHash } from 'node:crypto'
import { createReadStream, openSync } from 'node:fs'
import { writeFileAtomically } from '../files/atomic.ts'
import { bytesOf } from '../formats/bytes.ts'
import { OpenFile } from '../host/open-file.ts'
import type { TokenStore } from '../text/sequences.ts'
import { TokenFile } from './token-file.ts'

/** Tokens that are copied at a time. */
const piece = 2 ** 20

/**
 * Writes the stores one after the other.
 *
 * @returns SHA-256 (hexadecimal) over the file
 * @throws whatever the file system objects
 */
export async function writeTokens(path: string, stores: readonly TokenStore[]): Promise<string> {
  const hash = createHash('sha256')
  function* chunks(): Generator<Uint8Array> {
    for (const store of stores) {
      for (let start = 0; start < store.length; start += piece) {
        const chunk = bytesOf(store.subarray(start, Math.min(start + piece, store.length)))
        hash.update(chunk)
        yield chunk
      }
    }
  }
  await writeFileAtomically(path, chunks())
  return hash.digest('hex')
}

/** @throws Error when the file is not the one with this digest; whatever the file system objects */
export async function openTokens(path: string, digest: string): Promise<TokenFile> {
  // Opened before it is checked: another file that is put in its place changes nothing.
  const descriptor = openSync(path, 'r')
  const opened = new OpenFile(descriptor, path)
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream('', {
    fd: descriptor,
    start: 0,
    autoClose: false,
    highWaterMark: 2 ** 20,
  })) {
    hash.update(chunk)
    bytes += chunk.length
  }
  if (hash.digest('hex') !== digest) throw new Error(`${path} is not as it was written`)
  return new TokenFile(opened, bytes / Int32Array.BYTES_PER_ELEMENT)
}
