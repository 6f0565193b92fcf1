import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { compare, evaluate, load, readCorpus } from '../../src/index.ts'
import { flagsOf, runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const tableOf = (name: string, labels: readonly string[], count: number, from = 0) => {
  const rows = Array.from({ length: count }, (_, n) => {
    const label = labels[n % labels.length]!
    return `${label},a ${label.toLowerCase() === 'good' ? 'fine' : 'dull'} film number ${from + n}`
  })
  writeFileSync(join(folder, name), `label,text\n${rows.join('\n')}\n`)
}
const said = 'lstm: label "Good", read as "good": 30 texts\n'

describe('--merge-labels', () => {
  beforeAll(async () => {
    tableOf('rows.csv', ['good', 'bad', 'Good', 'bad'], 120)
    tableOf('others.csv', ['good', 'bad', 'Good', 'bad'], 40, 1000)
    const { code, stderr } = await lstm(
      ...['train', '--data', 'rows.csv', '--merge-labels', 'Good=good', '--from', 'none'],
      ...['--network', '--preset', 'auto', '--dimension', '4', '--max-epochs', '2', '--out', 'm'],
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining(said)])
    expect(stderr).toContain('labels bad, good\n')
  }, 60_000)

  it('is kept in the model: eval, learn and a training that goes on read by it', async () => {
    const own = await lstm('eval', '--checkpoint', 'm', '--all')
    expect([own.code, own.stderr]).toEqual([0, expect.stringContaining(said)])
    const others = await lstm('eval', '--checkpoint', 'm', '--data', 'others.csv', '--format', 'json')
    expect([others.code, others.stderr]).toEqual([
      0,
      expect.stringContaining('label "Good", read as "good": 10 texts'),
    ])
    expect(JSON.parse(others.stdout)).toMatchObject({ examples: 40 })
    await using model = await load(join(folder, 'm'))
    const figures = await evaluate(model, readCorpus(join(folder, 'others.csv')))
    expect(figures).toMatchObject({ examples: 40, accuracy: JSON.parse(others.stdout).accuracy })
    expect(figures.notices).toContain('label "Good", read as "good": 10 texts')
    const compared = await compare({ one: model, two: model }, readCorpus(join(folder, 'others.csv')))
    expect(compared.examples).toBe(40)
    const learned = await lstm('learn', 'm', '--data', 'others.csv', '--out', 'learned.safetensors')
    expect([learned.code, learned.stderr]).toEqual([0, expect.stringContaining('"good": 10 texts')])
    const resumed = await lstm('train', '--resume', '--out', 'm', '--max-epochs', '2')
    expect(resumed.code).toBe(0)
    const named = ['--resume', '--out', 'm', '--data', 'rows.csv']
    expect(await lstm('train', ...named)).toMatchObject({ code: 0, stderr: expect.stringContaining(said) })
    const otherwise = await lstm('train', ...named, '--merge-labels', 'Good=bad')
    expect([otherwise.code, otherwise.stderr]).toEqual([
      3,
      expect.stringContaining('rows.csv is read with other labels than when the training began'),
    ])
  }, 60_000)

  it('holds for check and split, and for the command that a search tells', async () => {
    const check = await lstm('check', 'rows.csv', '--merge-labels', 'Good=good')
    expect(check.stdout).toMatch(/^good +60 +50\.0 %$/m)
    expect(check.stdout).not.toContain('differ only in case')
    expect((await lstm('check', 'rows.csv')).stdout).toContain('(--merge-labels reads them as one)')
    expect((await lstm('split', 'rows.csv', '--merge-labels', 'Good=good', '--out', 'parts')).code).toBe(0)
    expect(readFileSync(join(folder, 'parts/train.csv'), 'utf8')).not.toContain('Good')
    const flags = ['--data', 'rows.csv', '--merge-labels', 'Good=good', '--no-network', '--from', 'none']
    const search = await lstm('search', ...flags, '--trials', '1', '--folds', '2', '--out', 's')
    const command = search.stderr.trim().split('\n').at(-1)!
    expect(command).toContain('--merge-labels Good=good')
    expect((await lstm(...flagsOf(command.trim()))).code).toBe(0)
    expect(readFileSync(join(folder, 's-again/best.safetensors'))).toEqual(
      readFileSync(join(folder, 's/best.safetensors')),
    )
  }, 60_000)

  it("names labels with ',' and '=' in them by a backslash", async () => {
    const rows = Array.from({ length: 12 }, (_, n) => `"${n % 2 ? 'a=1, b' : 'c'}",text number ${n}`)
    writeFileSync(join(folder, 'marks.csv'), `label,text\n${rows.join('\n')}\n`)
    const { stdout, code } = await lstm('check', 'marks.csv', '--merge-labels', 'a\\=1\\, b=d')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^d +6 /m)])
  })

  it.each([
    ['check', 'rows.csv', '--merge-labels', 'Good'],
    ['eval', '--from-predictions', 'answers.csv', '--merge-labels', 'Good=good'],
  ])('is refused where it says nothing: %s %s %s %s', async (...args) => {
    expect((await lstm(...args)).code).toBe(2)
  })
})
