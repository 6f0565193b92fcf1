import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })

const csv = (from: number, to: number) => {
  const rows = Array.from({ length: to - from }, (_, n) => {
    const positive = (from + n) % 2
    return `${positive ? 'good' : 'bad'} film number ${from + n},${positive ? 'pos' : 'neg'},${n % 3}\n`
  })
  return `text,label,shop\n${rows.join('')}`
}

const training = ['--data', 'data.csv', '--test-portion', '0', '--fingerprint']
/** Kinds of events that were printed. */
const seen = new Set<string>()
const words = ['--tokenizer', 'words', '--maxlen', '0', '--dimension', '8', '--max-epochs', '1']

beforeAll(async () => {
  await writeFile(join(folder, 'data.csv'), csv(0, 80))
  await writeFile(join(folder, 'new.csv'), csv(80, 120))
  await writeFile(
    join(folder, 'faults.csv'),
    `${csv(0, 120)}<b>good</b> film number 3,neg,0\nbad film number 4,neg,1\nтак себе,pos,1\n`,
  )
  await writeFile(join(folder, 'costs.csv'), 'label,neg,pos\nneg,0,1\npos,2,0\n')
  await writeFile(join(folder, 'labels.csv'), 'label,predicted\npos,pos\nneg,pos\n')
  await writeFile(join(folder, 'answers.csv'), 'label,predicted,probability\npos,pos,0.9\nneg,pos,0.6\n')
  const ngrams = ['--no-network', '--ngrams', '--tokenizer', 'words-2', '--out', 'models/ngrams']
  expect((await lstm('train', ...training, ...ngrams)).code).toBe(0)
  expect((await lstm('train', ...training, ...words, '--out', 'models/network')).code).toBe(0)
}, 60_000)

const evaluate = ['eval', '--data', 'new.csv', '--format', 'json', '--checkpoint']
const predict = ['predict', '--format', 'json', '--checkpoint']
const compare = ['compare', '--data', 'new.csv', '--format', 'json']
const train = ['train', ...training, '--json']

async function schemaOf(name: string): Promise<object> {
  return JSON.parse((await lstm('schema', name)).stdout)
}

const compiled = (schema: object) =>
  new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema)

describe('lstm schema', () => {
  it.each([
    [[...evaluate, 'models/ngrams']],
    [[...evaluate, 'models/network', '--slice', 'shop']],
    [[...evaluate, 'models/ngrams', '--target-precision', 'pos=0.5']],
    [['eval', '--from-predictions', 'answers.csv', '--format', 'json']],
    [['eval', '--from-predictions', 'labels.csv', '--format', 'json']],
    [['eval', '--from-predictions', 'answers.csv', '--slice', 'label', '--costs', 'costs.csv', '--json']],
    [['eval', '--from-predictions', 'labels.csv', '--slice', 'label', '--json']],
    [['lag', '--cell', 'elman', 'tied', '--seeds', '2', '--epochs', '2', '--json']],
    [['lag', '--seeds', '1', '--epochs', '1', '--json']],
    [[...train, '--dry-run']],
    [[...predict, 'models/ngrams', 'a good film']],
    [[...predict, 'models/network', 'a good film', '--explain']],
    [[...predict, 'models/ngrams', 'a good film', '--top-k', '2']],
    [[...compare, 'models/network', 'models/ngrams']],
    [['check', 'data.csv', '--format', 'json']],
    [['check', 'faults.csv', '--test', 'new.csv', '--format', 'json']],
    [['split', 'data.csv', '--format', 'json']],
    [['learn', 'models/ngrams', '--data', 'faults.csv', '--format', 'json']],
    [['tokenize', '--tokenizer', 'words', '--format', 'json']],
    [['tokenize', '--checkpoint', 'models/network', '--ids', '--format', 'json']],
    [
      [
        ...train,
        ...words,
        '--validation-interval',
        '5',
        '--save-interval',
        '5',
        '--display-interval',
        '2',
        '--out',
        'again',
      ],
    ],
    [[...train, ...words, '--folds', '2', '--ngrams', '--metric', 'macro-f1', '--out', 'folds']],
    [[...train, '--no-network', '--ngrams', '--tokenizer', 'words', '--out', 'again']],
    [['search', '--data', 'data.csv', '--trials', '2', '--json', '--out', 'search']],
    [['inspect', 'models/ngrams', '--json']],
    [['inspect', 'models/network', '--json']],
    [['inspect', 'models/ngrams', '--words', '--json']],
    [['models', '--in', 'models', '--json']],
  ])('describes all that is printed by %j', async args => {
    const input = args[0] === 'tokenize' ? 'A good film.\n\nAnother\n' : ''
    const { code, stdout, stderr } = await runLstm(args, { folder, input })
    expect([code, stderr]).toEqual([0, expect.any(String)])
    const schema = await schemaOf(args[0]!)
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
    const validate = compiled(schema)
    const printed = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    for (const value of printed) {
      validate(value)
      expect([value, validate.errors]).toEqual([value, null])
      const changed = Array.isArray(value) ? [...value, 1] : { ...value, another: 1 }
      expect(validate(changed)).toBe(false)
    }
    for (const { event } of printed) if (event !== undefined) seen.add(`${args[0]} ${event}`)
  })

  it('describes each kind of event: none was left out above', () => {
    const ofTraining = ['plan', 'start', 'update', 'validation', 'saved', 'fold', 'earlier', 'end']
    const ofSearch = ['search', 'trial', 'winner']
    const expected = [...ofTraining.map(name => `train ${name}`), ...ofSearch.map(name => `search ${name}`)]
    expect([...seen]).toEqual(expect.arrayContaining(expected))
  })

  it('without a name prints the commands that have one', async () => {
    expect((await lstm('schema')).stdout.trimEnd().split('\n')).toEqual([
      ...[
        'train',
        'eval',
        'compare',
        'predict',
        'learn',
        'check',
        'search',
        'split',
        'tokenize',
        'lag',
        'inspect',
        'models',
      ],
    ])
  })

  it('refuses another with exit code 2', async () => {
    expect(await lstm('schema', 'serve')).toMatchObject({ code: 2, stdout: '' })
  })
})
