/** Flags of the settings table, for commander. */
import { type Command, Option } from 'commander'
import { environmentSettings, type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { defaults, flag, parseSetting, type Row, refuseIdle, settingSentence } from '../settings/table.ts'
import { switchForms } from './flags.ts'

/** The headings of the help, besides commander's own 'Options:'. */
export const helpGroups = {
  data: 'Data:',
  model: 'Model:',
  training: 'Training:',
  running: 'Running:',
  limits: 'Limits:',
} as const satisfies Record<NonNullable<Row['group']>, string>

/** What the help says of the form of a setting that switches it off. */
export const without = 'without that'

type Table = Readonly<Record<string, Row>>

/** Adds the flags of these rows. None has a commander default, so that a given flag can be told from a default. */
export function addSettings(command: Command, table: Table): Command {
  for (const [name, row] of Object.entries(table)) {
    for (const option of options(name, row)) command.addOption(option)
  }
  return command
}

/**
 * The settings among a command's options, checked; only those whose flags were given.
 *
 * @throws LstmError 'usage' for a value that is none
 */
export function givenSettings(
  table: Table,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const [name, row] of Object.entries(table)) {
    const value = options[name]
    if (value === undefined) continue
    given[name] = row.kind === 'switch' ? value : parseSetting(name, row, String(value))
  }
  return given
}

/** The run settings of a command: what was given, else what the environment says, else the defaults. */
export function runSettings(options: Readonly<Record<string, unknown>>): RunSettings {
  const given = givenSettings(runSettingTable, options)
  const settings = { ...defaults(runSettingTable), ...environmentSettings(process.env), ...given }
  refuseIdle(runSettingTable, given, settings, flag)
  return settings
}

/** What stands for a flag's value in the help. */
const valueNames = {
  integer: ' <n>',
  number: ' <n>',
  choice: ' <name>',
  text: ' <value>',
  switch: '',
} as const satisfies Record<Row['kind'], string>

function options(name: string, row: Row): Option[] {
  const made =
    row.kind === 'switch'
      ? switchForms(flag(name), settingSentence(row), without)
      : [new Option(flag(name) + valueNames[row.kind], settingSentence(row))]
  for (const option of made) {
    if (row.group) option.helpGroup(helpGroups[row.group])
    // Only told, for help and completion: it is parseSetting that refuses other values.
    if (row.kind === 'choice') option.argChoices = [...row.choices]
  }
  return made
}
