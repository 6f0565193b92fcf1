import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { runLstm, startLstm, temporaryFolder } from './run-lstm.ts'

const folder = temporaryFolder()
const tutorial = readFileSync(fileURLToPath(new URL('../docs/tutorial.md', import.meta.url)), 'utf8')
const commands = [...tutorial.matchAll(/^ {4}((?:npx lstm|curl) .*)$/gm)].map(match => match[1]!)

/** A command's arguments as a shell gives them: split at spaces that no single quotes hold. */
const words = (command: string) =>
  (command.match(/(?:'[^']*'|\S)+/g) ?? []).map(word => word.replaceAll("'", ''))
const argumentsOf = (name: string) => {
  const command = commands.find(each => each.startsWith(`npx lstm ${name}`))
  return words(command!).slice(2)
}

const tickets = {
  billing: ['invoice', 'refund', 'payment', 'credit card', 'subscription', 'receipt'].flatMap(thing => [
    `The ${thing} was booked twice this month`,
    `Why is there a second ${thing} on my account?`,
    `Please correct the ${thing}, the amount is wrong`,
    `I want my money back for the ${thing} of March`,
  ]),
  technical: ['screen', 'app', 'printer', 'login page', 'keyboard', 'update'].flatMap(thing => [
    `The ${thing} stays black after a restart`,
    `Since yesterday the ${thing} crashes with an error`,
    `The ${thing} does not respond when I press a key`,
    `How do I install the driver for the ${thing}?`,
  ]),
}
const newTickets = {
  billing: ['The refund was booked twice, please correct it', 'Why is there a second payment?'],
  technical: ['The laptop crashes with an error after the update', 'My screen does not respond'],
}

function writeTickets(name: string, byLabel: Record<string, readonly string[]>): void {
  const rows = Object.entries(byLabel).flatMap(([label, texts]) => texts.map(text => `"${text}",${label}\n`))
  writeFileSync(join(folder, name), `text,label\n${rows.join('')}`)
}

async function succeed(name: string): Promise<{ stdout: string; stderr: string }> {
  const run = await runLstm(argumentsOf(name), { folder })
  expect([name, run.code, run.code === 0 ? '' : run.stderr]).toEqual([name, 0, ''])
  return run
}

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

it('its commands, in their order, lead from a table of tickets to a served model', async () => {
  writeTickets('tickets.csv', tickets)
  writeTickets('new-tickets.csv', newTickets)
  expect((await succeed('check')).stdout).toMatch(/^texts +48$/m)
  expect((await succeed('train')).stderr).toContain('model: checkpoints/tickets/best.safetensors')
  expect((await succeed('eval')).stdout).toMatch(/^accuracy +100\.00 %/m)
  expect((await succeed('predict')).stdout).toMatch(/^billing\t0\.\d+\t.*\] booked\[\+/)

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
