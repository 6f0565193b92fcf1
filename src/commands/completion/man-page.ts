import type { Flag, Grammar, Subcommand, Value } from './grammar.ts'
import { everySwitch, variableMeanings } from './surroundings.ts'

/** What the page says beside the commands. */
interface Words {
  readonly version: string
  /** What the program is, in a sentence. */
  readonly description: string
  /** Each exit code with what it means. */
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[]
}

/** The manual page, in the macros of man(7). */
export function manPage(
  { program, flags, subcommands }: Grammar,
  { version, description, exitCodes }: Words,
): string {
  const lines = [
    `.\\" Made by '${program} completion man'.`,
    `.TH ${program.toUpperCase()} 1 "" "${program} ${version}" "User Commands"`,
    '.SH NAME',
    `${program} \\- ${text(description)}`,
    '.SH SYNOPSIS',
    `.B ${program}`,
    '.I command',
    '.RI [ options ]',
    '.SH OPTIONS',
    text(everySwitch),
    ...flags.flatMap(entry),
    '.SH COMMANDS',
    ...subcommands.flatMap(section(program)),
    '.SH ENVIRONMENT',
    ...variableMeanings.flatMap(([names, meaning]) => ['.TP', `.B ${text(names)}`, text(meaning)]),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, text(meaning)]),
  ]
  return `${lines.join('\n')}\n`
}

const section =
  (program: string) =>
  ({ name, description, flags, arguments: values }: Subcommand): string[] => [
    `.SS ${text([program, name, ...values.map(argument), '[options]'].join(' '))}`,
    ...description.flatMap((paragraph, i) => [...(i > 0 ? ['.PP'] : []), text(paragraph)]),
    ...values.flatMap(value => ['.TP', `\\fI${text(argument(value))}\\fR`, text(value.help)]),
    ...flags.flatMap(entry),
  ]

function entry({ names, help, value }: Flag): string[] {
  const shown = names.map(name => `\\fB${text(name)}\\fR`).join(', ')
  return ['.TP', value ? `${shown} \\fI${text(argument(value))}\\fR` : shown, text(help)]
}

/** As a usage line has it: '<path...>', '[model]'. */
export function argument({ name, required, variadic }: Value): string {
  const whole = variadic ? `${name}...` : name
  return required ? `<${whole}>` : `[${whole}]`
}

/** Text of which no character is a command: no line begins with a dot or a quote mark, a hyphen can be searched for. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^(?=[.'])/, '\\&')
}
