import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Replaces a file so that at any moment, also after a crash or a power cut, the path holds either the old
 * contents or the new ones: written to a sibling temporary file, flushed to the disk, renamed.
 */
export async function writeFileAtomically(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await withHandle(temporary, 'w', async handle => {
      for (const chunk of chunks) await writeAll(handle, chunk)
      await handle.sync()
    })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Removes the temporary files that killed writers of `path` left behind. */
export async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${basename(path)}.`
  for (const name of await readdir(dirname(path))) {
    if (name.startsWith(prefix) && /^\d+\.tmp$/.test(name.slice(prefix.length))) {
      await rm(join(dirname(path), name), { force: true })
    }
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await handle.write(chunk, done)).bytesWritten
}

/** Makes the rename itself durable; not every file system lets a folder be flushed, and then nothing is lost but that. */
async function syncFolder(folder: string): Promise<void> {
  await withHandle(folder, 'r', handle => handle.sync()).catch(() => undefined)
}

async function withHandle(
  path: string,
  flags: string,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags)
  try {
    await use(handle)
  } finally {
    await handle.close()
  }
}
