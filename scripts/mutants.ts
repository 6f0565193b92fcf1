/**
 *     npm run mutants -- [--count 100] [--seed 1] [PATH …]
 *
 * Do tests notice when a source is wrong? Makes one small change at a time in the sources of evaluation, formats and text (or of these
 * paths), drawn from all that there are, and runs the test files of the room that reach the source, by way of its room or else of any. What no test notices is printed: a line
 * that is not tested, or a change that changes nothing. The sources themselves are not touched.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { Random } from '../src/random.ts'
import { importsOf, roomOf, sources } from './source-imports.ts'

export interface Mutant {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly after: string
}

const root = fileURLToPath(new URL('..', import.meta.url))
/** Milliseconds; a change may make a loop endless. */
const longest = 60_000

const others: Readonly<Record<string, string>> = {
  ...{ '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '&&': '||', '||': '&&', '??': '&&' },
  ...{ '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===', '+=': '-=', '-=': '+=' },
}

/** All small changes of a source: operators, numbers, truths, and what is asked. */
function* mutantsOf(path: string): Generator<Mutant> {
  const text = readFileSync(path, 'utf8')
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const change = (node: ts.Node, after: string): Mutant => ({
    ...{ path, start: node.getStart(), end: node.getEnd(), after },
  })
  function* within(node: ts.Node): Generator<Mutant> {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    if (ts.isBinaryExpression(node)) {
      const other = others[node.operatorToken.getText()]
      const ofTexts = [node.left, node.right].some(
        side => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
      )
      if (other !== undefined && !(ofTexts && other === '-')) yield change(node.operatorToken, other)
    }
    if (ts.isNumericLiteral(node)) yield change(node, `(${node.text} + 1)`)
    if (node.kind === ts.SyntaxKind.TrueKeyword) yield change(node, 'false')
    if (node.kind === ts.SyntaxKind.FalseKeyword) yield change(node, 'true')
    if (ts.isIfStatement(node)) yield change(node.expression, `!(${node.expression.getText()})`)
    if (ts.isConditionalExpression(node)) yield change(node.condition, `!(${node.condition.getText()})`)
    for (const child of node.getChildren()) yield* within(child)
  }
  yield* within(source)
}

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name))
    .map(name => join(root, folder, name))
    .sort()

const sourceAt = new Map(sources.map(source => [source.path, source]))

/** The sources that a test file imports, and what those import in turn, as paths from src/. @param within one room only */
function reachedBy(test: string, within: boolean): Set<string> {
  const reached = new Set<string>()
  const follow = (path: string): void => {
    const source = sourceAt.get(path)
    if (source === undefined || reached.has(path)) return
    reached.add(path)
    for (const next of importsOf(source)) if (!within || roomOf(next) === roomOf(path)) follow(next)
  }
  const direct = readFileSync(test, 'utf8').matchAll(/'[./]+\/src\/([^']+)'/g)
  for (const [, path] of direct) follow(path!)
  return reached
}

/** The test files of a source's own room that reach it by way of other sources of the room; where there is none, by way of any. */
function testsOf(path: string): string[] {
  const name = relative(join(root, 'src'), path).replaceAll(sep, '/')
  const tests = filesUnder(`test/${roomOf(name)}`, /\.test\.ts$/)
  const near = tests.filter(test => reachedBy(test, true).has(name))
  return near.length > 0 ? near : tests.filter(test => reachedBy(test, false).has(name))
}

/** Whether a test fails, or does not end, with it. */
function isNoticed(mutant: Mutant, files: readonly string[]): Promise<boolean> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'scripts/mutants.config.ts', ...files], {
    cwd: root,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, MUTANT: JSON.stringify(mutant), NODE_OPTIONS: '--max-old-space-size=1024' },
  })
  const end = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), longest)
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', code => {
      clearTimeout(end)
      done(code !== 0)
    })
  })
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
  })
  const paths =
    positionals.length > 0
      ? positionals.map(path => resolve(path))
      : ['src/evaluation', 'src/formats', 'src/text'].flatMap(folder => filesUnder(folder, /\.ts$/))
  const files = new Map(paths.map(path => [path, testsOf(path)]))
  for (const [path, its] of files) {
    if (its.length === 0) console.log(`${relative(root, path)}: no test of its room reaches it; left out`)
  }
  const all = paths.filter(path => files.get(path)!.length > 0).flatMap(path => [...mutantsOf(path)])
  const order = new Random(Number(values.seed)).permutation(all.length)
  const drawn = [...order].slice(0, Number(values.count)).map(n => all[n]!)
  let noticed = 0
  for (const mutant of drawn) {
    if (await isNoticed(mutant, files.get(mutant.path)!)) noticed++
    else console.log(placeOf(mutant))
  }
  console.log(`${noticed} of ${drawn.length} noticed, drawn from ${all.length} by seed ${values.seed}`)
}

function placeOf({ path, start, end, after }: Mutant): string {
  const text = readFileSync(path, 'utf8')
  const line = text.slice(0, start).split('\n').length
  return `${relative(root, path)}:${line}: ${text.slice(start, end)} → ${after}   in: ${text.split('\n')[line - 1]!.trim()}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
