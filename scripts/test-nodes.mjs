/**
 *     npm run test:nodes                    the tests on Node 22, 24 and 26
 *     npm run test:nodes -- test/engines    some of them
 *
 * First a short training, with word vectors, is made by every Node and vector width: they have to write the same model. The Nodes
 * come from npm's package `node`, into the cache folder.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const versions = ['22', '24', '26']
const root = fileURLToPath(new URL('..', import.meta.url))
const { XDG_CACHE_HOME: cache = '' } = process.env
const home = join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'lstm', 'nodes')

/** The program of a major version, installed when it is not there. */
function nodeOf(version) {
  const folder = join(home, version)
  const program = join(folder, 'node_modules', 'node', 'bin', 'node')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund']
    execFileSync('npm', ['install', ...options, `node@${version}`], { stdio: 'inherit' })
  }
  return program
}

/** SHA-256 of the model that comes of a short training. */
function trainedModel(node, width) {
  const out = mkdtempSync(join(tmpdir(), 'lstm-nodes-'))
  try {
    const training = [
      '--data',
      'data/sample.csv',
      '--preset',
      'best',
      '--max-epochs',
      '4',
      '--word-vector-epochs',
      '2',
    ]
    const args = ['bin/lstm.js', 'train', ...training, '--vector-width', width, '--out', join(out, 'model')]
    execFileSync(node, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    return createHash('sha256')
      .update(readFileSync(join(out, 'model', 'best.safetensors')))
      .digest('hex')
  } finally {
    rmSync(out, { recursive: true })
  }
}

const nodes = versions.map(version => ({ version, node: nodeOf(version) }))
const expected = trainedModel(process.execPath, '128')
let failed = false
for (const { version, node } of nodes) {
  for (const width of ['128', '256']) {
    const equal = trainedModel(node, width) === expected
    failed ||= !equal
    console.log(
      `Node ${version}, vectors of ${width} bits: ${equal ? 'the same' : 'ANOTHER'} model as Node ${process.version}`,
    )
  }
}
for (const { version, node } of nodes) {
  console.log(`tests on Node ${version}`)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { status } = spawnSync(node, [vitest, 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  failed ||= status !== 0
}
process.exitCode = failed ? 1 : 0
