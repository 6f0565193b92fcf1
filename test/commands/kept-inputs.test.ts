import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
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
  expect((await run('train', '--data', 'test.csv', '--no-network', '--out', 'm')).code).toBe(0)
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
  ])('is not written over: %j', async (args, message) => {
    const before = readFileSync(join(folder, model))
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
    expect(stderr).toContain('name another place with --')
    expect(readFileSync(join(folder, 'train.csv'), 'utf8')).toBe(texts)
    expect(readFileSync(join(folder, 'test.csv'), 'utf8')).toBe(texts)
    expect(readFileSync(join(folder, model)).equals(before)).toBe(true)
  })

  it('may be written into where it is no plain file', async () => {
    const args = ['eval', '--checkpoint', 'm', '--data', 'train.csv', '--all', '--report', '/dev/null']
    expect(await run(...args)).toMatchObject({ code: 0 })
  })
})
