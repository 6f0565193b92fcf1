import { Argument, Command, Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { type Grammar, grammarOf } from '../../../src/commands/completion/grammar.ts'

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
      { names: ['-q', '--quiet'], description: 'say nothing' },
      { names: ['--no-colour'], description: '' },
    ])
  })

  it('reads choices, of flags and of arguments', () => {
    const { flags, arguments: values } = grammar(command =>
      command
        .addOption(new Option('--cell <name...>', 'cells').choices(['elman', 'lstm']))
        .addArgument(new Argument('[what]').choices(['this', 'that'])),
    ).subcommands[0]!
    const cell = { name: 'name', required: true, variadic: true, offer: ['elman', 'lstm'] }
    expect(flags).toEqual([{ names: ['--cell'], description: 'cells', value: cell }])
    expect(values).toEqual([{ name: 'what', required: false, variadic: false, offer: ['this', 'that'] }])
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
    expect(subcommands[0]).toMatchObject({ description: 'short', flags: [{ names: ['-h', '--help'] }] })
    expect(subcommands[1]!.arguments[0]!.offer).toEqual(['seen', 'help'])
  })
})
