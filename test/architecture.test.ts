import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../src', import.meta.url))
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.(ts|js)$/.test(path) && !path.includes('assembly'))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** The files of ours that a file imports, with or without types, now or lazily, as paths from src/. */
function importsOf({ path, text }: { path: string; text: string }): string[] {
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)].map(match => match[1]!)
  return specifiers.map(specifier => relative(root, join(root, dirname(path), specifier)))
}

/** The ground: files that everybody may use. */
const ground = [
  'errors.ts',
  'printable.ts',
  'random.ts',
  'rounding.ts',
  'transcendental.ts',
  'version.ts',
  'wording.ts',
]

/** The rooms of the house from the ground up. A room imports from itself, the ground and the rooms before it. */
const floors = [
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
  'storage',
  'library',
  'experiments',
  'commands',
]

describe('dependencies point one way', () => {
  it.each(floors)('src/%s imports only what stands below it', floor => {
    const below = [...floors.slice(0, floors.indexOf(floor) + 1), ...ground]
    const wrong = sources
      .filter(({ path }) => path.startsWith(`${floor}/`))
      .flatMap(source => importsOf(source).map(target => ({ from: source.path, target })))
      .filter(({ target }) => !below.includes(target) && !below.includes(target.split('/')[0]!))
    expect(wrong).toEqual([])
  })

  it('no file comes back to itself, by types or lazily either', () => {
    const imports = new Map(sources.map(source => [source.path, importsOf(source)]))
    const clean = new Set<string>()
    const circleFrom = (path: string, way: readonly string[]): readonly string[] => {
      if (way.includes(path)) return [...way.slice(way.indexOf(path)), path]
      if (clean.has(path)) return []
      for (const next of imports.get(path) ?? []) {
        const circle = circleFrom(next, [...way, path])
        if (circle.length > 0) return circle
      }
      clean.add(path)
      return []
    }
    expect(sources.map(({ path }) => circleFrom(path, [])).find(circle => circle.length > 0)).toBeUndefined()
  })

  it('knows every folder of src', () => {
    const folders = new Set(
      sources
        .map(({ path }) => path.split('/'))
        .filter(parts => parts.length > 1)
        .map(([top]) => top),
    )
    expect([...folders].sort()).toEqual([...floors].sort())
  })

  it('the engines below engine.ts do not import each other, but for the reference the others are held against', () => {
    const wrong = sources
      .filter(({ path }) => /^engines\/\w+\//.test(path))
      .flatMap(source => importsOf(source).map(target => ({ from: source.path, target })))
      .filter(
        ({ from, target }) =>
          /^engines\/\w+\//.test(target) &&
          dirname(target) !== dirname(from) &&
          !target.startsWith(from.split('/').slice(0, 2).join('/')),
      )
    expect(wrong).toEqual([])
  })

  it('what stands on the host does not know which one it is', () => {
    const rooms = /^(formats|engines|text|settings|model|training|evaluation)\//
    const nodes = /(?:from|import\() ?'node:|\bBuffer\b|\bprocess\./
    const exempt = ['engines/tensorflow/library.ts']
    const wrong = sources.filter(
      ({ path, text }) => (rooms.test(path) || ground.includes(path)) && nodes.test(text),
    )
    expect(wrong.map(({ path }) => path).filter(path => !exempt.includes(path))).toEqual([])
  })

  it('only cli.ts sets the exit code or ends the process', () => {
    const wrong = sources.filter(({ path, text }) => path !== 'cli.ts' && /process\.exit(Code)?\b/.test(text))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('nothing prints but the commands and cli.ts', () => {
    const prints = /console\.|process\.std(out|err)/
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '')
    const wrong = sources.filter(
      ({ path, text }) => prints.test(code(text)) && !/^(commands\/|cli\.ts)/.test(path),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})
