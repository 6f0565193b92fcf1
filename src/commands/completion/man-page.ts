import type { Flag, Grammar, Value } from './grammar.ts'

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
    ...flags.flatMap(entry),
    '.SH COMMANDS',
    ...subcommands.flatMap(({ name, description, flags, arguments: values }) => [
      `.SS ${text([program, name, ...values.map(argument), '[options]'].join(' '))}`,
      text(description),
      ...flags.flatMap(entry),
    ]),
    '.SH ENVIRONMENT',
    text(
      'LSTM_BATCH_SIZE=32 gives --batch-size, and so for every flag; LSTM_CONFIG names the file of --config; LSTM_DEBUG=1 shows stack and causes of every error; NO_COLOR and FORCE_COLOR decide about colours.',
    ),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, text(meaning)]),
  ]
  return `${lines.join('\n')}\n`
}

function entry({ names, description, value }: Flag): string[] {
  const shown = names.map(name => `\\fB${text(name)}\\fR`).join(', ')
  return ['.TP', value ? `${shown} \\fI${text(argument(value))}\\fR` : shown, text(description)]
}

function argument({ name, required, variadic }: Value): string {
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
