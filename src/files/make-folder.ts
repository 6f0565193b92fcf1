import { mkdir, rmdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemCode } from '../errors.ts'

/**
 * Makes the folder and those above it that are missing; one that is there is left as it is. Node's own recursive `mkdir`
 * never returns where the system says of a folder that is there that it is not, as Linux does of /proc/x.
 *
 * @returns those that were made, each before the one above it
 * @throws whatever the system objects
 */
export async function makeFolder(path: string): Promise<readonly string[]> {
  try {
    await mkdir(path)
    return [path]
  } catch (error) {
    if (await isFolder(path)) return []
    const parent = dirname(path)
    if (systemCode(error) !== 'ENOENT' || (await isFolder(parent))) throw error
    const above = await makeFolder(parent)
    try {
      return [...(await makeFolder(path)), ...above]
    } catch (error) {
      await removeEmpty(above)
      throw error
    }
  }
}

/** Removes those that nothing came into, of folders that were made for what failed; each before the one above it. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rmdir(folder).catch(() => undefined)
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
