/**
 * npm run setup:tensorflow: gets @tensorflow/tfjs-node, which `--engine tensorflow` needs and nothing else does.
 *
 * It is installed once a user, in the cache folder, and linked into this checkout's node_modules: so neither `npm ci` nor
 * another checkout makes it again, and no other package here is touched. First comes the package's ordinary install.
 * Where its download of libtensorflow is not reachable, the library comes out of PyPI's tensorflow-cpu, and the package's own
 * sources are built against it. Each finished step stays, so that a run that failed goes on where it stopped.
 */

import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const name = '@tensorflow/tfjs-node'
const version = '4.22.0'
/** The libtensorflow that tfjs-node's sources were tried with. */
const wheelPackage = 'tensorflow-cpu==2.21.0'
/** The wheel, what is taken out of it, and room for the compiler. */
const bytesNeeded = 2e9

const { XDG_CACHE_HOME: cache = '' } = process.env
const home = join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'lstm', `tfjs-node-${version}`)
const installed = join(home, 'node_modules', name)
const wheels = join(home, 'wheel')
const libtensorflow = join(installed, 'deps')
const linked = fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url))

/** Python: takes libtensorflow and its C headers out of a wheel, into lib/ and include/ of a folder. */
const unpack = `
import os, shutil, sys, zipfile
wheel, target = sys.argv[1:]
headers = 'tensorflow/include/'
wanted = tuple(headers + start for start in (
    'tensorflow/c/', 'tensorflow/core/platform/ctstring', 'tsl/platform/ctstring', 'xla/tsl/c/'))
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries:
            path = os.path.join(target, 'lib', os.path.basename(name))
        elif name.startswith(wanted) and not name.endswith('/'):
            path = os.path.join(target, 'include', name[len(headers):])
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as file:
            shutil.copyfileobj(source, file)
`

class Failure extends Error {}

try {
  setUp()
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(`setup:tensorflow: ${error.message}`)
  process.exitCode = 1
}

function setUp() {
  if (objection(linked) === undefined) return console.log(`${name} works already.`)
  mkdirSync(home, { recursive: true })
  removeUnfinished()
  try {
    if (objection(installed) !== undefined) install()
  } finally {
    removeUnfinished()
  }
  rmSync(linked, { recursive: true, force: true })
  mkdirSync(dirname(linked), { recursive: true })
  symlinkSync(installed, linked, 'junction')
  const wrong = objection(linked)
  if (wrong !== undefined) throw new Failure(`the installation in ${home} does not load from here: ${wrong}`)
  console.log(
    `Done: ${name} ${version} in ${home}, linked into node_modules. Use it with --engine tensorflow.`,
  )
}

function install() {
  installPackage()
  const begun = existsSync(wheels) || existsSync(libtensorflow)
  if (!begun && installOrdinarily()) return
  checkRequirements()
  if (!existsSync(libtensorflow)) {
    downloadWheel()
    unpackWheel()
  }
  build()
  const wrong = objection(installed)
  if (wrong !== undefined) throw new Failure(`it was built, but does not load: ${wrong}`)
  rmSync(wheels, { recursive: true, force: true })
}

/** The package and its dependencies, without libtensorflow. Its package.json says what is installed and how it is built. */
function installPackage() {
  if (existsSync(join(installed, 'package.json'))) return
  console.log(`Installing ${name} ${version} in ${home} ...`)
  const inPackage = `cd node_modules/${name} &&`
  const content = {
    private: true,
    scripts: {
      ordinarily: `${inPackage} node scripts/install.js`,
      build: `${inPackage} node-pre-gyp install --build-from-source`,
    },
    dependencies: { [name]: version },
  }
  writeFileSync(join(home, 'package.json'), JSON.stringify(content, null, 2))
  // Its install script is run by the next step: npm may be set not to run any, and takes all back when one fails.
  const { status, output } = run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'])
  if (status !== 0) throw new Failure(`npm could not install ${name}: ${errorLine(output)}`)
}

/** Whether the package's own install script did its work. */
function installOrdinarily() {
  console.log('Downloading libtensorflow as the package does ...')
  const { status, output } = run('npm', ['run', 'ordinarily'], { timeout: 900_000 })
  const wrong = status === 0 ? objection(installed) : errorLine(output)
  if (wrong === undefined) return true
  rmSync(libtensorflow, { recursive: true, force: true })
  console.log(`  That did not work: ${wrong}`)
  console.log(`  So it comes from ${wheelPackage} on PyPI, and the package is built from its sources.`)
  return false
}

function checkRequirements() {
  if (process.platform !== 'linux') throw new Failure(`building from PyPI's tensorflow-cpu needs Linux`)
  for (const [command, purpose] of [
    ['python3 -m pip --version', 'pip, to download tensorflow-cpu (Debian: apt-get install python3-pip)'],
    ['make --version', 'make (Debian: apt-get install build-essential)'],
    [`${process.env.CXX ?? 'c++'} --version`, 'a C++ compiler (Debian: apt-get install build-essential)'],
  ]) {
    const [program = '', ...options] = `${command}`.split(' ')
    if (run(program, options).status !== 0) throw new Failure(`needs ${purpose}`)
  }
  const { bavail, bsize } = statfsSync(home)
  if (!existsSync(libtensorflow) && bavail * bsize < bytesNeeded) {
    throw new Failure(`needs ${bytesNeeded / 1e9} GB free in ${home}, which has ${(bavail * bsize) / 1e9}`)
  }
}

/** A tensorflow-cpu wheel in `wheels`, for whatever Python: only its library is used. */
function downloadWheel() {
  if (existsSync(wheels)) return
  console.log(`Downloading ${wheelPackage} (270 MB) ...`)
  const partial = `${wheels}.partial`
  const download = ['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--dest', partial]
  const attempts = [[], ['--python-version', '3.12']]
  const done = attempts.some(
    more => run('python3', [...download, ...more, wheelPackage], { show: true }).status === 0,
  )
  if (!done) throw new Failure(`pip could not download ${wheelPackage}; its reason stands above`)
  renameSync(partial, wheels)
}

/** libtensorflow and its C headers in `libtensorflow`, named as the package's binding.gyp expects them. */
function unpackWheel() {
  console.log('Unpacking libtensorflow (850 MB) ...')
  const partial = `${libtensorflow}.partial`
  const [wheel = ''] = readdirSync(wheels)
  const { status, output } = run('python3', ['-c', unpack, join(wheels, wheel), partial])
  if (status !== 0) throw new Failure(`${wheel} could not be unpacked: ${errorLine(output)}`)
  for (const library of ['libtensorflow_cc', 'libtensorflow_framework']) {
    const plain = library.replace('_cc', '')
    symlinkSync(`${library}.so.2`, join(partial, 'lib', `${plain}.so`))
  }
  renameSync(partial, libtensorflow)
}

function build() {
  console.log(`Building ${name} ...`)
  // Headers that came with this Node spare node-gyp their download.
  const prefix = join(dirname(process.execPath), '..')
  /** @type {Record<string, string>} */
  const env = existsSync(join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {}
  const { status, output } = run('npm', ['run', 'build'], { env })
  if (status === 0) return
  // Also what it was built against, which a killed download may have left incomplete; the wheel stays.
  for (const folder of ['build', 'lib', 'deps'])
    rmSync(join(installed, folder), { recursive: true, force: true })
  throw new Failure(`the build failed:\n${output.trimEnd().split('\n').slice(-30).join('\n')}`)
}

/**
 * Why the library in this folder does not work, or undefined when it does.
 * @param {string} folder
 */
function objection(folder) {
  if (!existsSync(folder)) return 'it is not there'
  const probe = `
    Object.assign(require('node:util'), { isArray: Array.isArray, isNullOrUndefined: value => value == null })
    const tf = require(${JSON.stringify(folder)})
    if (tf.matMul([[2]], [[3]]).dataSync()[0] !== 6) throw new Error('2 * 3 is not 6')`
  const env = { TF_CPP_MIN_LOG_LEVEL: '2', TF_ENABLE_ONEDNN_OPTS: '0' }
  const { status, output } = run(process.execPath, ['-e', probe], { env })
  return status === 0 ? undefined : errorLine(output)
}

/** Files of a run that was killed. */
function removeUnfinished() {
  for (const path of [wheels, libtensorflow]) rmSync(`${path}.partial`, { recursive: true, force: true })
}

/**
 * Runs a program in `home`; its output is returned, or shown.
 * @param {string} program
 * @param {string[]} options
 * @param {{ env?: Record<string, string>, show?: boolean, timeout?: number }} settings
 */
function run(program, options, { env = {}, show = false, timeout } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, options, {
    cwd: home,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1e9,
    shell: process.platform === 'win32' && program === 'npm',
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    ...(timeout === undefined ? {} : { timeout }),
  })
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}` }
}

/**
 * The line of a program's output that says what went wrong, as far as one can tell.
 * @param {string} output
 */
function errorLine(output) {
  const lines = output.split('\n').map(line => line.replace(/^npm error /, '').trim())
  return (
    lines.find(line => /^(\w*Error|ERROR)\b/.test(line)) ??
    lines.find(line => line !== '') ??
    'no reason given'
  )
}
