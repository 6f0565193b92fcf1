import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The file that an npm package consists of, as seen from a folder, else from this package; undefined where it is not installed. */
export function installedFile(name: string, folder = process.cwd()): string | undefined {
  for (const from of [join(folder, 'any.js'), import.meta.url]) {
    try {
      return createRequire(from).resolve(name)
    } catch {}
  }
  return undefined
}
