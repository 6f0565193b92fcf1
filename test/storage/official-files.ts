import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The path of a file that the original programs made (test/fixtures/official-files/README.md). */
export function officialPath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/official-files/${name}`, import.meta.url))
}

export function officialFile(name: string): Buffer {
  return readFileSync(officialPath(name))
}
