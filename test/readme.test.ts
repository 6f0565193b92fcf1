import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hyperparameterTable } from '../src/settings/hyperparameters.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { flag, type Row } from '../src/settings/table.ts'

const path = new URL('../README.md', import.meta.url)

function settingsTable(): string {
  const rows = Object.entries<Row>({ ...hyperparameterTable, ...runSettingTable }).map(([name, row]) => {
    const choices = row.kind === 'choice' ? `: ${row.choices.map(choice => `\`${choice}\``).join(', ')}` : ''
    const official = row.official === undefined ? '' : `\`${row.official}\``
    const value = row.kind === 'switch' ? (row.default ? 'on' : 'off') : `\`${row.default}\``
    const forms = row.kind === 'switch' ? flag(name).replace('--', '--[no-]') : flag(name)
    return `| \`${forms}\` | ${value} | ${official} | ${row.help}${choices} |`
  })
  return ['| flag | default | official name | what it is |', '|---|---|---|---|', ...rows].join('\n')
}

it("the README's table of settings is the table of settings", () => {
  const readme = readFileSync(path, 'utf8')
  const [start, end] = [
    readme.indexOf('-->', readme.indexOf('<!-- settings')) + 3,
    readme.indexOf('<!-- /settings'),
  ]
  if (process.env.UPDATE_README) {
    writeFileSync(path, `${readme.slice(0, start)}\n\n${settingsTable()}\n\n${readme.slice(end)}`)
  } else {
    expect(readme.slice(start, end).trim()).toBe(settingsTable())
  }
})
