import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const config = async (text: string, name = 'flags.yaml') => {
  await writeFile(join(folder, name), text)
  return name
}
const trained = (name: string) => readFile(join(folder, name, 'best.safetensors'))

describe('flags that are not typed', () => {
  it('inspect --as-config writes what makes the same model, to the bit; so does --as-command', async () => {
    const first = await lstm('train', ...tinyTraining, '--max-epochs', '2', '--no-dropout', '--out', 'first')
    expect(first.code).toBe(0)
    const { stdout } = await lstm('inspect', 'first', '--as-config')
    expect(stdout).toMatch(/^data: ".*sample\.csv"$/m)
    expect(stdout).toMatch(/^dropout: false$/m)
    expect((await lstm('train', '--config', await config(stdout), '--out', 'second')).code).toBe(0)
    expect((await trained('second')).equals(await trained('first'))).toBe(true)

    const command = (await lstm('inspect', 'first', '--as-command')).stdout.trim().split(' ')
    expect(command.slice(0, 3)).toEqual(['lstm', 'train', '--data'])
    expect((await lstm(...command.slice(1), '--out', 'third')).code).toBe(0)
    expect((await trained('third')).equals(await trained('first'))).toBe(true)
  })

  it.each([
    ['n-grams alone, of which auto set a network as well', ['--no-network']],
    [
      'an optimizer without the learning rate of its preset',
      ['--preset', 'best', '--optimizer', 'adadelta', '--no-ngrams'],
    ],
  ])('inspect --as-command makes the same model of %s', async (_, settings) => {
    const small = settings.includes('--no-network') ? [] : ['--dimension', '4', '--max-epochs', '1']
    const train = (...args: string[]) => lstm('train', ...args, '--quiet')
    expect((await train('--data', sampleCsv, ...settings, ...small, '--out', 'some')).code).toBe(0)
    const command = (await lstm('inspect', 'some', '--as-command')).stdout.trim().split(' ')
    expect((await train(...command.slice(2), '--out', 'same')).code).toBe(0)
    expect((await trained('same')).equals(await trained('some'))).toBe(true)
  })

  it('the command line goes before the environment, and that before the file', async () => {
    const file = await config('{ "dimension": 4, "maxEpochs": 1, "batch-size": 3 }', 'flags.json')
    process.env.LSTM_BATCH_SIZE = '5'
    process.env.LSTM_DIMENSION = '6'
    try {
      const args = ['--data', sampleCsv, '--tokenizer', 'words', '--maxlen', '0', '--dimension', '8']
      expect((await lstm('train', ...args, '--config', file, '--out', 'order')).code).toBe(0)
    } finally {
      delete process.env.LSTM_BATCH_SIZE
      delete process.env.LSTM_DIMENSION
    }
    const { hyperparameters } = JSON.parse((await lstm('inspect', 'order', '--json')).stdout)
    expect(hyperparameters).toMatchObject({ dimension: 8, batchSize: 5, maxEpochs: 1 })
  })

  it('LSTM_CONFIG names the file as --config does, which goes before it', async () => {
    process.env.LSTM_CONFIG = await config('batchsize: 3', 'named.yaml')
    try {
      const { code, stderr } = await lstm('train', '--data', sampleCsv, '--out', 'named')
      expect(code).toBe(2)
      expect(stderr).toContain("'batchsize' is no flag of lstm train")
      const other = await config('batch-sizes: 3', 'typed.yaml')
      expect(
        (await lstm('train', '--data', sampleCsv, '--config', other, '--out', 'named')).stderr,
      ).toContain("'batch-sizes'")
    } finally {
      delete process.env.LSTM_CONFIG
    }
  })

  it.each([
    ['batchsize: 3', "'batchsize' is no flag of lstm train"],
    ['batch-size: [1, 2]', '--batch-size wants a text or a number, not [1,2]'],
    ['batch-size: many', "--batch-size wants a whole number from 1 to 65536, not 'many'"],
    ['dropout: perhaps', '--dropout wants true or false, not "perhaps"'],
    ['optimizer: adamw', '--optimizer wants one of adadelta, rmsprop, sgd, adam, not "adamw"'],
    ['- a list', 'it holds no names'],
    ['a: [', 'is no file of flags'],
    ['config: other.yaml', "'config' is no flag"],
  ])('refuses %j', async (text, message) => {
    const { code, stderr } = await lstm('train', '--config', await config(text, 'bad.yaml'), '--out', 'bad')
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  it.each([
    ['nowhere.yaml', 'there is no file nowhere.yaml'],
    ['.', 'cannot read .: illegal operation on a directory'],
    ['/dev/zero', '/dev/zero holds more than 1 MiB'],
  ])('says what is wrong with %s, and what a file of flags is', async (path, message) => {
    const hint = 'a file of flags holds names and values, such as batch-size: 32'
    expect(await lstm('inspect', '--config', path)).toEqual({
      code: 2,
      stdout: '',
      stderr: `lstm: ${message}\n      ${hint}\n`,
    })
  })

  it('heeds a byte order mark in the file, and refuses bytes that are no text', async () => {
    const path = join(folder, 'utf16.yaml')
    await writeFile(path, Buffer.from('\ufeffbatchsize: 3\n', 'utf16le'))
    expect((await lstm('inspect', '--config', path)).stderr).toContain("'batchsize' is no flag")
    await writeFile(path, Buffer.from('in: caf\xe9\n', 'latin1'))
    const { code, stderr } = await lstm('models', '--config', path)
    expect([code, stderr]).toEqual([2, expect.stringContaining('bytes that are no UTF-8 text')])
  })

  it('reads the values of flags as those that are typed are read', async () => {
    const predict = (text: string) => lstm('predict', 'fine', '--checkpoint', 'first', '--config', text)
    const top = await predict(await config('top-k: 1\nformat: json', 'top.yaml'))
    expect(JSON.parse(top.stdout).top.length).toBe(1)
    const sure = await predict(await config('threshold: positive=1\nformat: json', 'threshold.yaml'))
    expect([JSON.parse(sure.stdout).label, sure.stderr]).toEqual([
      'negative',
      expect.not.stringContaining('undefined'),
    ])
    const refused = await predict(await config('top-k: some', 'some.yaml'))
    expect(refused).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining("some.yaml: --top-k wants a whole number of at least 1, not 'some'"),
    })
    const serve = await lstm('serve', '--config', await config('cors: [https://a.example, b]', 'cors.yaml'))
    expect([serve.code, serve.stderr]).toEqual([2, expect.stringContaining("'b' is no origin of pages")])
  })

  it('says which variables that look like flags name none; those of other commands do', async () => {
    process.env.LSTM_BATCHSIZE = '5'
    process.env.LSTM_BATCH_SIZE = '5'
    try {
      const { code, stderr } = await lstm('inspect')
      expect([code, stderr.match(/^lstm: LSTM_.*$/gm)]).toEqual([
        0,
        ['lstm: LSTM_BATCHSIZE in the environment names no flag of lstm, and does nothing'],
      ])
    } finally {
      delete process.env.LSTM_BATCHSIZE
      delete process.env.LSTM_BATCH_SIZE
    }
  })
})

describe('JSON', () => {
  it.each([['--json'], ['--format', 'json']])(
    'is had by %j and what follows from every command that has it',
    async (...how) => {
      const { stdout } = await lstm('inspect', 'first', ...how)
      expect(JSON.parse(stdout).labels).toEqual(['negative', 'positive'])
      const measured = await lstm('eval', '--checkpoint', 'first', '--data', sampleCsv, '--all', ...how)
      expect(JSON.parse(measured.stdout).examples).toBe(40)
      const { stdout: answer } = await lstm('predict', 'fine', '--checkpoint', 'first', ...how)
      expect(JSON.parse(answer).text).toBe('fine')
    },
  )
})
