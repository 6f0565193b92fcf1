/** The page docs/flags.md, made from what the help, the manual page and the completion of shells are made from. */
import type { Flag, Grammar, Subcommand } from '../src/commands/completion/grammar.ts'
import { argument } from '../src/commands/completion/man-page.ts'
import { everySwitch, variableMeanings } from '../src/commands/completion/surroundings.ts'
import { usualGroup } from '../src/commands/short-help.ts'
import { exitMeanings } from '../src/errors.ts'
import { without } from '../src/settings/flag-table.ts'
import { flag, type Row, settingSentence } from '../src/settings/table.ts'

/** Of so many commands on, a flag that is the same in all of them is told once. */
const several = 3

/** Characters of a line, as far as its words allow. */
const width = 120

/** Where a flag is told: in docs/settings.md, once for every command or for several, or with its command. */
type Place = 'settings' | 'every' | 'several' | 'own'

/** @param settings the tables of docs/settings.md */
export function flagsPage(
  { program, flags, subcommands }: Grammar,
  settings: Readonly<Record<string, Row>>,
): string {
  const commands = subcommands.filter(({ name }) => name !== 'help')
  const placeOf = places(commands, settings)
  const once = distinct(commands.flatMap(command => command.flags))
  const section = ({ name, description, flags, arguments: values }: Subcommand): string[] => {
    const told = (place: Place) => flags.filter(each => placeOf(each) === place)
    return [
      `## ${program} ${name}`,
      `\`${[program, name, ...values.map(argument), '[options]'].join(' ')}\``,
      ...description.map(paragraph => wrapped(prose(paragraph))),
      ...grouped(
        told('own'),
        values.map(value => item(argument(value), value.help)),
      ),
      names('Of the [flags of several commands](#flags-of-several-commands)', told('several')),
      told('settings').length >= Object.keys(settings).length
        ? 'And all [settings](settings.md).'
        : names('Of the [settings](settings.md)', told('settings')),
    ]
  }
  const blocks = [
    '# Flags',
    '<!-- made from the commands themselves; `npm run settings` writes it -->',
    wrapped(
      `Every command with its flags, as \`${program} COMMAND --help\` and \`man ${program}\` have them. A value stands in \`<…>\`, ` +
        'in `[…]` where it may be left out, and may be several where its name ends in `...`. What a model is trained with are ' +
        '[settings](settings.md), each of which is a flag as well. ' +
        '[Flags that are not typed](command-line.md#flags-from-a-file-and-from-the-environment) come from a file or the environment.',
    ),
    wrapped(prose(everySwitch)),
    wrapped(`${commands.map(({ name }) => `[${name}](#${program}-${name})`).join(', ')}.`),
    `\`${program}\` alone has:`,
    list(flags.map(entry)),
    '## Flags of every command',
    ...grouped(once.filter(each => placeOf(each) === 'every')),
    '## Flags of several commands',
    ...grouped(once.filter(each => placeOf(each) === 'several')),
    ...commands.flatMap(section),
    '## Environment',
    list(variableMeanings.map(([variable, meaning]) => item(variable, meaning))),
    '## Exit codes',
    list(exitMeanings.map(([code, meaning]) => item(String(code), meaning))),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function places(
  commands: readonly Subcommand[],
  settings: Readonly<Record<string, Row>>,
): (each: Flag) => Place {
  const uses = new Map<string, number>()
  for (const key of commands.flatMap(({ flags }) => flags.map(identity))) {
    uses.set(key, (uses.get(key) ?? 0) + 1)
  }
  const sentences = new Map(Object.entries(settings).map(([name, row]) => [flag(name), settingSentence(row)]))
  return each => {
    const long = each.names.at(-1)!
    if (sentences.get(long) === each.description || isWithout(each, sentences)) return 'settings'
    const count = uses.get(identity(each)) ?? 0
    if (count === commands.length) return 'every'
    return count >= several ? 'several' : 'own'
  }
}

function isWithout({ names, description }: Flag, settings: ReadonlyMap<string, string>): boolean {
  return description === without && settings.has(names.at(-1)!.replace('--no-', '--'))
}

/** Two flags of which all is the same are one. */
function identity({ names, help, value, otherForm }: Flag): string {
  return JSON.stringify([names, help, value, otherForm])
}

function distinct(flags: readonly Flag[]): Flag[] {
  return [...new Map(flags.map(each => [identity(each), each])).values()]
}

/** Lists under the headings of the help, in their order; what goes before stands with the usual flags. */
function grouped(flags: readonly Flag[], before: readonly string[] = []): string[] {
  const groups = new Map<string, string[]>([[usualGroup, [...before]]])
  for (const each of flags) groups.set(each.group, [...(groups.get(each.group) ?? []), entry(each)])
  return [...groups].flatMap(([group, items]) =>
    group === usualGroup ? [list(items)] : [group, list(items)],
  )
}

/** '- `-o`, `--out <folder>`: where the model goes' */
function entry({ names, help, value, otherForm }: Flag): string {
  const long = names.at(-1)!
  const typed = [...names.slice(0, -1), value ? `${long} ${argument(value)}` : long]
  const other = otherForm ? ` (\`${otherForm}\`)` : ''
  return `${typed.map(name => `\`${name}\``).join(', ')}${other}: ${prose(help)}`
}

function item(term: string, meaning: string): string {
  return `\`${term}\`: ${prose(meaning)}`
}

function names(before: string, flags: readonly Flag[]): string {
  const shown = flags.filter(({ description }) => description !== without)
  if (shown.length === 0) return ''
  return wrapped(`${before}: ${shown.map(each => `\`${each.names.at(-1)}\``).join(', ')}.`)
}

function list(items: readonly string[]): string {
  return items.map(each => wrapped(`- ${each}`, '  ')).join('\n')
}

/** Words with flags as code, that Markdown takes for nothing but words; what stands between backticks is code there as well. */
function prose(words: string): string {
  return words
    .replace(/(?<![\w`-])--[a-z][\w-]*(?!`)/g, '`$&`')
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\*<]|(?<!\w)_|_(?!\w)/g, '\\$&')))
    .join('')
}

/** In lines, none of which begins as a list or a heading would. Code keeps its blanks. */
function wrapped(text: string, indent = ''): string {
  const [first = '', ...words] = text.match(/(?:`[^`]*`|\S)+/g) ?? []
  const lines = [first]
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`
    const fits = line.length <= width || /^([-+=#>]|\d+[.)])/.test(word)
    if (fits) lines[lines.length - 1] = line
    else lines.push(indent + word)
  }
  return lines.join('\n')
}
