/** `lstm serve` as a program of its own, for the tests of a file. */
import type { ChildProcess } from 'node:child_process'
import { afterEach } from 'vitest'
import { startLstm } from '../run-lstm.ts'

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

export interface Serving {
  readonly child: ChildProcess
  readonly url: string
  stdout(): string
  stderr(): string
  /** Resolves when stderr holds it. */
  said(what: string): Promise<void>
  readonly ended: Promise<number | null>
}

/** `lstm serve` with a model, in a folder, on a port of its own, when it listens. It is killed after the test. */
export async function startServing(folder: string, model: string, ...args: string[]): Promise<Serving> {
  const child = startLstm(['serve', '--port', '0', '--checkpoint', model, ...args], folder)
  running.push(child)
  let [out, error] = ['', '']
  child.stdout!.on('data', chunk => {
    out += chunk
  })
  child.stderr!.on('data', chunk => {
    error += chunk
  })
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  const said = async (what: string) => {
    for (let n = 0; !error.includes(what); n++) {
      if (n > 600 || child.exitCode !== null) throw new Error(`'${what}' was not said, but: ${error}`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  await said('listening on ')
  const [, url] = /listening on (\S+)/.exec(error)!
  return { child, url: url!, stdout: () => out, stderr: () => error, said, ended }
}

/** Posts to /v1/predict. */
export function ask(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/v1/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
