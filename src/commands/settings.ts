/** Flags of the settings table, for commander. */
import type { Command } from 'commander'
import type { Flags } from '../settings/flag-table.ts'
import { flag, type Row, settingSentence } from '../settings/table.ts'
import { optionsOf } from './flags.ts'

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

/** Adds the flags of these rows. None has a commander default, so that a given flag can be told from a default. */
export function addSettings(command: Command, table: Readonly<Record<string, Row>>): Command {
  for (const [name, row] of Object.entries(table)) {
    const help = settingSentence(row)
    const forms: Flags = { [`${flag(name)}${valueNames[row.kind]}`]: { help, off: without } }
    for (const option of optionsOf(forms)) {
      if (row.group) option.helpGroup(helpGroups[row.group])
      // Only told, for help and completion: it is parseSetting that refuses other values.
      if (row.kind === 'choice') option.argChoices = [...row.choices]
      command.addOption(option)
    }
  }
  return command
}

/** What stands for a flag's value in the help. */
const valueNames = {
  integer: ' <n>',
  number: ' <n>',
  choice: ' <name>',
  text: ' <value>',
  switch: '',
} as const satisfies Record<Row['kind'], string>
