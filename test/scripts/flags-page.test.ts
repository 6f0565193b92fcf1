import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { expect, it } from 'vitest'
import { flagsPage } from '../../scripts/flags-page.ts'
import { flagReference, tableFile } from '../../scripts/write-settings.ts'
import { grammarOf } from '../../src/commands/completion/grammar.ts'
import { addFlags } from '../../src/commands/flags.ts'
import { program } from '../../src/commands/program.ts'
import { settingFlags } from '../../src/settings/flag-table.ts'
import type { Row } from '../../src/settings/table.ts'

const settings = {
  batchSize: { kind: 'integer', default: 16, minimum: 1, help: 'texts in a minibatch' },
  dropout: { kind: 'switch', default: true, help: 'drop half' },
} as const satisfies Record<string, Row>

it('tells a flag once: with its command, for several, for all, or as a setting', () => {
  const root = new Command('program').helpCommand(false)
  for (const name of ['one', 'two', 'three', 'four']) {
    const command = root
      .command(name)
      .summary('short')
      .description(`It does ${name}.\nAnd *more* of __init__.`)
    if (name === 'one') command.argument('[path...]', 'what to read')
    if (name !== 'four') command.option('--data <path>', 'texts, beside --out')
    addFlags(command, { '--quiet': `say nothing${name === 'two' ? ' at all' : ''}` })
    if (name === 'two') {
      command.optionsGroup('Data:')
      command.addOption(
        new Option('-t, --to <name>', 'kind of <file>').choices(['csv', 'tsv']).default('csv'),
      )
    }
    if (name === 'three') addFlags(command, settingFlags(settings))
    if (name === 'four') command.option('--batch-size <n>', 'of its own')
  }
  const page = flagsPage(grammarOf(root), settings)
  const [, ...sections] = page.split(/^(?=## )/m)
  expect(sections.slice(0, 6).map(section => section.trim())).toEqual([
    '## Flags of every command\n\n- `-h`, `--help`: display help for command',
    '## Flags of several commands\n\n' +
      '- `--data <path>`: texts, beside `--out`\n- `--quiet` (`--no-quiet`): say nothing',
    '## program one\n\n`program one [path...] [options]`\n\n' +
      'It does one.\n\nAnd \\*more\\* of \\__init_\\_.\n\n- `[path...]`: what to read\n\n' +
      'Of the [flags of several commands](#flags-of-several-commands): `--data`, `--quiet`.',
    '## program two\n\n`program two [options]`\n\nIt does two.\n\nAnd \\*more\\* of \\__init_\\_.\n\n' +
      '- `--quiet` (`--no-quiet`): say nothing at all\n\nData:\n\n' +
      '- `-t`, `--to <name>`: kind of \\<file> (choices: "csv", "tsv", default: "csv")\n\n' +
      'Of the [flags of several commands](#flags-of-several-commands): `--data`.',
    '## program three\n\n`program three [options]`\n\nIt does three.\n\nAnd \\*more\\* of \\__init_\\_.\n\n' +
      'Of the [flags of several commands](#flags-of-several-commands): `--data`, `--quiet`.\n\n' +
      'And all [settings](settings.md).',
    '## program four\n\n`program four [options]`\n\nIt does four.\n\nAnd \\*more\\* of \\__init_\\_.\n\n' +
      '- `--batch-size <n>`: of its own\n\n' +
      'Of the [flags of several commands](#flags-of-several-commands): `--quiet`.',
  ])
})

it('has every flag of every command, the forms that the help does not show as well', async () => {
  const page = await flagReference()
  const settingsPage = readFileSync(tableFile, 'utf8').replace(/--\[no-\]([\w-]+)/g, '--$1` `--no-$1')
  for (const command of (await program()).commands) {
    expect(page).toContain(`\n## lstm ${command.name()}\n`)
    // The other spelling of JSON is told once for all, and an older name is hidden.
    const told = command.options.filter(
      ({ long, hidden }) => !(hidden && ['--json', '--format', '--column'].includes(long!)),
    )
    const missing = told.filter(({ long }) => !new RegExp(`\`${long}[ \`]`).test(page + settingsPage))
    expect(missing.map(({ long }) => long)).toEqual([])
  }
})

it('has no line of more than 140 characters', async () => {
  expect((await flagReference()).split('\n').filter(line => line.length > 140)).toEqual([])
})
