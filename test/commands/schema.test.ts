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
const words = ['--tokenizer', 'words', '--maxlen', '0', '--dimension', '8', '--max-epochs', '1']

beforeAll(async () => {
  await writeFile(join(folder, 'data.csv'), csv(0, 80))
  await writeFile(join(folder, 'new.csv'), csv(80, 120))
  const ngrams = ['--no-network', '--ngrams', '--tokenizer', 'words-2', '--out', 'models/ngrams']
  expect((await lstm('train', ...training, ...ngrams)).code).toBe(0)
  expect((await lstm('train', ...training, ...words, '--out', 'models/network')).code).toBe(0)
}, 60_000)

const evaluate = ['eval', '--data', 'new.csv', '--format', 'json', '--checkpoint']
const predict = ['predict', '--format', 'json', '--checkpoint']

describe('lstm schema', () => {
  it.each([
    [[...evaluate, 'models/ngrams']],
    [[...evaluate, 'models/network', '--slice', 'shop']],
    [[...evaluate, 'models/ngrams', '--target-precision', 'pos=0.5']],
    [[...predict, 'models/ngrams', 'a good film']],
    [[...predict, 'models/network', 'a good film', '--explain']],
    [[...predict, 'models/ngrams', 'a good film', '--top-k', '2']],
    [['inspect', 'models/ngrams', '--json']],
    [['inspect', 'models/network', '--json']],
    [['models', '--in', 'models', '--json']],
  ])('describes all that is printed by %j', async args => {
    const { code, stdout, stderr } = await lstm(...args)
    expect([code, stderr]).toEqual([0, expect.any(String)])
    const schema = JSON.parse((await lstm('schema', args[0]!)).stdout)
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
    })
    const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
      schema,
    )
    const printed = JSON.parse(stdout)
    validate(printed)
    expect(validate.errors).toBeNull()
    expect(validate({ ...printed, another: 1 })).toBe(false)
  })

  it('without a name prints the commands that have one', async () => {
    expect((await lstm('schema')).stdout).toBe('eval\npredict\ninspect\nmodels\n')
  })

  it('refuses another with exit code 2', async () => {
    expect(await lstm('schema', 'serve')).toMatchObject({ code: 2, stdout: '' })
  })
})
