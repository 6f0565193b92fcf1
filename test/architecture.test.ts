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

/** What each folder may import, besides itself and the files that stand for everybody. */
const everybody = ['errors.ts', 'random.ts', 'rounding.ts', 'hyperparameters.ts', 'version.ts']
const layers: Record<string, { folders: string[]; files: string[] }> = {
  commands: {
    folders: [
      'training',
      'evaluation',
      'prediction',
      'model',
      'engines',
      'data',
      'checkpoint',
      'experiments',
      'completion',
    ],
    files: everybody,
  },
  training: { folders: ['evaluation', 'model', 'engines', 'data'], files: everybody },
  evaluation: { folders: ['model', 'engines', 'data'], files: everybody },
  prediction: { folders: ['model', 'engines', 'data'], files: everybody },
  model: { folders: ['engines', 'data'], files: everybody },
  checkpoint: { folders: ['training', 'model', 'engines', 'data'], files: everybody },
  data: { folders: ['checkpoint', 'engines'], files: everybody },
  engines: { folders: [], files: ['errors.ts'] },
  experiments: { folders: [], files: ['errors.ts', 'random.ts'] },
  completion: { folders: [], files: [] },
}

describe('dependencies point one way', () => {
  it.each(Object.keys(layers))('src/%s imports only what stands below it', folder => {
    const { folders, files } = layers[folder]!
    const wrong = sources
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .flatMap(source => importsOf(source).map(target => ({ from: source.path, target })))
      .filter(({ target }) => {
        const [top = ''] = target.split('/')
        return top !== folder && !folders.includes(top) && !files.includes(target)
      })
    expect(wrong).toEqual([])
  })

  it('knows every folder of src', () => {
    const folders = new Set(
      sources
        .map(({ path }) => path.split('/'))
        .filter(parts => parts.length > 1)
        .map(([top]) => top),
    )
    expect([...folders].sort()).toEqual(Object.keys(layers).sort())
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

  it('only cli.ts sets the exit code or ends the process', () => {
    const wrong = sources.filter(({ path, text }) => path !== 'cli.ts' && /process\.exit(Code)?\b/.test(text))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('nothing prints but the commands and cli.ts', () => {
    const prints = /console\.|process\.std(out|err)/
    const wrong = sources.filter(({ path, text }) => prints.test(text) && !/^(commands\/|cli\.ts)/.test(path))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})
