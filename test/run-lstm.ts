/** Runs the real program, bin/lstm.js, as a user does: in a folder of its own, with a cache of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import buildWhatIsStale from './build-what-is-stale.ts'

buildWhatIsStale()

export const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))
export const sampleCsv = fileURLToPath(new URL('../data/sample.csv', import.meta.url))

export interface Outcome {
  /** null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Run {
  readonly input?: string | Uint8Array
  readonly folder: string
  /** Beside the test's own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Called with all of stderr so far, whenever more arrives. */
  readonly watch?: (child: ChildProcess, stderr: string) => void
}

/** A temporary folder, removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-test-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function runLstm(args: readonly string[], { input, folder, env, watch }: Run): Promise<Outcome> {
  const child = startLstm(args, folder, env)
  const stdout: Buffer[] = []
  let stderr = ''
  child.stdout!.on('data', chunk => stdout.push(chunk))
  child.stderr!.on('data', chunk => {
    stderr += chunk
    watch?.(child, stderr)
  })
  // A program that ends without reading all of its input is no fault of the test's.
  child.stdin!.on('error', () => undefined)
  child.stdin!.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout: Buffer.concat(stdout).toString('utf8'), stderr }))
  })
}

export function startLstm(args: readonly string[], folder: string, env: Run['env'] = {}): ChildProcess {
  return spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, '.cache'), npm_command: '', ...env },
    stdio: 'pipe',
  })
}

/** Flags of a training that takes a second. */
export const tinyTraining = [
  ...['--data', sampleCsv, '--tokenizer', 'words', '--maxlen', '0', '--dimension', '8', '--batch-size', '4'],
  ...['--validation-portion', '0.2', '--validation-interval', '10', '--save-interval', '15'],
]

/** The arguments of a command as it is told on stderr. */
export function flagsOf(command: string): string[] {
  return (command.match(/'[^']*'|\S+/g) ?? []).slice(1).map(word => word.replace(/^'|'$/g, ''))
}
