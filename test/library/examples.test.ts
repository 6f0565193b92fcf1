import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const index = fileURLToPath(new URL('../../src/index.ts', import.meta.url))
const tsx = import.meta.resolve('tsx')

const compilerOptions: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
}

interface Documented {
  readonly name: string
  readonly isValue: boolean
  readonly text: string
  readonly examples: readonly string[]
}

/** What index.ts exports, and the methods of the model that load gives. */
function documented(program: ts.Program): Documented[] {
  const types = program.getTypeChecker()
  const module = types.getSymbolAtLocation(program.getSourceFile(index)!)!
  const resolved = types
    .getExportsOfModule(module)
    .map(symbol => (symbol.flags & ts.SymbolFlags.Alias ? types.getAliasedSymbol(symbol) : symbol))
  const methods = [...resolved.find(({ name }) => name === 'TextModel')!.members!.values()].filter(
    ({ flags, name }) => flags & ts.SymbolFlags.Method && !/^__|#/.test(name),
  )
  return [...resolved, ...methods].map(symbol => ({
    name: symbol.name,
    isValue: (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0,
    text: ts.displayPartsToString(symbol.getDocumentationComment(types)),
    examples: symbol
      .getJsDocTags(types)
      .filter(tag => tag.name === 'example')
      .map(tag => ts.displayPartsToString(tag.text).replace(/^```ts\n|```$/g, '')),
  }))
}

const library = ts.createProgram([index], compilerOptions)
const all = documented(library)
const examples = all.flatMap(({ name, examples }) => examples.map(code => ({ name, code })))

/** Classes that are exported as types only: nobody constructs them. */
const typesOnly = ['TextModel', 'CorpusFiles']

describe('what the library exports', () => {
  it('has a docstring', () => {
    expect(all.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([])
  })

  it('has an example, where it is called', () => {
    const without = all.filter(({ isValue, examples }) => isValue && examples.length === 0)
    expect(without.map(({ name }) => name).filter(name => !typesOnly.includes(name))).toEqual([])
  })
})

describe('the examples', () => {
  let folder: string
  const fileOf = (n: number) => join(folder, `example-${n}.mts`)
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lstm-examples-'))
    for (const [n, { code }] of examples.entries()) {
      await writeFile(fileOf(n), code.replaceAll("'lstm'", `'${index}'`))
    }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('compile', () => {
    const program = ts.createProgram(
      examples.map((_, n) => fileOf(n)),
      compilerOptions,
      undefined,
      library,
    )
    const faults = examples.flatMap((_, n) => {
      const source = program.getSourceFile(fileOf(n))
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    })
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  })

  it('run, one after the other in one program', async () => {
    const runner = join(folder, 'run.mjs')
    const files = examples.map((_, n) => pathToFileURL(fileOf(n)).href)
    await writeFile(runner, `for (const file of ${JSON.stringify(files)}) await import(file)\n`)
    const options = { cwd: folder, timeout: 60_000 }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', tsx, runner], options)
    expect(stderr).toBe('')
    expect(stdout).toContain('positive')
    expect(examples.length).toBeGreaterThanOrEqual(10)
  })
})
