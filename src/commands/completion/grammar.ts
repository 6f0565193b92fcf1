/** What may be typed after a program's name, read from its commands: the shells need nothing else. */
import { Argument, type Command, type Help, type Option } from 'commander'
import { usualGroup } from '../short-help.ts'

export interface Grammar {
  readonly program: string
  /** Those that stand before a subcommand. */
  readonly flags: readonly Flag[]
  readonly subcommands: readonly Subcommand[]
}

export interface Subcommand {
  readonly name: string
  /** What it does, in a clause. */
  readonly summary: string
  /** All that the help says of it before its arguments and flags, a paragraph each. */
  readonly description: readonly string[]
  readonly flags: readonly Flag[]
  readonly arguments: readonly (Value & { readonly help: string })[]
}

export interface Flag {
  /** With their dashes: ['-h', '--help']. */
  readonly names: readonly string[]
  readonly description: string
  /** The same with choices and default, as the help has it. */
  readonly help: string
  /** The heading of the help that it stands under: 'Options:'. */
  readonly group: string
  /** Of a switch the form that the help does not show: '--no-json' of '--json'. */
  readonly otherForm?: string
  /** Undefined for a switch. */
  readonly value?: Value
}

export interface Value {
  /** As the help has it: 'folder' of '--out <folder>'. */
  readonly name: string
  readonly required: boolean
  /** Whether several may follow each other. */
  readonly variadic: boolean
  /** What a shell can offer; undefined where only the user knows. */
  readonly offer?: Offer
}

export type Offer = 'files' | 'folders' | readonly string[]

/** What the help of `root` shows, subcommands one level deep, as far as a shell can complete it or a page can say it. */
export function grammarOf(root: Command): Grammar {
  const help = root.createHelp()
  const subcommands = help.visibleCommands(root)
  const names = subcommands.map(command => command.name())
  return {
    program: root.name(),
    flags: flagsOf(root, help),
    subcommands: subcommands.map(command => ({
      name: command.name(),
      summary: oneLine(command.summary() || command.description()),
      description: command.description().split('\n').map(oneLine),
      flags: flagsOf(command, help),
      arguments: command.registeredArguments.map(argument => ({
        ...readValue(argument, names),
        help: oneLine(help.argumentDescription(argument)),
      })),
    })),
  }
}

function flagsOf(command: Command, help: Help): Flag[] {
  return help.visibleOptions(command).map(option => {
    const argument = argumentOf(option)
    const other = command.options.find(each => each.hidden && each.long === otherForm(option))
    return {
      names: [option.short, option.long].filter(name => name !== undefined),
      description: oneLine(option.description),
      help: oneLine(help.optionDescription(option)),
      group: option.helpGroupHeading ?? usualGroup,
      ...(other?.long && { otherForm: other.long }),
      ...(argument && { value: readValue(argument) }),
    }
  })
}

function otherForm({ long = '' }: Option): string {
  return long.startsWith('--no-') ? long.replace('--no-', '--') : long.replace('--', '--no-')
}

/** The value of '--cell <name...>' as the argument that it would be without the flag. */
function argumentOf({ flags, argChoices }: Option): Argument | undefined {
  const term = /[<[].+/.exec(flags)?.[0]
  return term === undefined ? undefined : Object.assign(new Argument(term), { argChoices })
}

function readValue(argument: Argument, subcommands: readonly string[] = []): Value {
  const offer = argument.argChoices ?? offerOf(argument.name(), subcommands)
  return {
    name: argument.name(),
    required: argument.required,
    variadic: argument.variadic,
    ...(offer && { offer }),
  }
}

/** A value's name in the help says what it is: '<folder>', '<name|path>', '[model]'. */
function offerOf(name: string, subcommands: readonly string[]): Offer | undefined {
  const kinds = name.split('|')
  if (kinds.some(kind => ['path', 'file', 'model', 'npz'].includes(kind))) return 'files'
  if (kinds.includes('folder')) return 'folders'
  return kinds.includes('command') ? subcommands : undefined
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
