/** Flags of commands, for commander. */
import { type Command, Option } from 'commander'
import type { FlagRow, Flags } from '../settings/flag-table.ts'
import { parseNumber } from '../settings/table.ts'

/** Of `--format`, where JSON is the other one. */
export const textOrJson = { help: 'output', choices: ['text', 'json'], usual: 'text' } as const

/** Adds the flags of these rows, in their order. */
export function addFlags(command: Command, table: Flags): Command {
  for (const option of optionsOf(table)) command.addOption(option)
  return command
}

export function optionsOf(table: Flags): Option[] {
  return Object.entries(table).flatMap(([form, said]) => {
    const row = typeof said === 'string' ? { help: said } : said
    return /[<[]/.test(form) ? [withValue(form, row)] : bothForms(form, row)
  })
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

function withValue(form: string, { help, choices, usual, range, parse, required, hidden }: FlagRow): Option {
  const option = new Option(form, help).default(usual).hideHelp(hidden === true)
  if (choices) option.choices(choices)
  if (range) option.argParser(text => parseNumber(option.long!, range, text))
  if (parse) option.argParser(parse as (text: string, before: unknown) => unknown)
  return option.makeOptionMandatory(required === true)
}
