import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hyperparameterTable } from '../src/settings/hyperparameters.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { flag } from '../src/settings/table.ts'
import { runLstm, temporaryFolder } from './run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })

describe('lstm', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await lstm('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('prints help with every subcommand, and examples', async () => {
    const { code, stdout } = await lstm('--help')
    expect(code).toBe(0)
    for (const name of ['train', 'eval', 'predict', 'tokenize'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(stdout).toContain('Examples:')
  })

  it('describes every setting in the help of train, with its official name', async () => {
    const { stdout } = await lstm('train', '--help')
    const words = stdout.replace(/\s+/g, ' ')
    for (const [name, row] of Object.entries({ ...hyperparameterTable, ...runSettingTable })) {
      expect(words).toContain(`${flag(name)} `)
      if (row.kind === 'switch') expect(words).toContain(` ${flag(name).replace('--', '--no-')} `)
      if ('official' in row) expect(words).toContain(`official: ${row.official})`)
    }
  })

  it('groups the flags of train: data, model, training, running', async () => {
    const { stdout } = await lstm('train', '--help')
    expect(stdout.match(/^\S.*:$/gm)).toEqual(['Options:', 'Data:', 'Model:', 'Training:', 'Running:'])
    const group = stdout.slice(stdout.indexOf('Data:'), stdout.indexOf('Model:'))
    for (const name of ['--data-format <', '--maxlen <', '--tokenizer <']) expect(group).toContain(name)
    for (const name of ['--data <', '--minutes <', '--quiet', '--help'])
      expect(stdout.slice(0, stdout.indexOf('Data:'))).toContain(name)
  })

  it('shows stack and causes of every error with LSTM_DEBUG=1, and one line and a hint without', async () => {
    const args = ['predict', '--checkpoint', 'nowhere.safetensors', 'a film']
    const told = 'lstm: there is no file nowhere.safetensors\n'
    expect((await lstm(...args)).stderr).toMatch(new RegExp(`^${told} {6}.*\\n$`))
    process.env.LSTM_DEBUG = '1'
    try {
      const { code, stdout, stderr } = await lstm(...args)
      expect([code, stdout]).toEqual([4, ''])
      expect(stderr).toContain(told)
      expect(stderr).toMatch(/^LstmError: there is no file.*\n +at .*read-file/m)
      expect(stderr).toMatch(/\[cause\]: .*ENOENT/)
    } finally {
      delete process.env.LSTM_DEBUG
    }
  })

  it('says of memory that did not suffice that it did not, with exit code 1', async () => {
    const failing = 'Int32Array.from = () => { throw new RangeError("Array buffer allocation failed") }'
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(failing)}` }
    expect(await runLstm(['predict', 'a film'], { folder, env })).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringMatching(
        /^lstm: there is not enough memory: .*failed\n {6}--threads 1 takes less/m,
      ),
    })
  })

  it.each([[[]], [['unknown']], [['predict', '--unknown']], [['eval', 'surplus']]])(
    'answers %j on stderr with exit code 2',
    async args => {
      const { code, stdout, stderr } = await lstm(...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).not.toBe('')
    },
  )

  it.each([
    [['train', '--preset', 'worst'], "--preset wants one of official, auto, best, not 'worst'"],
    [['predict', '--format'], '--format wants a value: one of text, json, csv, tsv'],
    [['search', '--seed'], '--seed wants a value: <n>'],
    [['completion', 'tcsh'], "shell wants one of bash, zsh, fish, powershell, man, not 'tcsh'"],
    [['completion'], 'completion wants a shell: one of bash, zsh, fish, powershell, man'],
    [['learn'], 'learn wants a model'],
  ])('says to %j what is wanted', async (args, message) => {
    expect((await lstm(...args)).stderr).toBe(`lstm: ${message}\n      see 'lstm ${args[0]} --help'\n`)
  })
})
