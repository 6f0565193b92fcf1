import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cleanRows, csvOf } from '../check/planted.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })

describe('lstm check', () => {
  it('tells the worst first, for people and for programs, and ends with 3 where it is to be strict', async () => {
    const rows = cleanRows(120)
    const bad = `${csvOf([...rows, rows[0]!, { text: '', label: 'positive' }, { text: 'Fine <b>film</b>', label: 'Positive' }])}lost\n`
    await writeFile(join(folder, 'bad.csv'), bad)
    const people = await lstm('check', 'bad.csv')
    expect(people.code).toBe(0)
    expect(people.stdout).toMatch(/^error +1 row cannot be used.*bad\.csv:125: 1 value/m)
    expect(people.stdout).toMatch(
      /^warning +labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "Positive" \(1\)/m,
    )
    expect(people.stdout.indexOf('\nerror ')).toBeLessThan(people.stdout.indexOf('\nwarning '))
    expect(people.stdout).toMatch(
      /^baseline +\d\d\.\d % right of [\d,]+ texts without a model: the most frequent label for each\nright +\d\d\.\d % by n-grams, of [\d,]+ texts that they had not seen$/m,
    )
    expect(people.stdout).toMatch(
      /^ +learned from fewer, on \d+ others: \d\d\.\d % from \d+, .*\d\d\.\d % from \d+ texts$/m,
    )

    const strict = await lstm('check', '--data', 'bad.csv', '--format', 'json', '--strict')
    expect([strict.code, strict.stderr]).toEqual([
      3,
      expect.stringMatching(/^lstm: \d+ findings are more than a note \(--strict\)$/m),
    ])
    const found = JSON.parse(strict.stdout)
    expect(found).toMatchObject({ data: 'bad.csv', texts: { train: 123, test: 0 } })
    const markup = found.findings.find(({ kind }: { kind: string }) => kind === 'markup')
    expect(markup.examples).toEqual([
      { place: 'bad.csv:124', split: 'train', text: 'Fine <b>film</b>', label: 'Positive' },
    ])
  })

  it('has nothing against a clean file, and writes a page and clean texts', async () => {
    const rows = cleanRows(300)
    await writeFile(join(folder, 'clean.csv'), csvOf([...rows, rows[3]!]))
    const args = ['--strict', '--report', 'check.html', '--write-clean', 'kept.csv']
    const { code, stderr } = await lstm('check', 'clean.csv', ...args)
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('clean: 300 texts in kept.csv; left out: 0 empty, 1 equal'),
    ])
    expect((await readFile(join(folder, 'kept.csv'), 'utf8')).trimEnd().split('\n')).toHaveLength(301)
    const page = await readFile(join(folder, 'check.html'), 'utf8')
    expect(page).toContain('<h1>Check of labelled texts</h1>')
    expect(page).toMatch(/Found<[^>]*>\s*<[^>]*>\d+ notes?</)
    expect(page).not.toContain('<script')
  })

  it('takes rows that are left out as asked for none that are wrong, and counts them', async () => {
    await writeFile(join(folder, 'left.csv'), `${csvOf(cleanRows(300))}lost\n`)
    const asked = await lstm('check', 'left.csv', '--skip-bad', '--strict')
    expect(asked.code).toBe(0)
    expect(asked.stdout).toMatch(
      /^note +1 row that cannot be used is left out \(--skip-bad\): left\.csv:302: 1 value/m,
    )
    const piece = await lstm('check', 'left.csv', '--skip-bad', '--shard', '1/2')
    expect(piece.stdout).toContain('is left out (--skip-bad)')
    expect((await lstm('check', 'left.csv', '--strict')).code).toBe(3)
  })

  it('finds the same in any number of threads, and takes no other word for one', async () => {
    await writeFile(join(folder, 'threads.csv'), csvOf(cleanRows(300)))
    const [one, three, wrong] = await Promise.all(
      ['1', '3', 'many'].map(threads => lstm('check', 'threads.csv', '--threads', threads)),
    )
    expect(one!.stdout).toMatch(/^texts +300$/m)
    expect(three!.stdout).toBe(one!.stdout)
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong!.stderr).toContain("--threads wants a whole number from 0 to 256, not 'many'")
  })

  it('reads stdin, and a test file beside it', async () => {
    const rows = cleanRows(60)
    await writeFile(join(folder, 'test.csv'), csvOf(rows.slice(0, 20)))
    const { stdout } = await runLstm(['check', '-', '--test', 'test.csv'], { folder, input: csvOf(rows) })
    expect(stdout).toMatch(/^texts +60 to train on, 20 to test on$/m)
    expect(stdout).toMatch(/^warning +20 of 20 test texts stand among the training texts as well/m)
  })
})
