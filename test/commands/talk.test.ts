import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })

const commands = [
  ...[
    'train',
    'search',
    'eval',
    'learn',
    'predict',
    'merge',
    'check',
    'compare',
    'split',
    'serve',
    'tokenize',
  ],
  ...['lag', 'models', 'inspect', 'schema', 'import', 'export', 'data', 'completion'],
]

beforeAll(async () => {
  writeFileSync(join(folder, 'bad.csv'), 'label,text\ngood,fine\n')
  expect((await run('train', ...tinyTraining, '--max-epochs', '1', '--out', 'm')).code).toBe(0)
})

describe('-h', () => {
  it.each([[], ...commands.map(name => [name])].map(args => [args]))(
    'lstm %j: on 24 lines of 80 columns, and says where all is',
    async args => {
      const { code, stdout } = await run(...args, '-h')
      const lines = stdout.trimEnd().split('\n')
      expect(code).toBe(0)
      expect(lines[0]).toMatch(/^Usage: lstm/)
      expect(lines.length).toBeLessThanOrEqual(24)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
      expect(lines.at(-1)).toBe(lines.at(-1)!.replace(/lstm.*/, ['lstm', ...args, '--help'].join(' ')))
    },
  )

  it('is an answer after --', async () => {
    expect((await run('predict', '--quiet', '--', '-h')).stdout).toMatch(/^(positive|negative)\t/)
  })
})

describe('--quiet and --verbose', () => {
  it.each([
    [['train', ...tinyTraining, '--max-epochs', '1', '--out', 'quiet']],
    [['eval', '--checkpoint', 'm']],
    [['predict', '--checkpoint', 'm', 'a film']],
    [['check', '--data', sampleCsv]],
    [['split', '--data', sampleCsv, '--out', 'parts']],
    [['models']],
    [['inspect', 'm']],
  ])(
    'lstm %j is as before on stdout, with -q silent on stderr, with --verbose says what it took',
    async args => {
      const usual = await run(...args)
      const quiet = await run(...args, '-q')
      const more = await run(...args, '--verbose')
      const withoutTimes = (text: string) => text.replace(/\d\d\d\d-\d\d-\d\d \d\d:\d\d/g, '')
      expect([usual.code, quiet.code, more.code]).toEqual([0, 0, 0])
      for (const { stdout } of [quiet, more]) expect(withoutTimes(stdout)).toBe(withoutTimes(usual.stdout))
      expect(quiet.stderr).toBe('')
      expect(more.stderr).toMatch(/\nlstm: took \d+\.\d\d s and [\d.]+ MB of memory\n$|^lstm: took/)
    },
  )

  it('leave errors as they are', async () => {
    const usual = await run('train', '--data', 'bad.csv')
    expect(usual.code).toBe(3)
    const quiet = await run('train', '--data', 'bad.csv', '--quiet')
    expect(quiet.code).toBe(3)
    expect(quiet.stderr).toMatch(/^lstm: /)
    expect(usual.stderr.endsWith(quiet.stderr)).toBe(true)
  })

  it('do not go together', async () => {
    const { code, stderr } = await run('models', '--quiet', '--verbose')
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'lstm: --quiet does not go with --verbose'])
  })

  it('show each update of a training with --verbose, else each validation alone', async () => {
    const args = ['train', ...tinyTraining, '--max-epochs', '2', '--display-interval', '1', '--out', 'lines']
    const updates = /^epoch \d+ {2}update \d+/m
    expect((await run(...args)).stderr).not.toMatch(updates)
    expect((await run(...args, '--verbose')).stderr).toMatch(updates)
  })
})
