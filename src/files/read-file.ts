/** Reads files that a user named, whatever they are, and tells each failure with its path. */
import { type FileHandle, readFile } from 'node:fs/promises'
import { type ErrorCode, LstmError, systemCode } from '../errors.ts'
import { withHandle } from './atomic.ts'
import { systemReason } from './failure.ts'

/** The bytes of a file that the user named. @throws LstmError with this code when there are none to be had */
export function readNamedFile(path: string, code: ErrorCode, hint?: string): Promise<Buffer> {
  return withNamedFile(path, code, hint, async (handle, size) => {
    if (size === undefined) return readStream(handle, path, code)
    if (size < longestRead) return readFile(handle)
    const bytes = Buffer.allocUnsafeSlow(size)
    await fill(handle, bytes)
    return bytes
  })
}

/**
 * What `use` makes of a file that the user named. Its size is undefined where it is no plain file.
 *
 * @throws LstmError with this code when it cannot be opened or read
 */
export async function withNamedFile<T>(
  path: string,
  code: ErrorCode,
  hint: string | undefined,
  use: (handle: FileHandle, size: number | undefined) => Promise<T>,
): Promise<T> {
  try {
    return await withHandle(path, 'r', async handle => {
      const found = await handle.stat()
      return use(handle, found.isFile() ? found.size : undefined)
    })
  } catch (error) {
    if (error instanceof LstmError) throw error
    const missing = systemCode(error) === 'ENOENT'
    const message = missing ? `there is no file ${path}` : `cannot read ${path}: ${systemReason(error)}`
    throw new LstmError(code, message, { ...(hint !== undefined && { hint }), cause: error })
  }
}

/** What a file has at most that somebody has written by hand: flags, a token. */
const longestByHand = 1 << 20

/**
 * The bytes of a file or a pipe that somebody has written by hand.
 *
 * @throws LstmError with this code when there are none to be had, or more than 1 MiB
 */
export function readShortFile(path: string, code: ErrorCode, hint: string): Promise<Buffer> {
  return withNamedFile(path, code, hint, async handle => {
    const bytes = await readAtMost(handle, longestByHand)
    if (bytes) return bytes
    throw new LstmError(code, `${path} holds more than 1 MiB`, { hint })
  })
}

/** What has no size of its own may have no end either, as /dev/zero: it is read up to this. */
const longestStream = 1 << 30

/** All that a pipe or a device gives. @throws LstmError with this code when that is more than 1 GiB */
export async function readStream(handle: FileHandle, path: string, code: ErrorCode): Promise<Buffer> {
  const bytes = await readAtMost(handle, longestStream)
  if (bytes) return bytes
  throw new LstmError(code, `${path} is no plain file and gives more than 1 GiB`, {
    hint: 'write it to a file and name that',
  })
}

/** All bytes from where the handle stands; undefined where they are more. */
async function readAtMost(handle: FileHandle, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  for (let size = 0; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(1 << 20), 0, 1 << 20, null)
    if (bytesRead === 0) return Buffer.concat(chunks, size)
    chunks.push(buffer.subarray(0, bytesRead))
    size += bytesRead
    if (size > most) return undefined
  }
}

/** What Node reads into one buffer, and what one call of the system reads, is less than 2 GiB. */
const longestRead = 2 ** 31 - 1

/**
 * Fills the array from where the handle stands, or from a place in the file. Asked for more than `longestRead` at once, Node does not throw
 * but ends.
 *
 * @throws Error when the file ends before
 */
export async function fill(handle: FileHandle, into: Uint8Array, position?: number): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const length = Math.min(into.length - done, longestRead)
    const place = position === undefined ? null : position + done
    const { bytesRead } = await handle.read(into, done, length, place)
    if (bytesRead === 0) throw new Error(`it ends ${into.length - done} bytes too early`)
    done += bytesRead
  }
}
