/**
 *     npm run test:nodes                    the tests on Node 22, 24 and 26
 *     npm run test:nodes -- test/engines    some of them
 *     npm run test:nodes -- --no-tests      only what comes first
 *
 * First every runtime trains, measures and answers: each Node and vector width, Deno and Bun have to write the same model and give the
 * same answers, to the bit. Bun's relaxed multiply-add rounds twice: it is compared with Node without it. The runtimes come from npm's
 * packages `node`, `deno` and `bun`, into the cache folder; what cannot be had is said, and left out.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const versions = ['22', '24', '26']
const root = fileURLToPath(new URL('..', import.meta.url))
const { XDG_CACHE_HOME: cache = '' } = process.env
const home = join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'lstm', 'nodes')
const scratch = mkdtempSync(join(tmpdir(), 'lstm-nodes-'))
process.on('exit', () => rmSync(scratch, { recursive: true }))

/** Where a package of npm has its program. */
const places = { node: ['bin', 'node'], deno: ['deno'], bun: ['bin', 'bun.exe'] }

/** The program of a package of npm, installed when it is not there; undefined where it cannot be had. */
function programOf(name, version) {
  const prefix = join(home, name === 'node' ? version : name)
  const program = join(prefix, 'node_modules', name, ...places[name])
  if (!existsSync(program)) {
    mkdirSync(prefix, { recursive: true })
    const options = ['--prefix', prefix, '--no-save', '--no-audit', '--no-fund']
    spawnSync('npm', ['install', ...options, `${name}@${version}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0) return program
  console.log(`${name} ${version} cannot be had here: it is left out`)
  return undefined
}

/** The program, with the kernels that round twice in the place of the others. */
function withoutFusion() {
  const copy = join(scratch, 'separate')
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const kernels = join(copy, 'dist', 'engines', 'wasm', 'build')
  copyFileSync(join(kernels, 'separate.wasm'), join(kernels, 'fused.wasm'))
  return copy
}

/** SHA-256 of the model of a short training, with word vectors and n-grams, and of what is measured and answered with it. */
function bits(runtime, { width = '128', app = root } = {}) {
  const [program, ...flags] = runtime
  const model = join(mkdtempSync(join(scratch, 'model-')), 'model')
  const run = (command, args, input = '') =>
    execFileSync(
      program,
      [...flags, join(app, 'bin', 'lstm.js'), command, ...args, '--vector-width', width],
      {
        cwd: root,
        input,
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    )
  const data = ['--data', 'data/sample.csv']
  run('train', [
    ...data,
    '--preset',
    'best',
    '--max-epochs',
    '4',
    '--word-vector-epochs',
    '2',
    '--out',
    model,
  ])
  const texts = 'A wonderful film.\nBoring.\n\nÄrgerlich & long\n'
  const { model: _, ...figures } = JSON.parse(
    run('eval', [...data, '--checkpoint', model, '--all', '--format', 'json']),
  )
  const said = [
    readFileSync(join(model, 'best.safetensors')),
    JSON.stringify(figures),
    run('predict', ['--checkpoint', model, '--format', 'json', '--explain'], texts),
  ]
  return said.map(bytes => createHash('sha256').update(bytes).digest('hex')).join(' ')
}

let failed = false
function compare(name, runtime, options, expected) {
  const equal = bits(runtime, options) === expected
  failed ||= !equal
  console.log(`${name}: ${equal ? 'the same' : 'ANOTHER'} model and answers as Node ${process.version}`)
}

const here = [process.execPath]
const expected = bits(here)
const nodes = versions
  .map(version => ({ version, node: programOf('node', version) }))
  .filter(({ node }) => node !== undefined)
for (const { version, node } of nodes) {
  for (const width of version === '22' ? ['128'] : ['128', '256']) {
    compare(`Node ${version}, vectors of ${width} bits`, [node], { width }, expected)
  }
}
const deno = programOf('deno', 'latest')
if (deno) compare('Deno', [deno, 'run', '--allow-all'], {}, expected)
const bun = programOf('bun', 'latest')
if (bun) compare('Bun, without fused multiply-add', [bun], {}, bits(here, { app: withoutFusion() }))

const tests = process.argv.slice(2)
if (!tests.includes('--no-tests')) {
  for (const { version, node } of nodes) {
    console.log(`tests on Node ${version}`)
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const { status } = spawnSync(node, [vitest, 'run', ...tests], { cwd: root, stdio: 'inherit' })
    failed ||= status !== 0
  }
}
process.exitCode = failed ? 1 : 0
