import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from './run-lstm.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = temporaryFolder()
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
]
const read = (page: string) => readFileSync(join(root, page), 'utf8')
const help = async (...args: string[]) => (await runLstm([...args, '--help'], { folder })).stdout

/** The flags of each command, as its help lists them. */
const grammar = new Map<string, ReadonlySet<string>>()

beforeAll(async () => {
  const names = [...(await help()).matchAll(/^ {2}([a-z]+) (?:\[|<| {2})/gm)].map(match => match[1]!)
  const flagsOf = async (name: string) =>
    new Set((await help(name)).match(/(?<=^ {2}(?:-\w, )?)--[\w-]+/gm) ?? [])
  const flags = await Promise.all(names.map(flagsOf))
  names.forEach((name, place) => {
    grammar.set(name, flags[place]!)
  })
}, 60_000)

/** What stands in a page's blocks and in its inline code. */
function code(page: string): string[] {
  const blocks = read(page).match(/^ {4}.*$/gm) ?? []
  const inline = [...read(page).matchAll(/`([^`\n]+)`/g)].map(match => match[1]!)
  return [...blocks, ...inline].map(line => line.trim())
}

/** Each command `lstm NAME …` of a line, where a shell would see one, without its quoted texts and its comment. */
function commandsIn(line: string): { name: string; flags: string[] }[] {
  const bare = line.replace(/'[^']*'|"[^"]*"/g, 'TEXT').replace(/ #.*/, '')
  return [...bare.matchAll(/(?:^|[|&;] |\btime |\bnpx )lstm ([a-z]+)([^|&;]*)/g)].map(
    ([, name = '', rest = '']) => ({
      name,
      flags: rest.match(/(?<=\s)--[a-z][\w-]*/g) ?? [],
    }),
  )
}

describe.each(pages)('%s', page => {
  it('has its commands in blocks of code: none begins a line of prose', () => {
    expect(read(page).match(/(?<=\n\n)(?:npx )?lstm [a-z].*$/gm) ?? []).toEqual([])
  })

  it('names commands that there are, with flags that they have', () => {
    const unknown = code(page)
      .flatMap(commandsIn)
      .flatMap(({ name, flags }) => {
        const known = grammar.get(name)
        return known ? flags.filter(flag => !known.has(flag)).map(flag => `${name} ${flag}`) : [name]
      })
    expect(unknown).toEqual([])
  })
})

it('README.md names every command', () => {
  const commands = [...grammar.keys()].filter(name => name !== 'help')
  expect(commands.filter(name => !read('README.md').includes(`\`lstm ${name}`))).toEqual([])
})

it('the answers of the pretrained model that the pages show are what it says', async () => {
  const ask = async (...args: string[]) => {
    const run = await runLstm(['predict', '--checkpoint', 'pretrained', ...args, 'A wonderful film.'], {
      folder,
    })
    return run.stdout.trim()
  }
  const explained = (await ask('--explain')).replaceAll('\t', '  ')
  expect(read('docs/predicting.md')).toContain(`# ${explained}\n`)
  const { probability } = JSON.parse(await ask('--format', 'json'))
  expect(read('docs/serve.md')).toContain(`"probability":${probability},"probabilities"`)
  const picture = read('docs/terminal-light.svg').replaceAll('\u00a0', ' ')
  const input = /printf '(.*?)'/.exec(picture)![1]!.replaceAll('\\n', '\n')
  const { stdout } = await runLstm(['predict', '--checkpoint', 'pretrained', '--format', 'text'], {
    folder,
    input,
  })
  for (const answer of stdout.trim().split('\n')) {
    expect(picture).toContain(`>${answer.split('\t').slice(0, 2).join('  ')}  <`)
  }
})
