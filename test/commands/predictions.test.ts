import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bin, runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const evaluate = (...args: string[]) => runLstm(['eval', ...args], { folder })
const figures = async (...args: string[]) => {
  const { stdout, stderr } = await evaluate('--format', 'json', ...args)
  const { model: _, data: __, texts: ___, predictions: ____, ...rest } = JSON.parse(stdout)
  return { ...rest, stderr }
}

beforeAll(async () => {
  const out = join('checkpoints', 'tiny')
  await runLstm(['train', ...tinyTraining, '--out', out, '--max-epochs', '3'], { folder })
})

describe('lstm eval --predictions', () => {
  it.each(['csv', 'tsv', 'jsonl', 'parquet'])(
    'writes %s that --from-predictions measures alike (to 1e-6)',
    async ending => {
      const file = `answers.${ending}`
      const measured = await figures('--predictions', file)
      expect(measured.stderr).toContain(`predictions: ${file}`)
      const again = await figures('--from-predictions', file)
      expect(again).toMatchObject({ confusion: measured.confusion, accuracy: measured.accuracy })
      expect(Math.abs(again.cost - measured.cost)).toBeLessThan(1e-6)
    },
  )

  it('names the place and the text of each row, in the order of the data', async () => {
    await evaluate('--predictions', 'answers.jsonl', '--all')
    const rows = (await readFile(join(folder, 'answers.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    const lines = (await readFile(sampleCsv, 'utf8')).split('\n')
    expect(rows).toHaveLength(40)
    for (const { place, text } of rows) {
      const line = Number(place.slice(place.lastIndexOf(':') + 1))
      expect(lines[line - 1]!.replaceAll('""', '"')).toContain(text)
    }
    expect(rows.filter(({ split }) => split === 'train')).toHaveLength(32)
    expect(Object.keys(rows[0])).toEqual([
      'place',
      'split',
      'text',
      'label',
      'predicted',
      'probability',
      'probabilities',
    ])
  })

  it.each(['csv', 'jsonl', 'parquet'])(
    'has the column of --slice as %s, by which it is measured again',
    async ending => {
      const [head, ...lines] = (await readFile(sampleCsv, 'utf8')).trimEnd().split('\n')
      const rows = lines.map((line, n) => `${line},${n % 3 ? 'north' : 'south'},${n % 2}`)
      await writeFile(join(folder, 'shops.csv'), `${head},shop,place\n${rows.join('\n')}\n`)
      const slicesOf = async (...args: string[]) => (await figures(...args)).slices[0]
      for (const [column, kept] of [
        ['shop', 'shop'],
        ['place', 'slice_place'],
      ] as const) {
        const args = ['--data', 'shops.csv', '--all', '--slice', column, '--predictions', `kept.${ending}`]
        const { slices } = await slicesOf(...args)
        expect(slices).toHaveLength(2)
        expect(await slicesOf('--from-predictions', `kept.${ending}`, '--slice', kept)).toEqual({
          ...{ by: kept, slices },
        })
      }
    },
  )

  it('reads stdin a second time for the texts', async () => {
    const input = await readFile(sampleCsv)
    const args = ['eval', '--data', '-', '--predictions', 'piped.csv', '--quiet']
    expect(await runLstm(args, { folder, input })).toMatchObject({ code: 0 })
    expect(await readFile(join(folder, 'piped.csv'), 'utf8')).toContain('\nstdin:2,test,"A warm, funny film')
  })

  it('finds out before the evaluation that the file cannot be written, or of what kind it is to be', async () => {
    expect(await evaluate('--predictions', join('missing', 'a.csv'))).toMatchObject({ code: 1, stdout: '' })
    const { code, stderr } = await evaluate('--predictions', 'answers.xlsx')
    expect([code, stderr]).toEqual([2, expect.stringContaining('the ending names no format')])
  })
})

describe('lstm eval --from-predictions', () => {
  it('measures what lstm predict writes beside the true labels', async () => {
    const input = await readFile(sampleCsv)
    const { stdout } = await runLstm(['predict', '--input-format', 'csv', '--quiet'], { folder, input })
    await writeFile(join(folder, 'kept.csv'), stdout)
    const { examples, cost } = await figures('--from-predictions', 'kept.csv')
    expect([examples, cost > 0]).toEqual([40, true])
  })

  it('measures labels alone, and says which figures there are not', async () => {
    await writeFile(join(folder, 'labels.csv'), 'label,predicted\nham,ham\nspam,ham\nspam,spam\neggs,spam\n')
    const { code, stdout, stderr } = await evaluate('--from-predictions', 'labels.csv')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^texts +4\nerror +50\.00 %\n/)
    expect(stdout).not.toContain('ECE')
    expect(stderr).toContain('does not tell the probabilities of all labels')
  })

  it('says of answers that no text has for its label that they count as wrong', async () => {
    await writeFile(join(folder, 'unsure.csv'), 'label,predicted\nham,ham\nspam,uncertain\nspam,spam\n')
    const { stderr } = await evaluate('--from-predictions', 'unsure.csv')
    expect(stderr).toContain(
      "lstm: 1 of 3 answers is 'uncertain', which no text has for its label: wrong here, and a class of macro F1\n",
    )
    expect((await evaluate('--from-predictions', 'labels.csv')).stderr).not.toContain('for its label')
  })

  it('does not call them texts held out when they cannot promise something', async () => {
    const { code, stderr } = await evaluate('--from-predictions', 'kept.csv', '--target-error', '0.0001')
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/lstm: 40 texts cannot promise .*\n +ask for less, or give more/),
    ])
  })

  it.each([
    ['label,text\na,b\n', 3, 'has no column of answers'],
    ['label,predicted,probability\na,b,2\na,b,0.5\n', 3, "bad.csv:2: 'probability' is no number from 0 to 1"],
    ['label,probability_a,probability_b\na,0.3,0.3\n', 3, 'add up to 0.600, not 1'],
  ])('refuses %j', async (contents, code, message) => {
    await writeFile(join(folder, 'bad.csv'), contents)
    expect(await evaluate('--from-predictions', 'bad.csv')).toMatchObject({
      code,
      stderr: expect.stringContaining(message),
    })
  })

  it('reads answers from stdin, and from a pipe that has a name', async () => {
    const input = 'label,predicted\nham,ham\nspam,ham\n'
    const args = ['eval', '--from-predictions', '-', '--json']
    const piped = await runLstm(args, { folder, input })
    expect(JSON.parse(piped.stdout)).toMatchObject({ predictions: '-', examples: 2, accuracy: 0.5 })
    const nothing = await runLstm(args, { folder, input: '' })
    expect([nothing.code, nothing.stderr]).toEqual([
      3,
      expect.stringMatching(/^lstm: stdin holds no answers\n +give a row for each text: /),
    ])
    const named = execFileSync(
      'bash',
      [
        '-c',
        `"${process.execPath}" "${bin}" eval --from-predictions <(printf '${input.replaceAll('\n', '\\n')}') --json -q`,
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(JSON.parse(named)).toMatchObject({ examples: 2, accuracy: 0.5 })
  })

  it('refuses a folder, as every file of a table', async () => {
    const { code, stderr } = await evaluate('--from-predictions', 'checkpoints')
    expect([code, stderr]).toEqual([3, 'lstm: checkpoints is a folder\n      name a file in it\n'])
  })

  it('shows tables of thresholds where there are probabilities', async () => {
    const rows = ['a,0.9,0.1', 'b,0.4,0.6', 'a,0.3,0.7', 'b,0.2,0.8']
    await writeFile(join(folder, 'both.csv'), `label,probability_a,probability_b\n${rows.join('\n')}\n`)
    const { stdout } = await evaluate('--from-predictions', 'both.csv', '--thresholds')
    expect(stdout).toMatch(/threshold +precision +recall +coverage\na from 0\.05 +\d/)
  })

  it('shows figures by the values of a column, and finds a decision by the answers', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => {
      const sure = n % 4 > 0
      const right = sure || n % 8 === 0
      const [label, other] = n % 2 ? ['a', 'b'] : ['b', 'a']
      const p = sure ? 0.9 : 0.6
      const ofA = (right ? label : other) === 'a' ? p : 1 - p
      return `${label},${ofA},${(1 - ofA).toFixed(1)},${sure ? 'shop' : 'street'}`
    })
    await writeFile(
      join(folder, 'places.csv'),
      `label,probability_a,probability_b,place\n${rows.join('\n')}\n`,
    )
    const shown = await evaluate('--from-predictions', 'places.csv', '--slice', 'place')
    expect(shown.stdout).toMatch(/\nplace +texts +accuracy.*\nshop +150 +100\.00 %.*\nstreet +50 +50\.00 %/)
    const flags = ['--slice', 'place', '--target-error', '0.05']
    const { slices, decided } = await figures('--from-predictions', 'places.csv', ...flags)
    expect(slices).toMatchObject([
      { by: 'place', slices: [{ name: 'shop', texts: 150 }, { name: 'street' }] },
    ])
    expect(decided.measured).toMatchObject({ texts: 200, answered: 150 })

    const { code, stderr } = await evaluate('--from-predictions', 'places.csv', '--slice', 'town')
    expect([code, stderr.split('\n')[0]]).toEqual([
      3,
      "lstm: places.csv has no column 'town'; its columns are label, probability_a, probability_b, place",
    ])
    const alone = await evaluate('--from-predictions', 'labels.csv', '--target-error', '0.1')
    expect([alone.code, alone.stderr]).toEqual([3, expect.stringContaining('wants the probabilities of all')])
  })

  it('shows answers with probabilities on a page, the mistakes by their place and text', async () => {
    const rows = ['a,0.9,0.1,<b>fine</b>', 'b,0.4,0.6,good', 'a,0.3,0.7,"not, at all"', 'b,0.2,0.8,well']
    await writeFile(join(folder, 'texts.csv'), `label,probability_a,probability_b,text\n${rows.join('\n')}\n`)
    const args = ['--from-predictions', 'texts.csv', '--report', 'others.html', '--slice', 'text']
    const { code, stdout, stderr } = await evaluate(...args)
    expect([code, stderr]).toEqual([0, 'report: others.html\n'])
    expect(stdout).toMatch(/^texts +4\n/)
    const page = await readFile(join(folder, 'others.html'), 'utf8')
    expect(page).toContain('<strong>b</strong> with 70.00 %, but it is <strong>a</strong> (texts.csv:4)')
    expect(page).toContain('<summary dir="auto">not, at all</summary>')
    expect(page).not.toMatch(/shares? of the log-odds|Error by length|<b>|undefined|NaN/)

    await evaluate('--from-predictions', 'texts.csv', '--report', 'named.html', '--text-column', 'label')
    expect(await readFile(join(folder, 'named.html'), 'utf8')).toContain('<summary dir="auto">a</summary>')
    const alone = await evaluate('--from-predictions', 'labels.csv', '--report', 'none.html')
    expect([alone.code, alone.stderr]).toEqual([
      3,
      expect.stringContaining('a report wants the probabilities of all labels'),
    ])
    expect(existsSync(join(folder, 'none.html'))).toBe(false)
  })

  it.each([['--checkpoint', 'checkpoints/tiny'], ['--keep'], ['--text-column', 'text']])(
    'refuses %s, which does nothing without a model',
    async (...flags) => {
      const { code, stderr } = await evaluate('--from-predictions', 'labels.csv', ...flags)
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${flags[0]} does not go with`)])
    },
  )
})
