/** Adds to files that programs read line by line, or record by record: what is added is there as a whole, or not at all. */
import { constants, type FileHandle, open, stat } from 'node:fs/promises'
import { systemCode } from '../errors.ts'
import { withHandle, writeAll } from './atomic.ts'
import { openOnceRead } from './write-file.ts'

/**
 * Adds lines to the end of a file, which is made where there is none. A last line without an end, as a killed program leaves one, gets
 * one first: else the two would be none that anybody can read.
 *
 * @param mode who may read a file that is made
 * @throws whatever the system objects; then the file ends as it did
 */
export async function appendLines(path: string, lines: string, mode?: number): Promise<void> {
  const handle = await openToAppend(path, mode)
  try {
    await appendWhole(handle, Buffer.from(lines))
  } finally {
    await handle.close()
  }
}

/** As `appendLines` opens it, for many: a pipe that nobody reads is told, where the system would wait for ever. */
export async function openToAppend(path: string, mode?: number): Promise<FileHandle> {
  const found = await stat(path).catch(error => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (found?.isFIFO()) return openPipe(path)
  const handle = await open(path, 'a', mode)
  try {
    if (found?.isFile() && (await endsWithin(path, found.size))) await appendWhole(handle, Buffer.from('\n'))
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openPipe(path: string): Promise<FileHandle> {
  const held = await openOnceRead(path)
  try {
    return await open(path, constants.O_WRONLY | constants.O_APPEND)
  } finally {
    await held.close()
  }
}

/** Whether the last line has no end; what may not be read counts as whole. */
async function endsWithin(path: string, size: number): Promise<boolean> {
  if (size === 0) return false
  const last = Buffer.alloc(1)
  await withHandle(path, 'r', handle => handle.read(last, 0, 1, size - 1)).catch(() => last.write('\n'))
  return last.toString('latin1') !== '\n'
}

/** Adds the bytes where the file ends; of those that a full disk took only in part none stay. */
export async function appendWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  const { size } = await handle.stat()
  try {
    await writeAll(handle, bytes)
  } catch (error) {
    // Not where another program has added something meanwhile: its lines are not ours to cut.
    const more = (await handle.stat()).size - size
    if (more > 0 && more < bytes.length) await handle.truncate(size).catch(() => undefined)
    throw error
  }
}
