/** Earlier trainings of a folder: each in a folder of its own within it, previous/, previous-2/ and so on, oldest first. */
import { mkdir, readdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { systemCode } from '../errors.ts'

/** The paths of the generations in this folder, oldest first. */
export async function generations(folder: string): Promise<string[]> {
  const numbers = (await readdir(folder).catch(() => [])).flatMap(name => numberOf(name) ?? [])
  return numbers.sort((a, b) => a - b).map(number => join(folder, nameOf(number)))
}

/**
 * Moves these files of the folder into a new generation. Nothing is ever overwritten or removed.
 *
 * @returns its path
 * @throws whatever the system objects
 */
export async function makeGeneration(folder: string, names: readonly string[]): Promise<string> {
  const path = await newFolder(folder)
  for (const name of names) await rename(join(folder, name), join(path, name))
  return path
}

async function newFolder(folder: string): Promise<string> {
  const newest = numberOf(basename((await generations(folder)).at(-1) ?? '')) ?? 0
  for (let number = newest + 1; ; number++) {
    const path = join(folder, nameOf(number))
    try {
      await mkdir(path)
      return path
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
}

function nameOf(number: number): string {
  return number === 1 ? 'previous' : `previous-${number}`
}

function numberOf(name: string): number | undefined {
  if (name === 'previous') return 1
  const [, digits] = /^previous-([1-9]\d{0,8})$/.exec(name) ?? []
  return digits === undefined ? undefined : Number(digits)
}
