import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Tells the temporary files apart that this process writes at the same time. */
let written = 0

/**
 * Replaces a plain file so that at any moment, also after a crash or a power cut, the path holds either the old
 * contents or the new ones: written to a sibling temporary file, flushed to the disk, renamed. Who may read it stays as it was.
 *
 * @throws whatever the system objects; then the path holds what it held before
 */
export async function writeFileAtomically(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const temporary = temporaryName(path)
  const mode = (await stat(path).catch(() => undefined))?.mode
  try {
    await withHandle(temporary, 'w', async handle => {
      for (const chunk of chunks) await writeAll(handle, chunk)
      if (mode !== undefined) await handle.chmod(mode)
      await handle.sync()
    })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** The name of a sibling of `path` that nothing else has, and that `removeLeftovers` knows. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}-${++written}.tmp`
}

/** Removes the temporary files that killed writers of `path` left behind. */
export async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${basename(path)}.`
  for (const name of await readdir(dirname(path))) {
    if (name.startsWith(prefix) && /^\d+(-\d+)?\.tmp$/.test(name.slice(prefix.length))) {
      await rm(join(dirname(path), name), { force: true })
    }
  }
}

/** What one call of the system writes at most: 2 GiB are more than it takes. */
const longestWrite = 1 << 26

/** Writes all of it, where the handle stands. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const length = Math.min(chunk.length - done, longestWrite)
    done += (await handle.write(chunk, done, length)).bytesWritten
  }
}

/** Makes the rename itself durable; not every file system lets a folder be flushed, and then nothing is lost but that. */
async function syncFolder(folder: string): Promise<void> {
  await withHandle(folder, 'r', handle => handle.sync()).catch(() => undefined)
}

export async function withHandle<T>(
  path: string,
  flags: string | number,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await open(path, flags)
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}
