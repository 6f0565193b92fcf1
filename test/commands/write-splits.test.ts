import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const rows = Array.from(
  { length: 100 },
  (_, i) => `"${i % 2 ? 'good' : 'bad'}, number ${i}",${i % 2 ? 'pos' : 'neg'}`,
)

describe('lstm split', () => {
  it('writes every text into one file, the test texts being those that eval measures after a training', async () => {
    await writeFile(join(folder, 'data.csv'), `text,label\n${rows.join('\n')}\n`)
    const { code, stdout } = await lstm(
      'split',
      'data.csv',
      '--tokenizer',
      'words',
      '--validation-portion',
      '0.2',
    )
    expect(code).toBe(0)
    const names = ['train', 'validation', 'test']
    expect(stdout).toBe(names.map((name, i) => `${join('splits', name)}.csv\t${[64, 16, 20][i]}\n`).join(''))
    const parts = await Promise.all(
      names.map(name => readFile(join(folder, 'splits', `${name}.csv`), 'utf8')),
    )
    const texts = parts.map(part => part.trimEnd().split('\n').slice(1))
    expect(texts.flat().sort()).toEqual(rows.toSorted())

    await lstm('train', ...tinyTraining, '--data', 'data.csv', '--out', 'm', '--max-epochs', '1')
    await lstm('eval', '--checkpoint', 'm', '--predictions', 'test.jsonl')
    const measured = (await readFile(join(folder, 'test.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).text)
    expect(measured.map(text => texts[2]!.some(row => row.startsWith(`"${text}"`)))).toEqual(
      new Array(20).fill(true),
    )
  })

  it('tells what it did as JSON, and writes Parquet that train reads', async () => {
    const { stdout } = await lstm(
      'split',
      '--data',
      'data.csv',
      '--to',
      'parquet',
      '--out',
      'p',
      '--format',
      'json',
    )
    expect(JSON.parse(stdout)).toMatchObject({
      data: 'data.csv',
      seed: 123,
      splits: [{ split: 'train' }, { split: 'validation' }, { split: 'test', texts: 20 }],
    })
    const files = ['--data', join('p', 'train.parquet'), '--test', join('p', 'test.parquet')]
    expect(await lstm('train', ...tinyTraining, ...files, '--out', 'q', '--max-epochs', '1')).toMatchObject({
      code: 0,
    })
  })

  it('says which command trains on them, as it is to be typed: of names with blanks, and of no test texts none', async () => {
    const trains = async (...args: string[]) => {
      const env = { npm_command: 'exec' }
      const { stderr } = await runLstm(['split', 'data.csv', '--out', 's p', ...args], { folder, env })
      return stderr.split('\n').find(line => line.startsWith('train on'))
    }
    const data = `--data '${join('s p', 'train.csv')}'`
    expect(await trains('--validation-portion', '0.2')).toBe(
      `train on 64 texts of them with: npx lstm train ${data} --test '${join('s p', 'test.csv')}'`,
    )
    expect(await trains('--validation-portion', '0.2', '--test-portion', '0')).toBe(
      `train on 80 texts of them with: npx lstm train ${data}`,
    )
  })

  it('keeps files of these names that are there', async () => {
    await mkdir(join(folder, 'own'))
    await writeFile(join(folder, 'own', 'train.csv'), 'of mine')
    const { code, stderr } = await lstm('split', 'data.csv', '--out', 'own')
    const kept = join('own', 'previous')
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`train.csv was there already, and is kept in ${kept}\n`),
    ])
    expect(await readFile(join(folder, kept, 'train.csv'), 'utf8')).toBe('of mine')
  })

  it.each([
    [['split'], 2, 'which data?'],
    [['split', 'a.csv', '--data', 'b.csv'], 2, 'named twice'],
    [['split', 'missing.csv'], 3, 'missing.csv does not exist'],
  ])('refuses %j', async (args, code, message) => {
    expect(await lstm(...args, '--out', 'none/here')).toMatchObject({
      code,
      stderr: expect.stringContaining(message),
    })
    expect(existsSync(join(folder, 'none'))).toBe(false)
  })
})
