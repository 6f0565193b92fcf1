/** Flags of commands, for commander. */
import { type Command, Option } from 'commander'
import type { FlagRow, Flags } from '../settings/flag-table.ts'
import { type Group, parseNumber } from '../settings/table.ts'

/** Of `--format`, where JSON is the other one. */
export const textOrJson = { help: 'output', choices: ['text', 'json'], usual: 'text' } as const

/** Adds the flags of these rows, in their order. @param usual the group of rows that name none; commander's own where it is not given */
export function addFlags(command: Command, table: Flags, usual?: Group): Command {
  for (const [form, said] of Object.entries(table)) {
    const row = typeof said === 'string' ? { help: said } : said
    const group = row.group ?? usual
    for (const option of /[<[]/.test(form) ? [withValue(form, row)] : bothForms(form, row)) {
      command.addOption(group ? option.helpGroup(`${group[0]!.toUpperCase()}${group.slice(1)}:`) : option)
    }
  }
  return command
}

/**
 * A switch, in both forms so that whatever turned it on, a preset or an alias, can be overruled: undefined where neither was given. The
 * positive one comes first: commander then gives it no default.
 */
function bothForms(shown: string, { help, off }: FlagRow): Option[] {
  const name = shown.replace('--no-', '--')
  const forms = [new Option(name, help), new Option(name.replace('--', '--no-'), off ?? help)]
  return forms.map(option => option.hideHelp(off === undefined && option.long !== shown))
}

function withValue(form: string, row: FlagRow): Option {
  const { choices, told, range, parse } = row
  const option = new Option(form, row.help).default(row.usual).hideHelp(row.hidden === true)
  if (choices) option.choices(choices)
  if (told) option.argChoices = [...told]
  if (range) option.argParser(text => parseNumber(option.long!, range, text))
  if (parse) option.argParser(parse as (text: string, before: unknown) => unknown)
  return option.makeOptionMandatory(row.required === true)
}
