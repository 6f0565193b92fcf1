import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { load } from '../src/index.ts'
import { sampleCsv, temporaryFolder } from './run-lstm.ts'

const folder = temporaryFolder()
const tsx = import.meta.resolve('tsx')
const pathOf = (name: string) => fileURLToPath(new URL(`../examples/${name}.ts`, import.meta.url))
const options = { cwd: fileURLToPath(new URL('..', import.meta.url)), timeout: 60_000 }

async function run(name: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', tsx, pathOf(name), ...args],
    options,
  )
  return stdout
}

const tests: Readonly<Record<string, () => Promise<void>>> = {
  'train-on-csv': async () => {
    const out = join(folder, 'mine.safetensors')
    expect(await run('train-on-csv', sampleCsv, out)).toBe(`${out} negative positive\n`)
    await using model = await load(out)
    expect(model.labels).toEqual(['negative', 'positive'])
  },
  'message-stream': async () => {
    expect(JSON.parse(await run('message-stream'))).toEqual({ negative: 100, positive: 100, committed: 199 })
  },
  'http-handler': async () => {
    const server = spawn(process.execPath, ['--import', tsx, pathOf('http-handler')], options)
    try {
      await answersRequests(server)
    } finally {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
    expect(server.exitCode ?? server.signalCode).toBe(0)
  },
  'worker-pool': async () => {
    // What was built, since its workers start no TypeScript.
    const path = fileURLToPath(new URL('../examples/worker-pool.js', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [path], options)
    expect(stdout).toBe('50\n')
  },
  'batch-job': async () => {
    const [input, output] = [join(folder, 'texts.txt'), join(folder, 'answers.tsv')]
    writeFileSync(input, 'A wonderful film.\nBoring.\n'.repeat(500))
    await run('batch-job', input, output)
    const lines = readFileSync(output, 'utf8').trimEnd().split('\n')
    expect(lines.length).toBe(1000)
    expect(lines[0]).toMatch(/^positive\t0\.\d+\tA wonderful film\.$/)
  },
}

async function answersRequests(server: ChildProcess): Promise<void> {
  const [line] = await once(server.stdout!, 'data')
  const url = `http://localhost:${JSON.parse(String(line)).port}`
  const post = async (body: string) => (await fetch(url, { method: 'POST', body })).json()
  const answers = await Promise.all([
    post('{"texts":["A wonderful film."]}'),
    post('{"texts":"Boring."}'),
    post('{"texts":[5]}'),
    post('nonsense'),
  ])
  expect(answers).toMatchObject([
    [{ label: 'positive' }],
    { label: 'negative' },
    { error: 'text 1 is a number, not a string' },
    { error: expect.stringContaining('JSON') },
  ])
}

it('every example has a test', () => {
  const names = readdirSync(new URL('../examples', import.meta.url)).filter(name => /\.[jt]s$/.test(name))
  expect(names.map(name => name.replace(/\.[jt]s$/, '')).sort()).toEqual(Object.keys(tests).sort())
})

it.each(Object.entries(tests))('%s runs', (_, test) => test())
