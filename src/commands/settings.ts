/** Flags of the settings table, for commander. */
import { type Command, Option } from 'commander'
import { LstmError } from '../errors.ts'
import { type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { defaults, flag, parseSetting, type Row } from '../settings/table.ts'

/** The headings of the help, besides commander's own 'Options:'. */
export const helpGroups = {
  data: 'Data:',
  model: 'Model:',
  training: 'Training:',
  running: 'Running:',
} as const satisfies Record<Row['group'], string>

type Table = Readonly<Record<string, Row>>

/** Adds the flags of these rows. None has a commander default, so that a given flag can be told from a default. */
export function addSettings(command: Command, table: Table): Command {
  for (const [name, row] of Object.entries(table)) command.addOption(option(name, row))
  return command
}

/** The settings among a command's options, checked; only those whose flags were given. */
export function givenSettings(
  table: Table,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const [name, row] of Object.entries(table)) {
    const value = options[name]
    if (value === undefined || (row.kind === 'switch' && value === row.default)) continue
    given[name] = row.kind === 'switch' ? value : parseSetting(name, row, String(value))
  }
  return given
}

/** The run settings of a command: what was given, else the defaults. */
export function runSettings(options: Readonly<Record<string, unknown>>): RunSettings {
  return { ...defaults(runSettingTable), ...givenSettings(runSettingTable, options) }
}

/** What stands for a flag's value in the help. */
const valueNames = {
  integer: ' <n>',
  number: ' <n>',
  choice: ' <name>',
  text: ' <value>',
  switch: '',
} as const satisfies Record<Row['kind'], string>

function option(name: string, row: Row): Option {
  const text = flag(name, row)
  const value = valueNames[row.kind]
  const made = new Option(text + value, describe(row)).helpGroup(helpGroups[row.group])
  // Only told, for help and completion: it is parseSetting that refuses other values.
  if (row.kind === 'choice') made.argChoices = [...row.choices]
  return made
}

/** 'texts in a training minibatch (default: 16; official: batch_size)' */
export function describe(row: Row): string {
  const standard = row.kind === 'switch' ? [] : [`default: ${row.default}`]
  const official = row.official === undefined ? [] : [`official: ${row.official}`]
  const notes = [...standard, ...official].join('; ')
  return notes === '' ? row.help : `${row.help} (${notes})`
}

/**
 * A resumed training keeps its settings, but for those that do not change what an update does.
 *
 * @throws LstmError 'usage' naming the first flag that would
 */
export function refuseChanges(
  table: Table,
  stored: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(given)) {
    const row = table[name]!
    if (value === stored[name] || row.resumable) continue
    throw new LstmError(
      'usage',
      `${flag(name, row)} was ${stored[name]} when this training began and cannot change`,
      {
        hint: 'leave the flag out, or start a new training without --resume',
      },
    )
  }
}
