import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const words = ['lamp', 'film', 'shop', 'plot', 'chair', 'radio', 'bread']
const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => {
    const i = from + n
    return `${i % 2 ? 'good' : 'bad'} ${words[i % 7]} number ${i},${i % 2 ? 'pos' : 'neg'}`
  })
/** Texts of two labels, whose words tell the label most of the time. */
function noisyCsv(count: number, seed: number): string {
  const random = new Random(seed)
  return csv(
    Array.from({ length: count }, (_, i) => {
      const label = i % 2
      const told = Array.from({ length: 6 }, () => {
        const about = random.uniform() < 0.65 ? label : 1 - label
        return `${about ? 'fine' : 'poor'}${random.integer(19)}`
      })
      return `${told.join(' ')},${label ? 'pos' : 'neg'}`
    }),
  )
}

const csv = (list: readonly string[]) => `text,label\n${list.join('\n')}\n`

beforeAll(async () => {
  await writeFile(join(folder, 'data.csv'), csv(rows(0, 80)))
  await writeFile(
    join(folder, 'turned.csv'),
    csv(rows(40, 120).map((row, i) => row.replace(/pos$|neg$/, i % 3 ? '$&' : 'pos'))),
  )
  await writeFile(join(folder, 'both.csv'), csv(rows(0, 120)))
  await writeFile(join(folder, 'new.csv'), csv(rows(0, 200)))
  const train = (data: string, out: string) =>
    lstm(
      'train',
      '--no-network',
      '--ngrams',
      '--tokenizer',
      'words-2',
      '--data',
      data,
      '--out',
      out,
      '--test-portion',
      '0',
    )
  for (const [data, out] of [
    ['data.csv', 'a'],
    ['turned.csv', 'b'],
  ] as const)
    expect((await train(data, out)).code).toBe(0)
})

describe('lstm compare', () => {
  it('measures on what no model was trained on, and says so in figures and in words', async () => {
    const { code, stdout } = await lstm('compare', 'a', 'b', '--data', 'new.csv')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^texts +80 of 200; 120 left out, which a model was trained on\n/)
    expect(stdout).toMatch(/\nmodel +accuracy +95 % interval +macro F1 +95 % interval +texts\/s +size\na +\d/)
    expect(stdout).toMatch(/These 80 texts cannot tell|is better than|give the same answers/)
  })

  it('says in the table as well which texts a model was trained on, or may have been', async () => {
    const table = async (...args: string[]) => (await lstm('compare', ...args, '--quiet')).stdout
    expect(await table('a', 'b', '--data', 'both.csv', '--all')).toMatch(
      /^texts +120, all of which a model was trained on\n/,
    )
    await writeFile(join(folder, 'fresh.csv'), csv(rows(200, 240)))
    expect(await table('a', 'b', '--data', 'fresh.csv')).toMatch(
      /^texts +40, none of which a model was trained on\n/,
    )
    const bare = ['--no-network', '--no-fingerprint', '--out', 'bare', '--quiet']
    expect((await lstm('train', '--data', 'data.csv', ...bare)).code).toBe(0)
    expect(await table('a', 'bare', '--data', 'fresh.csv')).toMatch(
      /^texts +40, some of which bare may have been trained on\n/,
    )
  })

  it('gives JSON whose counts add up, the same each time but for the speed', async () => {
    const json = async () => {
      const { textsPerSecond, ...rest } = JSON.parse(
        (await lstm('compare', 'a', 'b', '--data', 'new.csv', '--all', '--format', 'json')).stdout,
      )
      expect(textsPerSecond).toHaveLength(2)
      return rest
    }
    const first = await json()
    const [pair] = first.pairs
    expect(pair.bothRight + pair.onlyFirstRight + pair.onlySecondRight + pair.bothWrong).toBe(200)
    expect(first.texts).toEqual({ offered: 200, measured: 200, leftOut: 0, trainedOn: 120, unknown: [] })
    expect(first.bytes).toHaveLength(2)
    expect(first.verdict).toHaveLength(1)
    expect(await json()).toEqual(first)
  })

  it('keeps models whose names are whole numbers in the order in which they were named, each with its size', async () => {
    const train = (data: string, out: string, ...more: string[]) =>
      lstm('train', '--no-network', '--data', data, '--out', out, '--test-portion', '0', ...more)
    expect((await train('both.csv', '2', '--ngram-features', '3')).code).toBe(0)
    expect((await train('both.csv', '1')).code).toBe(0)
    const { stdout } = await lstm('compare', '2', '1', '--data', 'new.csv', '--format', 'json')
    const { models, pairs, bytes } = JSON.parse(stdout)
    expect(models.map(({ name }: { name: string }) => name)).toEqual(['2', '1'])
    expect(pairs[0]).toMatchObject({ first: '2', second: '1' })
    const sizes = ['2', '1'].map(async name => (await stat(join(folder, name, 'best.safetensors'))).size)
    expect(bytes).toEqual(await Promise.all(sizes))
    expect(bytes[0]).toBeLessThan(bytes[1])
  })

  it('writes all texts with different answers', async () => {
    await lstm('compare', 'a', 'b', '--data', 'new.csv', '--all', '--disagreements', 'd.jsonl')
    const { stdout } = await lstm('compare', 'a', 'b', '--data', 'new.csv', '--all', '--format', 'json')
    const lines = (await readFile(join(folder, 'd.jsonl'), 'utf8')).split('\n').filter(Boolean)
    const { pairs, disputed } = JSON.parse(stdout)
    expect([lines.length, disputed]).toEqual([pairs[0].disagreements, pairs[0].disagreements])
    for (const line of lines) expect(JSON.parse(line).place).toMatch(/^new\.csv:\d+$/)
  })

  it('writes a page with the models overlaid', async () => {
    const compare = (page: string) =>
      lstm('compare', 'a', 'b', '--data', 'new.csv', '--all', '--report', page)
    expect(await compare('page.html')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('report: page.html'),
    })
    const page = await readFile(join(folder, 'page.html'), 'utf8')
    expect(page).toContain('<h1>Models side by side</h1>')
    expect(page).toContain('<span class="first">a</span> <span class="second">b</span>')
    expect(page).not.toContain('<script')
    expect(await compare('nowhere/page.html')).toMatchObject({ code: 1, stdout: '' })
  })

  it('says of two seeds of one training that the texts cannot tell them apart', async () => {
    await writeFile(join(folder, 'half.csv'), noisyCsv(600, 1))
    await writeFile(join(folder, 'fresh.csv'), noisyCsv(400, 2))
    const settings = ['--preset', 'official', '--tokenizer', 'words', '--dimension', '8', '--maxlen', '0']
    const how = ['--optimizer', 'adam', '--learning-rate', '0.01', '--max-epochs', '3', '--test-portion', '0']
    for (const seed of ['1', '2']) {
      const at = ['--data', 'half.csv', '--seed', seed, '--out', `seed${seed}`]
      expect(await lstm('train', ...settings, ...how, ...at)).toMatchObject({ code: 0 })
    }
    const { stdout } = await lstm('compare', 'seed1', 'seed2', '--data', 'fresh.csv', '--format', 'json')
    const { models, pairs, verdict } = JSON.parse(stdout)
    // They have learned something, and not the same.
    for (const { accuracy } of models) expect(accuracy).toBeGreaterThan(0.6)
    expect(pairs[0].disagreements).toBeGreaterThan(0)
    expect(pairs[0].better).toBeNull()
    expect(pairs[0].p).toBeGreaterThan(0.05)
    expect(verdict[0]).toMatch(/^These 400 texts cannot tell seed1 and seed2 apart/)
  })

  it('compares by the labels that a training read as one, in whichever order the models are named', async () => {
    const spelled = (from: number, to: number) =>
      csv(rows(from, to).map((row, i) => (i % 4 === 1 ? row.replace(/pos$/, 'positive') : row)))
    await writeFile(join(folder, 'spelled.csv'), spelled(0, 80))
    await writeFile(join(folder, 'more.csv'), spelled(200, 240))
    const train = (...more: string[]) =>
      lstm('train', '--data', 'spelled.csv', '--no-network', '--quiet', ...more)
    expect((await train('--out', 'three')).code).toBe(0)
    expect((await train('--out', 'two', '--merge-labels', 'positive=pos')).code).toBe(0)
    const json = ['--data', 'more.csv', '--format', 'json']
    const compared = [
      await lstm('compare', 'two', 'three', ...json),
      await lstm('compare', 'three', 'two', ...json),
    ]
    for (const { stdout, stderr } of compared) {
      expect(stderr).toContain('label "positive" is compared as "pos"\n')
      expect(JSON.parse(stdout).models.map(({ accuracy }: { accuracy: number }) => accuracy)).toEqual([1, 1])
    }
  })

  it.each([
    [['compare', 'a'], 2, 'two models at least'],
    [['compare', 'a', 'a'], 2, 'a is named twice'],
    [['compare', 'a', 'missing'], 4, 'missing'],
    [['compare', 'a', 'b', '--data', 'data.csv'], 3, 'trained on all of these texts'],
    [['compare', 'a', 'b', '--data', 'both.csv'], 3, 'is one that one of the models was trained on'],
  ])('refuses %j', async (args, code, message) => {
    expect(await lstm(...args)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) })
  })
})
