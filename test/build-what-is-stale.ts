/** Command tests run `dist`: it is made anew where a source is younger, so that they never pass on what is no longer there. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const kernels = join('engines', 'wasm', 'assembly')
const generated = `${sep}build${sep}`

interface Step {
  readonly script: string
  /** What it writes last. */
  readonly output: string
  readonly sources: (path: string) => boolean
}

const steps: readonly Step[] = [
  {
    script: 'build:kernels',
    output: 'dist/engines/wasm/build/wide.wasm',
    sources: path => path.startsWith(kernels) && !path.includes(generated),
  },
  {
    // Types are the business of `npm run check`: looking at them takes as long as all the rest.
    script: 'build:unchecked',
    output: 'dist/version.js',
    sources: path => /\.(ts|js)$/.test(path) && !path.startsWith(kernels),
  },
]

/**
 * Before any test (Vitest calls it), and before the commands of a file, which may run again and again in watch mode.
 *
 * @throws Error with the compiler's words where the sources cannot be built
 */
export default function buildWhatIsStale(): void {
  for (const step of steps) if (isStale(step)) alone(() => isStale(step) && run(step.script))
}

function isStale({ output, sources }: Step): boolean {
  const built = statSync(join(root, output), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const src = join(root, 'src')
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(sources)
    .some(path => (statSync(join(src, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) > built)
}

function run(script: string): void {
  try {
    execFileSync('npm', ['run', '--silent', script], { cwd: root, shell: process.platform === 'win32' })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: Buffer; stderr?: Buffer }
    throw new Error(`dist is older than src and cannot be built:\n${stdout}${stderr}`)
  }
}

/** The tests' processes one after the other; whoever waited finds the work done. */
function alone(work: () => unknown): void {
  const lock = join(tmpdir(), `lstm-build-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`)
  const patience = Date.now() + 120_000
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      if (Date.now() > patience)
        throw new Error(`another test seems to be building: if none is, remove ${lock}`)
      if (isOfNobody(lock)) rmSync(lock, { force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock)
  }
}

/** Whether the process that made it was killed. */
function isOfNobody(lock: string): boolean {
  try {
    const holder = Number(readFileSync(lock, 'utf8'))
    if (holder > 0) process.kill(holder, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
