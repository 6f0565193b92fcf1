/** Writes to a path that the user named, whatever stands there: a file, a link, a device, a pipe, or nothing yet. */
import { access, constants, type FileHandle, open, readlink, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { systemCode } from '../errors.ts'
import { temporaryName, withHandle, writeAll, writeFileAtomically } from './atomic.ts'
import { writing } from './failure.ts'

/**
 * Writes the chunks one after the other. A file is replaced as a whole or not at all, and so is what symbolic links lead to;
 * devices, pipes and the open files of a process (/dev/stdout) are written to as they are.
 *
 * @throws LstmError 'disk' when it cannot be written; then a file holds what it held before
 */
export function writeNamedFile(path: string, chunks: Iterable<Uint8Array>, hint: string): Promise<void> {
  return writing(path, hint, async () => {
    const file = await fileAt(path)
    if (file !== undefined) return writeFileAtomically(file, chunks)
    await writeThrough(path, chunks)
  })
}

/**
 * Proves that `writeNamedFile` can write there, and leaves no trace of it.
 *
 * @throws LstmError 'disk' before any work is done
 */
export function proveWritable(path: string, hint: string): Promise<void> {
  return writing(path, hint, async () => {
    const file = await fileAt(path)
    if (file === undefined) return access(path, constants.W_OK)
    const probe = temporaryName(file)
    await withHandle(probe, 'wx', async () => undefined)
    await rm(probe)
  })
}

/** Milliseconds that whoever is to read from a pipe has to open it. */
const longestWait = 5000
const pause = 20

async function writeThrough(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const held = await openOnceRead(path)
  try {
    await withHandle(path, constants.O_WRONLY | constants.O_APPEND, async handle => {
      for (const chunk of chunks) await writeAll(handle, chunk)
    })
  } finally {
    await held.close()
  }
}

/**
 * Opens it in the way that does not wait: a pipe that nobody reads would hold whoever opens it as usual for ever. Held until
 * the end, since a reader takes it for the end when the last writer closes. Source: open(2), ENXIO.
 *
 * @throws Error where nobody has come to read within 5 seconds
 */
export async function openOnceRead(path: string): Promise<FileHandle> {
  for (let waited = 0; ; waited += pause) {
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK)
    } catch (error) {
      if (systemCode(error) !== 'ENXIO') throw error
      if (waited >= longestWait) throw new Error('nobody reads from it')
      await setTimeout(pause)
    }
  }
}

/** The plain file that is to be replaced or made, all links followed; undefined for what is to be written through. */
async function fileAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(error => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (found?.isDirectory()) throw new Error('it is a folder')
  if (found && !found.isFile()) return undefined
  return followLinks(path)
}

/** The links of /proc and /dev/fd are open files of a process, and no places where a file could be made. */
const openFiles = /^\/(proc|dev\/fd)\//

/** Where links lead, also where nothing is there yet; undefined where they lead to the open file of a process. */
async function followLinks(path: string): Promise<string | undefined> {
  const file = resolve(path)
  if (openFiles.test(file)) return undefined
  const link = await readlink(file).catch(() => undefined)
  return link === undefined ? file : followLinks(resolve(dirname(file), link))
}
