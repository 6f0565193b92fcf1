import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { runLstm, startLstm, temporaryFolder } from './run-lstm.ts'

const folder = temporaryFolder()
const docs = fileURLToPath(new URL('../docs/', import.meta.url))
const tutorial = readFileSync(join(docs, 'tutorial.md'), 'utf8')
const commands = [...tutorial.matchAll(/^ {4}((?:npx lstm|curl) .*)$/gm)].map(match => match[1]!)

/** A command's arguments as a shell gives them: split at spaces that no single quotes hold. */
const words = (command: string) =>
  (command.match(/(?:'[^']*'|\S)+/g) ?? []).map(word => word.replaceAll("'", ''))
const argumentsOf = (name: string) => {
  const command = commands.find(each => each.startsWith(`npx lstm ${name}`))
  return words(command!).slice(2)
}

async function succeed(name: string): Promise<{ stdout: string; stderr: string }> {
  const run = await runLstm(argumentsOf(name), { folder })
  expect([name, run.code, run.code === 0 ? '' : run.stderr]).toEqual([name, 0, ''])
  return run
}

/** A line with one blank where there are several: columns are as wide as their tables. */
const plain = (line: string) => line.replace(/\s+/g, ' ').trim()
const isWrong = (row: string) => /,(billing|technical),(?!\1,)(?:billing|technical),/.test(row)

let server: ReturnType<typeof startLstm> | undefined
afterAll(() => server?.kill('SIGKILL'))

/** Starts the tutorial's server on a port that is free. Gives its address when it listens. */
function serve(): Promise<string> {
  const child = startLstm([...argumentsOf('serve'), '--port', '0'], folder)
  server = child
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr!.on('data', chunk => {
      said += chunk
      const address = /listening on (http:\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    child.on('close', () => reject(new Error(said)))
  })
}

it('the tutorial has six commands: check, train, eval, predict, serve and a request', () => {
  expect(commands.map(command => command.replace(/^npx lstm /, '').split(' ')[0])).toEqual([
    ...['check', 'train', 'eval', 'predict', 'serve', 'curl'],
  ])
})

it('its commands, in their order, lead from its tickets to a served model, and print what it shows', async () => {
  for (const name of ['tickets.csv', 'new-tickets.csv']) {
    copyFileSync(join(docs, 'tutorial', name), join(folder, name))
  }
  const printed = [readFileSync(join(folder, 'tickets.csv'), 'utf8')]
  for (const name of ['check', 'train', 'eval', 'predict']) {
    const { stdout, stderr } = await succeed(name)
    printed.push(stdout, stderr)
  }
  const lines = new Set(printed.join('').split('\n').map(plain))
  const shown = tutorial.match(/^ {4}(?!npx |curl |cp ).*$/gm)!.map(plain)
  expect(shown.length).toBeGreaterThan(10)
  expect(shown.filter(line => !lines.has(line))).toEqual([])
  const wrong = readFileSync(join(folder, 'answers.csv'), 'utf8').split('\n').filter(isWrong)
  expect(wrong).toEqual([expect.stringContaining(/the wrong one is (".*")\. /.exec(tutorial)![1]!)])

  const curl = words(commands.at(-1)!)
  const header = curl[curl.indexOf('-H') + 1]!.split(': ') as [string, string]
  const url = new URL(`http://${curl[1]}`)
  const answer = await fetch(new URL(url.pathname, await serve()), {
    method: 'POST',
    headers: [header],
    body: curl[curl.indexOf('-d') + 1]!,
  })
  expect(await answer.json()).toMatchObject({ model: 'default', answer: { label: 'billing' } })
})
