import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { grammarOf } from '../../../src/commands/completion/grammar.ts'
import { manPage } from '../../../src/commands/completion/man-page.ts'
import { program } from '../../../src/commands/program.ts'
import { LstmError } from '../../../src/errors.ts'
import { runLstm, temporaryFolder } from '../../run-lstm.ts'
import { helpEntries } from './help-entries.ts'

const folder = temporaryFolder()
const missing = spawnSync('man', ['--version']).error && 'man is not installed'
const untested = missing ? ` (skipped: ${missing})` : ''

/** The page as a reader on a wide terminal sees it, and what the formatter complains of. */
function formatted(page: string) {
  const path = join(folder, 'page.1')
  writeFileSync(path, page)
  const env = { ...process.env, MANWIDTH: '1000', MANOPT: '', LC_ALL: 'C' }
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-l', path], { env, encoding: 'utf8' })
  return { status, stderr, shown: stdout.replace(/ +/g, ' ') }
}

describe('lstm completion man', () => {
  it('says of every flag of every command what the help says, and every exit code', async () => {
    const { code, stdout } = await runLstm(['completion', 'man'], { folder })
    expect(code).toBe(0)
    const plain = stdout.replaceAll('\\-', '-').replaceAll('\\e', '\\').replaceAll('\\&', '')
    const { commands } = await program()
    expect(commands.length).toBeGreaterThan(15)
    for (const command of commands) {
      const start = plain.indexOf(`\n.SS lstm ${command.name()} `)
      expect(start).toBeGreaterThan(0)
      const lines = plain.slice(start, plain.indexOf('\n.S', start + 1)).split('\n')
      for (const { flag, words } of helpEntries(command)) {
        const entry = lines.findIndex(line => line.includes(`\\fB${flag}\\fR`))
        expect([flag, lines[entry + 1]]).toEqual([flag, words.replaceAll('…', '...')])
      }
    }
    for (const code of ['usage', 'data', 'model', 'diverged', 'interrupted', 'disk', 'memory'] as const)
      expect(stdout).toContain(`\n.B ${new LstmError(code, '').exitCode}\n`)
  })

  it.skipIf(missing)(`is formatted without a warning${untested}`, async () => {
    const { stdout } = await runLstm(['completion', 'man'], { folder })
    const { status, stderr, shown } = formatted(stdout)
    expect([status, stderr]).toEqual([0, ''])
    expect(shown).toMatch(/^NAME\n lstm - a local text classifier$/m)
    expect(shown).toMatch(/--seed <n>/)
  })

  it.skipIf(missing)(`takes no description for a command of the formatter${untested}`, () => {
    const root = new Command('nasty')
    const about = '.SH not a heading \\fB "quoted" \\n(.x'
    root.command('work').summary(about).option('--flag <a>', "'so not this")
    const { status, stderr, shown } = formatted(
      manPage(grammarOf(root), { version: '1', description: about, exitCodes: [[1, '.TP no']] }),
    )
    expect([status, stderr]).toEqual([0, ''])
    expect(shown).toContain(about)
    expect(shown).toContain("'so not this")
    expect(shown).toContain('.TP no')
  })
})
