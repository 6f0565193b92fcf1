import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })
const small = ['--max-epochs', '3', '--batch-size', '8', '--validation-portion', '0.25', '--network']

const good = ['superb', 'lovely', 'fine', 'great']
const bad = ['awful', 'dreadful', 'dull', 'poor']
const odd = ['loud', 'noisy', 'shrill', 'booming']
const texts = (labels: Readonly<Record<string, readonly string[]>>, count: number) =>
  Array.from({ length: count }, (_, n) =>
    Object.entries(labels).map(([label, words]) => `${label},the ${words[n % words.length]} film ${n % 7}\n`),
  )
    .flat()
    .join('')

beforeAll(async () => {
  writeFileSync(join(folder, 'first.csv'), `label,text\n${texts({ bad, good }, 24)}`)
  writeFileSync(join(folder, 'more.csv'), `label,text\n${texts({ bad: ['nasty'], good, odd }, 16)}`)
  writeFileSync(join(folder, 'again.csv'), `label,text\n${texts({ bad: ['nasty'], good: ['jolly'] }, 16)}`)
  writeFileSync(join(folder, 'others.csv'), `label,text\n${texts({ minus: bad, plus: good }, 8)}`)
  const { code, stderr } = await run(
    'train',
    '--data',
    'first.csv',
    '--preset',
    'auto',
    ...small,
    '--dimension',
    '6',
    '--out',
    'first',
  )
  expect(stderr).toContain('model: first/best.safetensors')
  expect(code).toBe(0)
}, 60_000)

describe('lstm train --from', () => {
  it('inspect --as-command names the model, and makes the same one, to the bit', async () => {
    const flags = ['--data', 'more.csv', '--from', 'first', '--max-epochs', '1']
    expect((await run('train', ...flags, '--out', 'named')).code).toBe(0)
    const { stdout } = await run('inspect', 'named', '--as-command')
    expect(stdout).toContain(' --from first ')
    expect(await run(...stdout.trim().split(' ').slice(1), '--out', 'named-again')).toMatchObject({ code: 0 })
    const bytes = ['named', 'named-again'].map(name => readFileSync(join(folder, name, 'best.safetensors')))
    expect(bytes[0]!.equals(bytes[1]!)).toBe(true)
  })

  it('takes network, n-grams and labels over, adds words and labels, and says so', async () => {
    const { code, stderr } = await run('train', '--data', 'more.csv', '--from', 'first', '--out', 'more')
    expect(stderr).toMatch(/from first: a network of 6 hidden units and [\d,]+ n-grams/)
    expect(stderr).toMatch(/words that it knew: \d+ of \d+ in the texts/)
    expect(stderr).toContain('labels taken over: bad, good; new: odd')
    expect(code).toBe(0)
    const { stdout } = await run(
      'predict',
      '--checkpoint',
      'more',
      'the nasty film',
      'the superb film',
      'the shrill film',
    )
    expect(stdout.replace(/\t[\d.]+\t.*/g, '')).toBe('bad\ngood\nodd\n')
  }, 60_000)

  it('remembers what only the model before has read', async () => {
    await run('train', '--data', 'again.csv', '--from', 'first', '--out', 'again')
    const { stdout } = await run('predict', '--checkpoint', 'again', 'the dreadful film', 'the superb film')
    expect(stdout.replace(/\t[\d.]+\t.*/g, '')).toBe('bad\ngood\n')
  }, 60_000)

  it('makes a new classifier of the old representation for other labels', async () => {
    const { code, stderr } = await run('train', '--data', 'others.csv', '--from', 'first', '--out', 'others')
    expect(stderr).toContain('its labels (bad, good) are others: a new classifier on what it makes of texts')
    expect(code).toBe(0)
  }, 60_000)

  it('goes on to the same bits', async () => {
    await run('train', '--data', 'more.csv', '--from', 'first', ...small, '--out', 'whole')
    const whole = readFileSync(join(folder, 'whole', 'best.safetensors'))
    const resumed = await run('train', '--resume', '--out', 'whole')
    expect(resumed.stderr).toContain('from first:')
    expect(resumed.code).toBe(0)
    expect(readFileSync(join(folder, 'whole', 'best.safetensors')).equals(whole)).toBe(true)
    await run('train', '--data', 'more.csv', '--from', 'first', ...small, '--threads', '1', '--out', 'one')
    expect(readFileSync(join(folder, 'one', 'best.safetensors')).equals(whole)).toBe(true)
  }, 90_000)

  it('takes word vectors of any number of columns beside it, and goes on to the same bits', async () => {
    const vectors = [...good, ...bad, 'nasty', 'jolly', 'merry']
    const signs = vectors.map(word => `${word} ${bad.includes(word) || word === 'nasty' ? -1 : 1} 0.5 0.25\n`)
    writeFileSync(join(folder, 'vectors.txt'), signs.join(''))
    const begun = await run(
      ...['train', '--data', 'again.csv', '--from', 'first', '--word-vectors', 'vectors.txt'],
      ...['--max-epochs', '2', '--out', 'vectors'],
    )
    expect(begun.stderr).toContain('from first: a network of 6 hidden units')
    expect(begun.stderr).toContain('word vectors of vectors.txt: 3 columns')
    expect(begun.code).toBe(0)
    const { stdout } = await run('predict', '--checkpoint', 'vectors', 'the merry film', 'the dreadful film')
    expect(stdout.replace(/\t[\d.]+\t.*/g, '')).toBe('good\nbad\n')
    const whole = readFileSync(join(folder, 'vectors', 'best.safetensors'))
    writeFileSync(join(folder, 'vectors', 'best.safetensors'), '')
    const resumed = await run('train', '--resume', '--out', 'vectors')
    expect(resumed.code).toBe(0)
    expect(readFileSync(join(folder, 'vectors', 'best.safetensors')).equals(whole)).toBe(true)
    writeFileSync(join(folder, 'vectors.txt'), signs.join('').replace('merry 1', 'merry 2'))
    const changed = await run('train', '--resume', '--out', 'vectors')
    expect(changed.stderr).toContain(
      'the word vectors of vectors.txt are others than when the training began',
    )
  }, 60_000)

  it('tells texts that the model has learned from already', async () => {
    const { stderr } = await run(
      'train',
      '--data',
      'first.csv',
      '--from',
      'first',
      '--no-network',
      '--out',
      'same',
    )
    expect(stderr).toContain('48 of 48 texts it has learned from already')
    const later =
      'from +first, which had learned from 48 texts of these before: errors on texts held out may be too'
    expect((await run('inspect', 'same')).stdout).toMatch(new RegExp(later))
    expect((await run('models', '--in', '.', 'same')).stdout).toMatch(
      /\d % of \d+ (test|validation), or more/,
    )
    const { stdout: report } = await run('models', '--in', '.', '--json', 'first')
    expect(JSON.parse(report).models[0]).not.toHaveProperty('seenBefore')
  }, 30_000)

  it.each([
    [['--tokenizer', 'moses'], '--tokenizer is moses, and first has words-2'],
    [['--dimension', '9'], '--dimension is 9, and first has 6'],
    [['--word-vectors', 'nowhere'], 'there are no word vectors nowhere'],
  ])('refuses %j beside it', async (flags, message) => {
    const { code, stderr } = await run(
      'train',
      '--data',
      'more.csv',
      '--from',
      'first',
      ...flags,
      '--out',
      'no',
    )
    expect(stderr).toContain(message)
    expect([2, 3]).toContain(code)
  })

  it('knows the texts that the model before was trained on as its own', async () => {
    const { code } = await run('train', '--data', 'again.csv', '--from', 'first', '--out', 'both')
    expect(code).toBe(0)
    const measured = await run('eval', '--checkpoint', 'both', '--data', 'first.csv')
    expect([measured.code, measured.stderr]).toEqual([
      3,
      expect.stringContaining('the model was trained on 48 of the 48 texts: none is left to measure it on'),
    ])
  }, 60_000)

  it('says that eval will not know the texts of a model that does not know them itself', async () => {
    const flags = ['--preset', 'auto', '--no-network', '--from']
    const bare = ['--data', 'first.csv', ...flags, 'none', '--no-fingerprint', '--out', 'bare']
    expect((await run('train', ...bare)).stderr).not.toContain('cannot be told')
    const { stderr } = await run('train', '--data', 'again.csv', ...flags, 'bare', '--out', 'on-bare')
    expect(stderr).toContain(
      'lstm: which texts bare was trained on cannot be told of this model: lstm eval does not know them\n',
    )
  }, 60_000)

  it('refuses what is no model', async () => {
    expect((await run('train', '--data', 'more.csv', '--from', 'first.csv', '--out', 'no')).code).toBe(4)
    expect((await run('train', '--data', 'more.csv', '--from', 'nowhere', '--out', 'no')).code).toBe(4)
  })
})
