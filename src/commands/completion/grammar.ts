/** What may be typed after a program's name, read from its commands: the shells need nothing else. */
import { Argument, type Command, type Option } from 'commander'

export interface Grammar {
  readonly program: string
  /** Those that stand before a subcommand. */
  readonly flags: readonly Flag[]
  readonly subcommands: readonly Subcommand[]
}

export interface Subcommand {
  readonly name: string
  readonly description: string
  readonly flags: readonly Flag[]
  readonly arguments: readonly Value[]
}

export interface Flag {
  /** With their dashes: ['-h', '--help']. */
  readonly names: readonly string[]
  readonly description: string
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

/** What the help of `root` shows, subcommands one level deep, as far as a shell can complete it. */
export function grammarOf(root: Command): Grammar {
  const subcommands = root.createHelp().visibleCommands(root)
  const names = subcommands.map(command => command.name())
  return {
    program: root.name(),
    flags: flagsOf(root),
    subcommands: subcommands.map(command => ({
      name: command.name(),
      description: oneLine(command.summary() || command.description()),
      flags: flagsOf(command),
      arguments: command.registeredArguments.map(argument => readValue(argument, names)),
    })),
  }
}

function flagsOf(command: Command): Flag[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(option => {
      const argument = argumentOf(option)
      return {
        names: [option.short, option.long].filter(name => name !== undefined),
        description: oneLine(option.description),
        ...(argument && { value: readValue(argument) }),
      }
    })
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
