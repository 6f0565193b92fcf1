/** `lstm serve` with the shipped model as a process of its own, for what puts load on it. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))
export const shippedModel = fileURLToPath(new URL('../checkpoints/pretrained.safetensors', import.meta.url))

interface Serving {
  readonly pid: number
  readonly url: string
  /** Whether it has ended by itself. */
  hasEnded(): boolean
  /** Tells it to end. */
  stop(): void
}

/** Starts it on a port of its own. @returns when it listens @throws what it said where it ends before */
export async function startServing(...args: string[]): Promise<Serving> {
  const child = spawn(
    process.execPath,
    [bin, 'serve', '--port', '0', '--checkpoint', shippedModel, ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
      const [, found] = /listening on (\S+)/.exec(said) ?? []
      if (found) resolve(found)
    })
    child.on('exit', () => reject(new Error(said)))
  })
  return {
    pid: child.pid!,
    url,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => void child.kill('SIGTERM'),
  }
}

/** MB of memory that a process has. */
export function megabytesOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return Math.round(Number(kilobytes) / 1024)
}
