import { Argument, Command, Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { type Grammar, grammarOf } from '../../../src/commands/completion/grammar.ts'
import { addFlags } from '../../../src/commands/flags.ts'

function grammar(describe: (command: Command) => unknown): Grammar {
  const command = new Command('work').helpOption(false)
  describe(command)
  return grammarOf(new Command('program').helpCommand(false).addCommand(command))
}

/** What a value with this name would be offered. */
const offer = (term: string) =>
  grammar(command => command.option(`--flag ${term}`)).subcommands[0]!.flags[0]!.value?.offer

describe('grammarOf', () => {
  it('reads flags with all their names, switches without a value', () => {
    const { flags } = grammar(command => command.option('-q, --quiet', 'say\nnothing').option('--no-colour'))
      .subcommands[0]!
    expect(flags).toEqual([
      { names: ['-q', '--quiet'], description: 'say nothing', help: 'say nothing', group: 'Options:' },
      { names: ['--no-colour'], description: '', help: '', group: 'Options:' },
    ])
  })

  it('reads of a switch the form that the help does not show', () => {
    const { flags } = grammar(command => {
      addFlags(command, { '--json': 'as JSON', '--no-watch': 'do not look' })
      command.option('--header', 'first row').option('--no-header', 'no first row')
    }).subcommands[0]!
    expect(flags.map(({ names, otherForm }) => [...names, otherForm])).toEqual([
      ['--json', '--no-json'],
      ['--no-watch', '--watch'],
      ['--header', undefined],
      ['--no-header', undefined],
    ])
  })

  it('reads what the help says: choices, defaults, headings, paragraphs', () => {
    const {
      description,
      flags,
      arguments: values,
    } = grammar(command =>
      command
        .description('First.\nSecond,  at length.')
        .argument('[what]', 'which', 'this')
        .optionsGroup('Data:')
        .addOption(new Option('--to <name>', 'kind').choices(['csv', 'tsv']).default('csv')),
    ).subcommands[0]!
    expect(description).toEqual(['First.', 'Second, at length.'])
    expect(values[0]!.help).toBe('which (default: "this")')
    expect(flags[0]).toMatchObject({
      description: 'kind',
      help: 'kind (choices: "csv", "tsv", default: "csv")',
      group: 'Data:',
    })
  })

  it('reads choices, of flags and of arguments', () => {
    const { flags, arguments: values } = grammar(command =>
      command
        .addOption(new Option('--cell <name...>', 'cells').choices(['elman', 'lstm']))
        .addArgument(new Argument('[what]').choices(['this', 'that'])),
    ).subcommands[0]!
    const cell = { name: 'name', required: true, variadic: true, offer: ['elman', 'lstm'] }
    expect(flags).toMatchObject([{ names: ['--cell'], description: 'cells', value: cell }])
    expect(values).toMatchObject([
      { name: 'what', required: false, variadic: false, offer: ['this', 'that'] },
    ])
  })

  it.each([
    ['<path>', 'files'],
    ['[file]', 'files'],
    ['<url|file>', 'files'],
    ['<path...>', 'files'],
    ['<folder>', 'folders'],
    ['<name>', undefined],
    ['<profile>', undefined],
  ])('offers for %s: %s', (term, expected) => {
    expect(offer(term)).toEqual(expected)
  })

  it('shows what the help shows: its own entries, but nothing hidden', () => {
    const root = new Command('program').version('1')
    root.command('seen').summary('short').description('long').addOption(new Option('--secret').hideHelp())
    root.command('unseen', { hidden: true })
    const { program, flags, subcommands } = grammarOf(root)
    expect(program).toBe('program')
    expect(flags.flatMap(({ names }) => names)).toEqual(['-V', '--version', '-h', '--help'])
    expect(subcommands.map(({ name }) => name)).toEqual(['seen', 'help'])
    expect(subcommands[0]).toMatchObject({
      summary: 'short',
      description: ['long'],
      flags: [{ names: ['-h', '--help'] }],
    })
    expect(subcommands[1]!.arguments[0]!.offer).toEqual(['seen', 'help'])
  })
})
