/**
 *     npm run settings
 *
 * Writes what is made from the tables of settings and from the commands: the settings' types with a sentence each (src/settings/setting-types.ts),
 * the table of docs/settings.md, and docs/flags.md. Tests hold all three equal to it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { grammarOf } from '../src/commands/completion/grammar.ts'
import { program } from '../src/commands/program.ts'
import { hyperparameterTable } from '../src/settings/hyperparameters.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { flag, type Row, settingSentence } from '../src/settings/table.ts'
import { flagsPage } from './flags-page.ts'

export const typesFile = new URL('../src/settings/setting-types.ts', import.meta.url)
export const tableFile = new URL('../docs/settings.md', import.meta.url)

export const flagsFile = new URL('../docs/flags.md', import.meta.url)

const allSettings: Readonly<Record<string, Row>> = { ...hyperparameterTable, ...runSettingTable }

export async function flagReference(): Promise<string> {
  return flagsPage(grammarOf(await program()), allSettings)
}

export function settingTypes(): string {
  return `/* Made of the tables of settings by \`npm run settings\`. */

/** The settings that decide the trained model, by their names. */
export interface Hyperparameters {
${members(hyperparameterTable)}
}

/** The settings that decide only how the work is done. */
export interface RunSettings {
${members(runSettingTable)}
}
`
}

function members(table: Readonly<Record<string, Row>>): string {
  return Object.entries(table)
    .map(([name, row]) => `  /** ${settingSentence(row)} */\n  readonly ${name}: ${typeOf(row)}`)
    .join('\n')
}

function typeOf(row: Row): string {
  switch (row.kind) {
    case 'choice':
      return row.choices.map(choice => `'${choice}'`).join(' | ')
    case 'switch':
      return 'boolean'
    case 'text':
      return 'string'
    default:
      return 'number'
  }
}

/** A text with the table of settings between its marks. */
export function withSettingsTable(text: string): string {
  const start = text.indexOf('-->', text.indexOf('<!-- settings')) + 3
  return `${text.slice(0, start)}\n\n${settingsTable()}\n\n${text.slice(text.indexOf('<!-- /settings'))}`
}

function settingsTable(): string {
  const rows = Object.entries(allSettings).map(([name, row]) => {
    const choices = row.kind === 'choice' ? `: ${row.choices.map(choice => `\`${choice}\``).join(', ')}` : ''
    const official = row.official === undefined ? '' : `\`${row.official}\``
    const value = row.kind === 'switch' ? (row.default ? 'on' : 'off') : `\`${row.default}\``
    const forms = row.kind === 'switch' ? flag(name).replace('--', '--[no-]') : flag(name)
    return `| \`${forms}\` | ${value} | ${official} | ${row.help}${choices} |`
  })
  return ['| flag | default | official name | what it is |', '|---|---|---|---|', ...rows].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(typesFile, settingTypes())
  writeFileSync(tableFile, withSettingsTable(readFileSync(tableFile, 'utf8')))
  writeFileSync(flagsFile, await flagReference())
}
