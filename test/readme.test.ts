import { readFileSync } from 'node:fs'
import { expect, expectTypeOf, it } from 'vitest'
import {
  flagReference,
  flagsFile,
  settingTypes,
  tableFile,
  typesFile,
  withSettingsTable,
} from '../scripts/write-settings.ts'
import type { Hyperparameters, hyperparameterTable } from '../src/settings/hyperparameters.ts'
import type { RunSettings, runSettingTable } from '../src/settings/run-settings.ts'
import type { Values } from '../src/settings/table.ts'

it('the table of docs/settings.md is the table of settings (else: npm run settings)', () => {
  const readme = readFileSync(tableFile, 'utf8')
  expect(readme).toBe(withSettingsTable(readme))
})

it('docs/flags.md has the commands and flags of today (else: npm run settings)', async () => {
  expect(readFileSync(flagsFile, 'utf8')).toBe(await flagReference())
})

it("the API's settings have the table's sentences for docstrings, and its values (else: npm run settings)", () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(settingTypes())
  expectTypeOf<Hyperparameters>().toEqualTypeOf<Values<typeof hyperparameterTable>>()
  expectTypeOf<RunSettings>().toEqualTypeOf<Values<typeof runSettingTable>>()
})
