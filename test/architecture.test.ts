import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importMap, mapFile } from '../scripts/draw-imports.ts'
import { floors, ground, importsOf, sources, targetOf } from '../scripts/source-imports.ts'

const root = fileURLToPath(new URL('../src', import.meta.url))
const project = dirname(root)

/** Without its docstrings, which show what a caller writes. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '')
}

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
          !target.startsWith(from.split('/').slice(0, 2).join('/')) &&
          !target.startsWith('engines/reference/'),
      )
    expect(wrong).toEqual([])
  })

  it('what stands on the host does not know which one it is', () => {
    const rooms = /^(formats|engines|text|settings|model|training|evaluation|library)\//
    const nodes = /(?:from|import\() ?'node:|\bBuffer\b|\bprocess\./
    const exempt = ['engines/tensorflow/library.ts', 'library/disk-node.ts']
    const wrong = sources.filter(
      ({ path, text }) => (rooms.test(path) || ground.includes(path)) && nodes.test(codeOf(text)),
    )
    expect(wrong.map(({ path }) => path).filter(path => !exempt.includes(path))).toEqual([])
  })

  it('only cli.ts sets the exit code or ends the process', () => {
    const wrong = sources.filter(({ path, text }) => path !== 'cli.ts' && /process\.exit(Code)?\b/.test(text))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('nothing prints but the commands and cli.ts', () => {
    const prints = /console\.|process\.std(out|err)/
    const wrong = sources.filter(
      ({ path, text }) => prints.test(codeOf(text)) && !/^(commands\/|cli\.ts)/.test(path),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

/** A file that a comment names, with the way there, if any; TensorFlow.js is none. */
const namedFile = /(?<![\w./-])((?:[\w.-]+\/)*(?!TensorFlow)[\w-]+\.(?:ts|js))\b/g

it('a file that a comment names is there', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll(sep, '/'))
    .filter(path => /\.(ts|js)$/.test(path) && !path.split('/').includes('build'))
  const isThere = (folder: string, name: string) =>
    [join(root, folder, name), join(project, name)].some(existsSync) ||
    files.some(path => `/${path}`.endsWith(`/${name}`))
  const lost = files.flatMap(path => {
    const comments = readFileSync(join(root, path), 'utf8').match(/^ *(?:\/?\*|\/\/).*/gm) ?? []
    // What is quoted is code.
    const named = comments.flatMap(line => [...line.replaceAll(/'[^']*'/g, '').matchAll(namedFile)])
    return named.filter(([name]) => !isThere(dirname(path), name)).map(([name]) => `${path}: ${name}`)
  })
  expect(lost).toEqual([])
})

const exportedName = /^export (?:async )?(?:const|let|function\*?|class|interface|type) (\w+)/gm

describe('names', () => {
  it('no two files of src have one name, but for index.ts', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(ts|js)$/.test(path) && !path.split(/[\\/]/).includes('build'))
      .map(path => basename(path))
    const twins = files.filter((name, n) => name !== 'index.ts' && files.indexOf(name) !== n)
    expect(twins).toEqual([])
  })

  it('no name is exported twice, but where both do the same for two engines or two hosts, or one is promised to pages', () => {
    const places = new Map<string, string[]>()
    for (const { path, text } of sources) {
      if (/^(engines\/\w+|host)\/|-browser\.ts$|^browser\/index\.ts$/.test(path)) continue
      for (const [, name] of text.matchAll(exportedName)) {
        places.set(name!, [...(places.get(name!) ?? []), path])
      }
    }
    expect([...places].filter(([, paths]) => paths.length > 1)).toEqual([])
  })

  it('what is exported is used elsewhere, be it by a test', () => {
    const others = ['test', 'bench', 'scripts', 'examples'].flatMap(folder =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
        .filter(path => /\.m?[tj]s$/.test(path))
        .map(path => ({
          path: join('..', folder, path),
          text: readFileSync(join(project, folder, path), 'utf8'),
        })),
    )
    const used = new Set([...sources, ...others].flatMap(namesImported))
    const exported = sources.flatMap(({ path, text }) =>
      [...text.matchAll(exportedName)].map(match => `${path} ${match[1]}`),
    )
    // What an engine has is asked for by the contract, what a browser has stands in place of Node's, and pages import the rest.
    const byAnotherName = /^((engines\/\w+|browser)\/index\.ts|.*-browser\.[tj]s) /
    const idle = exported.filter(name => !used.has(name) && !byAnotherName.test(name))
    expect(idle).toEqual([])
  })
})

/** 'file name' of each name that a file takes from another by its import lines, `* as` and lazy ones included. */
function namesImported({ path, text }: { path: string; text: string }): string[] {
  const clauses = [
    ...text.matchAll(/(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*'(\.[^']*)'/g),
    ...text.matchAll(/const\s+\{([^}]*)\}\s*=\s*await import\(\s*'(\.[^']*)'/g),
    ...text.matchAll(/import\(\s*'(?=[^']*'\)+\.(\w+))(\.[^']*)'/g),
  ]
  const named = clauses.flatMap(([, names, target]) =>
    names!.split(',').map(
      name =>
        `${targetOf(path, target!)} ${
          name
            .trim()
            .replace(/^type /, '')
            .split(/ as |:/)[0]
        }`,
    ),
  )
  const whole = [...text.matchAll(/import\s+(?:type\s+)?\*\s+as\s+(\w+)\s+from\s*'(\.[^']*)'/g)]
  const members = whole.flatMap(([, space, target]) =>
    [...text.matchAll(new RegExp(`\\b${space}\\.(\\w+)`, 'g'))].map(
      match => `${targetOf(path, target!)} ${match[1]}`,
    ),
  )
  return [...named, ...members]
}

describe('what is written about the code', () => {
  it('ARCHITECTURE.md links to files that are there', () => {
    const text = readFileSync(join(project, 'ARCHITECTURE.md'), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(match => match[1]!)
    expect(links.length).toBeGreaterThan(30)
    expect(links.filter(link => !existsSync(join(project, link)))).toEqual([])
  })

  it('the way of a text names functions that there are', () => {
    const text = readFileSync(join(project, 'ARCHITECTURE.md'), 'utf8')
    const way = text.slice(text.indexOf('## Following one line'), text.indexOf('## How the kernels'))
    const names = [...way.matchAll(/`(?:[A-Z]\w+\.)?([a-z]+[A-Z]\w*)`/g)].map(match => match[1]!)
    const all = sources.map(source => source.text).join('\n')
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter(name => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([])
  })

  it.each([
    ...[
      'host/index.ts',
      'formats/safetensors.ts',
      'files/read-file.ts',
      'engines/engine.ts',
      'text/vocabulary.ts',
    ],
    ...[
      'settings/table.ts',
      'data/load-corpus.ts',
      'model/model.ts',
      'evaluation/evaluation.ts',
      'training/training.ts',
    ],
    ...['check/check-corpus.ts', 'storage/model-file.ts', 'library/start-training.ts', 'browser/index.ts'],
    ...['experiments/study.ts', 'server/index.ts', 'cli.ts', 'index.ts'],
  ])('%s, the main file of its folder, begins with what it is for', path => {
    expect(readFileSync(join(root, path), 'utf8')).toMatch(/^\/\*\*[\s*]+\S.{20,}/)
  })

  it('the map of imports is drawn from the imports of today', () => {
    expect(readFileSync(mapFile, 'utf8') === importMap(), 'is docs/import-map.svg current? npm run map').toBe(
      true,
    )
  })

  it('ARCHITECTURE.md says of every room what it is, in the order in which they stand', () => {
    const text = readFileSync(join(project, 'ARCHITECTURE.md'), 'utf8')
    const rooms = [...text.matchAll(/^\| `(\w+)\/` \|/gm)].map(match => match[1])
    expect(rooms).toEqual(floors)
  })
})
