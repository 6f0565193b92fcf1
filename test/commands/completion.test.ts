import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { engineNames } from '../../src/engines/engine.ts'
import { presets } from '../../src/settings/presets.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'
import { candidates, missing, type Shell, shells } from './completion/shells.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const scripts = {} as Record<Shell, string>
/** By command, as its help shows them: ['--preset', …]. */
const flags: Record<string, string[]> = {}

beforeAll(async () => {
  mkdirSync(join(folder, 'runs'))
  writeFileSync(join(folder, 'model.safetensors'), '')
  writeFileSync(join(folder, 'my texts.csv'), '')
  for (const command of commands.filter(name => name !== 'help')) {
    flags[command] = (await lstm(command, '--help')).stdout.match(/(?<=^ {2}(?:-\w, )?)--[\w-]+/gm) ?? []
  }
  for (const shell of shells) scripts[shell] = (await lstm('completion', shell)).stdout
})

const everything = ['model.safetensors', 'my texts.csv', 'runs']
const commands = [
  ...[
    'check',
    'compare',
    'completion',
    'data',
    'eval',
    'export',
    'help',
    'import',
    'inspect',
    'lag',
    'learn',
  ],
  ...['merge', 'models', 'predict', 'schema', 'search', 'serve', 'split', 'tokenize', 'train'],
]

describe.each(shells)('lstm completion %s', shell => {
  it('prints a script and nothing else', async () => {
    const { code, stdout, stderr } = await lstm('completion', shell)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^#.*lstm/)
  })

  it('knows every flag that the help shows', () => {
    for (const flag of Object.values(flags).flat()) {
      expect(scripts[shell]).toMatch(new RegExp(`(--|-l )${flag.slice(2)}(?![\\w-])`))
    }
  })

  const skip = missing(shell)
  describe.skipIf(skip)(`in ${shell} itself${skip ? ` (skipped: ${skip})` : ''}`, () => {
    it.each<[typed: string, offered: readonly string[]]>([
      ['lstm ', commands],
      ['lstm pr', ['predict']],
      ['lstm --v', ['--version']],
      ['lstm train --pre', ['--preset']],
      ['lstm train --preset ', Object.keys(presets)],
      ['lstm eval --engine ', engineNames],
      ['lstm predict --format ', ['text', 'json', 'csv', 'tsv']],
      ['lstm predict --format=', ['text', 'json', 'csv', 'tsv']],
      ['lstm predict --format=j', ['json']],
      ['lstm predict text --exp', ['--explain']],
      ['lstm train --no-d', ['--no-dropout']],
      ['lstm train --seed ', []],
      ['lstm eval --checkpoint ', everything],
      ['lstm train --data=my', ['my texts.csv']],
      ['lstm train --out ', ['runs']],
      ['lstm train --out=', ['runs']],
      ['lstm inspect ', everything],
      ['lstm inspect model.safetensors --j', ['--json']],
      ['lstm import m', ['model.safetensors', 'my texts.csv']],
      ['lstm data ', ['cache', 'imdb']],
      ['lstm lag --svg ', everything],
      ['lstm lag --svg --j', ['--json']],
      ['lstm completion ', [...shells, 'man']],
      ['lstm help tok', ['tokenize']],
    ])('%j', (typed, offered) => {
      expect(candidates(shell, scripts[shell], typed, folder)).toEqual([...offered].sort())
    })

    it('offers after each command the flags that its help shows, and no others', () => {
      for (const [command, shown] of Object.entries(flags)) {
        expect(shown).toContain('--help')
        expect(candidates(shell, scripts[shell], `lstm ${command} --`, folder)).toEqual(shown.sort())
      }
    })
  })
})

it.each([[[]], [['tcsh']]])('lstm completion %j is refused with exit code 2', async args => {
  const { code, stdout, stderr } = await lstm('completion', ...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('shell')
})
