import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a program prints that imports the built library as `lstm`, run from the folder of the package. */
async function printed(program: string): Promise<string> {
  const options = { cwd: root, timeout: 30_000 }
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    options,
  )
  return stdout + stderr
}

it('importing starts no thread, timer or connection, listens to nothing, prints nothing', async () => {
  const out = await printed(`
    import { createHook } from 'node:async_hooks'
    const made = new Set()
    createHook({ init: (_, type) => made.add(type) }).enable()
    const listeners = () => process.eventNames().map(name => [name, process.listenerCount(name)])
    const before = JSON.stringify(listeners())
    const flags = JSON.stringify(process.execArgv) + JSON.stringify(process.env)
    const lstm = await import('lstm')
    const unwanted = ['WORKER', 'Timeout', 'TCPWRAP', 'TLSWRAP', 'GETADDRINFOREQWRAP', 'PROCESSWRAP', 'FSREQCALLBACK', 'SIGNALWRAP']
    console.log(JSON.stringify({
      unwanted: unwanted.filter(type => made.has(type)),
      same: before === JSON.stringify(listeners()) && flags === JSON.stringify(process.execArgv) + JSON.stringify(process.env),
      exports: Object.keys(lstm).sort(),
    }))`)
  expect(JSON.parse(out)).toEqual({
    unwanted: [],
    same: true,
    exports: [
      'LstmError',
      'MemoryStore',
      'check',
      'compare',
      'evaluate',
      'evaluateAnswers',
      'learn',
      'load',
      'openLog',
      'planTraining',
      'readCorpus',
      'resume',
      'search',
      'train',
    ],
  })
})

it('importing reads a few small files: 90 and 250 KB at most, the rest when it is wanted', () => {
  const imported = new Map<string, string>()
  const visit = (path: string) => {
    if (imported.has(path)) return
    const text = readFileSync(path, 'utf8')
    imported.set(path, text)
    for (const [, from] of text.matchAll(/^(?:import|export)\b[^'"]*['"](\.[^'"]+)['"];/gm)) {
      visit(join(dirname(path), from!))
    }
  }
  visit(fileURLToPath(new URL('../../dist/index.js', import.meta.url)))
  expect(imported.size).toBeGreaterThan(5)
  expect(imported.size).toBeLessThanOrEqual(90)
  expect([...imported.values()].join('').length).toBeLessThanOrEqual(250_000)
})

it('a model that is forgotten keeps no process alive, nor does one whose threads have started', async () => {
  const begin = performance.now()
  const out = await printed(`
    import { load } from 'lstm'
    const model = await load(undefined, { threads: 2 })
    const texts = Array.from({ length: 600 }, (_, n) => 'a wonderful film, '.repeat(20) + n)
    console.log((await model.predict(texts)).length, (await model.predict('Boring.')).label)`)
  expect(out).toBe('600 negative\n')
  expect(performance.now() - begin).toBeLessThan(25_000)
})

it('can be required where Node can require modules, and imported from CommonJS', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=commonjs', '--eval', "import('lstm').then(lstm => console.log(typeof lstm.load))"],
    { cwd: root },
  )
  expect(stdout).toBe('function\n')
})
