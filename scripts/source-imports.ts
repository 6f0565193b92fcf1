/** The sources of src/ and what they import, read off their import lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../src', import.meta.url))

export interface Source {
  /** From src/, with slashes. */
  readonly path: string
  readonly text: string
}

/** All but the kernels, which are AssemblyScript. */
export const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.(ts|js)$/.test(path) && !path.includes('assembly'))
  .map(path => ({ path: path.replaceAll(sep, '/'), text: readFileSync(join(root, path), 'utf8') }))

/** The ground: files that everybody may use. */
export const ground: readonly string[] = [
  'by-name.ts',
  'errors.ts',
  'joined-arrays.ts',
  'nearest-name.ts',
  'printable.ts',
  'random.ts',
  'rounding.ts',
  'transcendental.ts',
  'version.ts',
  'wording.ts',
]

/** The rooms of the house from the ground up. A room imports from itself, the ground and the rooms before it. */
export const floors: readonly string[] = [
  'host',
  'formats',
  'files',
  'engines',
  'text',
  'settings',
  'data',
  'model',
  'evaluation',
  'training',
  'check',
  'storage',
  'library',
  'browser',
  'experiments',
  'server',
  'commands',
]

/** The files of ours that a file imports, with or without types, now or lazily, as paths from src/. */
export function importsOf({ path, text }: Source): string[] {
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)].map(match => match[1]!)
  return specifiers.map(specifier => targetOf(path, specifier))
}

/** The path from src/ of what a file of this path calls `specifier`. */
export function targetOf(path: string, specifier: string): string {
  return relative(root, join(root, dirname(path), specifier)).replaceAll(sep, '/')
}

/** The other rooms that the files of a room import from, from the ground up. */
export function roomsUnder(room: string): string[] {
  const targets = sources.filter(({ path }) => roomOf(path) === room).flatMap(importsOf)
  return floors.filter(floor => floor !== room && targets.some(target => roomOf(target) === floor))
}

/** The first folder of a path from src/. */
export function roomOf(path: string): string {
  return path.split('/')[0]!
}
