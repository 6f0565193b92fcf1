import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })

beforeAll(() => {
  const words = { bad: ['awful', 'poor', 'dull'], good: ['lovely', 'fine', 'great'] }
  const rows = Array.from({ length: 40 }, (_, n) =>
    Object.entries(words).map(([label, some]) => `${label},it was a ${some[n % 3]} film number ${n}\n`),
  )
  writeFileSync(join(folder, 'texts.csv'), `label,text\n${rows.flat().join('')}`)
})

describe('lstm train --dry-run', () => {
  it.each([
    [['--class-weights', 'nolabel=3'], "--class-weights names 'nolabel', which is no label of the data"],
    [['--network', '--metric', 'f1:nolabel'], '--metric f1:nolabel names no label of the data'],
  ])(
    'refuses what the training refuses, which leaves the model of before where it is: %j',
    async (flags, message) => {
      const trained = ['train', '--data', 'texts.csv', '--out', 'before']
      if (!existsSync(join(folder, 'before'))) expect((await run(...trained)).code).toBe(0)
      const refused = { code: 2, stdout: '', stderr: expect.stringContaining(message) }
      expect(await run(...trained, ...flags, '--dry-run')).toMatchObject(refused)
      expect(await run(...trained, ...flags)).toMatchObject(refused)
      expect(readdirSync(join(folder, 'before'))).toEqual(['best.safetensors'])
    },
  )

  it('refuses more classes than n-grams can be kept of, as train and search do', async () => {
    const rows = Array.from({ length: 9_000 }, (_, n) => `label ${n},word ${n}\n`.repeat(2))
    writeFileSync(join(folder, 'classes.csv'), `label,text\n${rows.join('')}`)
    const message = '18,000 texts of 9,000 classes are too many for n-grams'
    for (const command of [['train', '--dry-run'], ['train'], ['search', '--trials', '1']]) {
      const { code, stderr } = await run(...command, '--data', 'classes.csv')
      expect([command, code, stderr]).toEqual([command, 3, expect.stringContaining(message)])
      expect(stderr).toContain('join rare labels, give fewer texts')
    }
  })

  it.each([
    ['by n-grams', []],
    ['by a network beside them', ['--preset', 'auto', '--network', '--dimension', '8', '--max-epochs', '2']],
    [
      'by a network alone',
      ['--dimension', '8', '--max-epochs', '2', '--maxlen', '0', '--tokenizer', 'words'],
    ],
  ])('says of a training %s what it then is, and writes nothing', async (_, flags) => {
    const args = ['train', '--data', 'texts.csv', ...flags, '--out', 'out', '--json']
    const before = readdirSync(folder)
    const { code, stdout, stderr } = await run(...args, '--dry-run')
    expect(code).toBe(0)
    expect(stderr).toMatch(/\ntime +about [\d.]+ s at most after reading, by this machine's clock\n/)
    expect(stderr).toMatch(/\na dry run: nothing was trained or written\n$/)
    // But for the texts as they were read, which are kept for the training.
    expect(readdirSync(folder).filter(name => !before.includes(name) && name !== '.cache')).toEqual([])

    const planned = JSON.parse(stdout)
    const events = (await run(...args)).stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const start = events.find(({ event }) => event === 'start')
    for (const name of [
      'source',
      'train',
      'validation',
      'test',
      'labels',
      'hyperparameters',
      'plan',
      'vocabulary',
    ])
      expect(planned[name]).toEqual(start[name])
    expect(planned.tokens).toBe(40 * 2 * 7)
    const { sizes, parameters, tensors } = JSON.parse((await run('inspect', 'out', '--json')).stdout)
    expect(planned.vocabulary).toBe(sizes?.vocabulary ?? 0)
    expect(planned.parameters).toBe(parameters)
    expect(
      tensors.find(({ name }: { name: string }) => name === 'ngrams/keys')?.shape[0] ?? 0,
    ).toBeLessThanOrEqual(planned.ngrams)
    const { size } = statSync(join(folder, 'out/best.safetensors'))
    expect(size).toBeLessThan(planned.bytes)
    expect(size).toBeGreaterThan(planned.bytes / 10)
  })

  it('counts the n-grams of a model that it goes on from as well', async () => {
    const args = [
      'train',
      '--data',
      'texts.csv',
      '--from',
      'pretrained',
      '--max-epochs',
      '1',
      '--out',
      'from',
    ]
    const planned = JSON.parse((await run(...args, '--dry-run', '--json')).stdout)
    await run(...args)
    const { ngrams } = JSON.parse((await run('inspect', 'from', '--json')).stdout)
    expect(ngrams).toBeGreaterThan(200_000)
    expect(ngrams).toBeLessThanOrEqual(planned.ngrams)
    expect(statSync(join(folder, 'from/best.safetensors')).size).toBeLessThan(planned.bytes)
  })

  it.each([
    [['--resume'], '--dry-run trains nothing: --resume does not go with it'],
    [['--log', 'jsonl=log.jsonl'], '--dry-run trains nothing: --log does not go with it'],
    [['--folds', '2', '--shard', '1/2'], '--dry-run trains nothing: --shard does not go with it'],
  ])('refuses %j beside it', async (flags, message) => {
    const { code, stdout, stderr } = await run('train', '--data', 'texts.csv', '--dry-run', ...flags)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.split('\n')[0]).toBe(`lstm: ${message}`)
    expect(existsSync(join(folder, 'log.jsonl'))).toBe(false)
  })

  it('finds what a training would be refused for', async () => {
    writeFileSync(join(folder, 'one.csv'), 'label,text\ngood,a\ngood,b\n')
    const { code, stderr } = await run('train', '--data', 'one.csv', '--dry-run')
    expect([code, stderr]).toEqual([3, (await run('train', '--data', 'one.csv')).stderr])
  })
})
