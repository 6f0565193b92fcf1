import { rm, writeFile } from 'node:fs/promises'
import { systemCode } from '../errors.ts'
import { writing } from '../files/failure.ts'

/** What a model is called that has learned from another one: 'mine-learned.safetensors', and then 'mine-learned-2.safetensors'. */
export function nameBeside(path: string, number: number): string {
  return `${path.replace(/\.safetensors$/, '')}-learned${number > 1 ? `-${number}` : ''}.safetensors`
}

/**
 * Saves a model under the first name beside another one that nothing has.
 *
 * @param hint what the user can do where nothing can be written there
 * @returns the name
 * @throws LstmError 'disk', and what `save` throws; then nothing is left
 */
export async function savedBeside(
  path: string,
  hint: string,
  save: (name: string) => Promise<void>,
): Promise<string> {
  for (let number = 1; ; number++) {
    const name = nameBeside(path, number)
    if (!(await claimed(name, hint))) continue
    try {
      await save(name)
      return name
    } catch (error) {
      await rm(name, { force: true })
      throw error
    }
  }
}

/** Makes an empty file, so that of two who look for a name at once each has its own. @returns whether there was none */
function claimed(name: string, hint: string): Promise<boolean> {
  return writing(name, hint, async () => {
    try {
      await writeFile(name, '', { flag: 'wx' })
      return true
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      throw error
    }
  })
}
