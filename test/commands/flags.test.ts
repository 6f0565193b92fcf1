import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCommand } from '../../src/commands/check.ts'
import { compareCommand } from '../../src/commands/compare.ts'
import { completionCommand } from '../../src/commands/completion.ts'
import { dataCommand } from '../../src/commands/data.ts'
import { evalCommand } from '../../src/commands/eval.ts'
import { exportCommand } from '../../src/commands/export.ts'
import { addFlags } from '../../src/commands/flags.ts'
import { importCommand } from '../../src/commands/import.ts'
import { inspectCommand } from '../../src/commands/inspect.ts'
import { lagCommand } from '../../src/commands/lag.ts'
import { learnCommand } from '../../src/commands/learn.ts'
import { mergeCommand } from '../../src/commands/merge.ts'
import { modelsCommand } from '../../src/commands/models.ts'
import { predictCommand } from '../../src/commands/predict.ts'
import { schemaCommand } from '../../src/commands/schema-command.ts'
import { searchCommand } from '../../src/commands/search.ts'
import { serveCommand } from '../../src/commands/serve.ts'
import { tokenizeCommand } from '../../src/commands/tokenize.ts'
import { trainCommand } from '../../src/commands/train.ts'
import { splitCommand } from '../../src/commands/write-splits.ts'
import type { Flags, Given } from '../../src/settings/flag-table.ts'

/** No number, no name of anything, and no path that can be. */
const nonsense = '/dev/null/nonsense'

/** Each command with the arguments that it cannot do without. */
const commands: readonly [make: () => Command, args: readonly string[]][] = [
  [trainCommand, []],
  [evalCommand, []],
  [compareCommand, [nonsense, `${nonsense}/2`]],
  [predictCommand, ['a film']],
  [searchCommand, ['--minutes', '1']],
  [learnCommand, [nonsense]],
  [mergeCommand, [nonsense]],
  [serveCommand, []],
  [splitCommand, [nonsense]],
  [checkCommand, [nonsense]],
  [tokenizeCommand, []],
  [lagCommand, []],
  [modelsCommand, []],
  [inspectCommand, []],
  [schemaCommand, []],
  [importCommand, [nonsense, '--out', nonsense]],
  [exportCommand, ['--out', nonsense]],
  [dataCommand, ['imdb']],
  [() => completionCommand(async () => trainCommand()), ['bash']],
]

const withValue = commands.flatMap(([make, args]) =>
  make()
    .options.filter(option => option.required || option.optional)
    .map(({ long }) => ({ command: make().name(), flag: long!, make, args })),
)
const switches = commands.flatMap(([make]) =>
  make()
    .options.filter(option => !option.required && !option.optional)
    .map(({ long }) => [make().name(), long!] as const),
)

const start = process.cwd()
beforeAll(() => process.chdir(mkdtempSync(join(tmpdir(), 'lstm-flags-'))))
afterAll(() => process.chdir(start))

describe('no flag is ignored', () => {
  it('is asked of every command there is', () => {
    const source = readFileSync(new URL('../../src/commands/program.ts', import.meta.url), 'utf8')
    const names = [...source.matchAll(/^ {2}(\w+): async \(\) => \(await import/gm)].map(([, name]) => name!)
    expect(commands.map(([make]) => make().name()).sort()).toEqual(names.sort())
  })

  it.each(withValue)('lstm $command $flag NONSENSE, alone, is refused', async ({ flag, make, args }) => {
    const command = make()
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
    await expect(command.parseAsync([...args, flag, nonsense], { from: 'user' })).rejects.toThrow(
      /nonsense|--[a-z]/,
    )
  })

  it.each(switches)('lstm %s %s has another form', (name, flag) => {
    const other = flag.startsWith('--no-') ? flag.replace('--no-', '--') : flag.replace('--', '--no-')
    expect(switches).toContainEqual([name, other])
  })
})

describe('the help of a command', () => {
  it.each(commands.map(([make]) => [make().name(), make] as const))(
    'lstm %s shows each flag once, in a group that has a name, the common ones first',
    (_, make) => {
      const command = make()
      const lines = command.helpInformation().split('\n')
      const groups = lines.filter(line => /^[A-Z]\w*:$/.test(line))
      // Of a switch and its other form one is shown.
      for (const { long, helpGroupHeading = 'Options:' } of command.options.filter(({ hidden }) => !hidden)) {
        const shown = lines.flatMap((line, at) =>
          new RegExp(`^  (-\\w, )?${long}( |$)`).test(line) ? [at] : [],
        )
        expect([long, shown.length]).toEqual([long, 1])
        const group = lines.slice(0, shown[0]).findLast(line => /^[A-Z]\w*:$/.test(line))
        expect([long, group]).toEqual([long, helpGroupHeading])
      }
      expect(new Set(groups).size).toBe(groups.length)
      expect(groups.filter(group => group !== 'Arguments:')[0]).toBe('Options:')
    },
  )
})

it("search says of --minutes what it is there, and not train's sentence", () => {
  const said = (command: Command) => command.options.find(({ long }) => long === '--minutes')!.description
  expect(said(trainCommand())).toMatch(/^time for all of a training/)
  expect(said(searchCommand())).toMatch(/^how long the search may take/)
})

it('a row of a table is a flag, and its type', () => {
  const table = {
    '--out <path>': { help: 'where', required: true },
    '--split <name>': { help: 'which', choices: ['test', 'train'], usual: 'test' },
    '--top-k <n>': { help: 'how many', range: { kind: 'integer', minimum: 1 } },
    '--log <path...>': 'several',
    '--no-cascade': 'all parts',
    '--header': { help: 'there is one', off: 'there is none' },
  } as const satisfies Flags
  const read = (...words: readonly string[]): Given<typeof table> =>
    addFlags(new Command().exitOverride(), table).parse(words, { from: 'user' }).opts()
  const given = read('--out', 'a', '--top-k', '3', '--log', 'b', 'c', '--no-cascade', '--no-header')
  const [split, top, log]: ['test' | 'train', number | undefined, readonly string[] | undefined] = [
    given.split,
    given.topK,
    given.log,
  ]
  expect([split, top, log, given.cascade, given.header]).toEqual(['test', 3, ['b', 'c'], false, false])
  expect(read('--out', 'a')).toEqual({ out: 'a', split: 'test' })
  expect(() => read('--out', 'a', '--top-k', '0')).toThrow('--top-k wants a whole number of at least 1')
})
