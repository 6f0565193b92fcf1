import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })
const rows = Array.from({ length: 40 }, (_, n) => `${n % 2 ? 'a fine' : 'a poor'} film ${n},${n % 2}\n`)
const texts = `text,label\n${rows.join('')}`

beforeAll(async () => {
  for (const name of ['train.csv', 'test.csv']) writeFileSync(join(folder, name), texts)
  symlinkSync('train.csv', join(folder, 'link.csv'))
  linkSync(join(folder, 'train.csv'), join(folder, 'twin.csv'))
  for (const label of ['pos', 'neg']) {
    mkdirSync(join(folder, 'folder', label), { recursive: true })
    writeFileSync(join(folder, 'folder', label, '1.txt'), label)
  }
  writeFileSync(join(folder, 'folder', 'report.html'), 'earlier')
  expect((await run('train', '--data', 'test.csv', '--no-network', '--out', 'm')).code).toBe(0)
  const args = ['train', '--data', 'train.csv', '--test', 'test.csv', '--no-network', '--out', 'both']
  expect((await run(...args)).code).toBe(0)
})

describe('a file that is read', () => {
  const model = join('m', 'best.safetensors')
  it.each([
    [['split', 'train.csv', '--out', '.'], '--out train.csv is a file that is read'],
    [['split', '--data', 'twin.csv', '--out', '.'], '--out train.csv is a file that is read'],
    [['split', 'link.csv', '--test', 'test.csv', '--out', '.'], '--out train.csv is a file that is read'],
    [['check', 'train.csv', '--write-clean', 'link.csv'], '--write-clean link.csv is a file that is read'],
    [
      ['check', '--data', 'train.csv', '--report', './train.csv'],
      './train.csv is a file that is read, by --data',
    ],
    [
      ['eval', '--data', 'train.csv', '--all', '--predictions', 'twin.csv'],
      'twin.csv is a file that is read',
    ],
    [['eval', '--checkpoint', model, '--report', model], `${model} is a file that is read, by --checkpoint`],
    [
      ['compare', 'm', model, '--data', 'test.csv', '--disagreements', 'test.csv'],
      'is a file that is read, by --data',
    ],
    [
      ['learn', 'm', '--data', 'train.csv', '--out', 'train.csv'],
      '--out train.csv is a file that is read, by --data',
    ],
    [['export', model, '--out', model], `--out ${model} is a file that is read: it would be lost`],
    [
      ['train', '--data', 'train.csv', '--log', 'jsonl=train.csv'],
      '--log train.csv is a file that is read, by --data',
    ],
    // Nobody has named these: they are in the folder of the model, or what it was trained on.
    [
      ['learn', 'm', '--data', 'train.csv', '--out', model],
      `${model} is a file that is read, as the model in m:`,
    ],
    [
      ['export', 'm', '--format', 'safetensors', '--out', model],
      'is a file that is read, as the model in m:',
    ],
    [['eval', '--checkpoint', 'm', '--data', 'train.csv', '--report', model], 'as the model in m:'],
    [
      ['eval', '--checkpoint', 'm', '--all', '--predictions', 'test.csv'],
      `--predictions test.csv is a file that is read, as what ${model} was trained on: it would be lost`,
    ],
    [['eval', '--checkpoint', 'both', '--report', 'test.csv'], 'was trained on: it would be lost'],
    [['compare', 'm', 'both', '--all', '--disagreements', 'test.csv'], 'was trained on: it would be lost'],
    [['learn', 'm', '--data', 'train.csv', '--out', 'test.csv'], 'was trained on: it would be lost'],
    [
      ['eval', '--data', 'folder', '--report', join('folder', 'pos', '1.txt')],
      '1.txt is a file that is read, by --data',
    ],
    [
      ['check', 'folder', '--report', join('folder', 'pos', '1.txt')],
      '1.txt is a file that is read: it would',
    ],
  ])('is not written over: %j', async (args, message) => {
    const before = readFileSync(join(folder, model))
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
    expect(stderr).toContain('name another place with --')
    expect(readFileSync(join(folder, 'train.csv'), 'utf8')).toBe(texts)
    expect(readFileSync(join(folder, 'test.csv'), 'utf8')).toBe(texts)
    expect(readFileSync(join(folder, model)).equals(before)).toBe(true)
    expect(readFileSync(join(folder, 'folder', 'pos', '1.txt'), 'utf8')).toBe('pos')
  })

  it('may be written into where it is no plain file', async () => {
    const args = ['eval', '--checkpoint', 'm', '--data', 'train.csv', '--all', '--report', '/dev/null']
    expect(await run(...args)).toMatchObject({ code: 0 })
  })

  it('is what is read: texts that a model was trained on are not, where others are named', async () => {
    const results = join(folder, 'results.csv')
    writeFileSync(results, texts)
    const train = ['train', '--data', 'results.csv', '--no-network', '--out', 'other']
    expect(await run(...train)).toMatchObject({ code: 0 })
    const args = [
      'eval',
      '--checkpoint',
      'other',
      '--data',
      'test.csv',
      '--all',
      '--predictions',
      'results.csv',
    ]
    expect(await run(...args)).toMatchObject({ code: 0 })
    expect(readFileSync(results, 'utf8')).not.toBe(texts)
  })

  it('is no report of an earlier time beside the folders of texts, or in the folder of a model', async () => {
    writeFileSync(join(folder, 'm', 'report.html'), 'earlier')
    for (const report of [join('folder', 'report.html'), join('m', 'report.html')]) {
      const args = ['eval', '--checkpoint', 'm', '--data', 'folder', '--all', '--report', report]
      const refused = expect.stringContaining("the label 'positive' is not one of the model's")
      expect(await run(...args)).toMatchObject({ code: 3, stderr: refused })
    }
  })
})
