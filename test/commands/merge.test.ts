import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (args: readonly string[], input = '') => runLstm(args, { folder, input })
const rows = Array.from(
  { length: 60 },
  (_, n) => `${['good', 'bad'][n % 2]},${['a fine', 'a dull'][n % 2]} film ${n} of ${n % 7}`,
)
const texts = `id,text\n${Array.from({ length: 23 }, (_, n) => `${n},"a ${n % 3 ? 'fine' : 'dull'} one, ${n}"`).join('\n')}\n`

/** Writes what a command gives for each piece to a file, and gives the files' names, the last first. */
async function pieces(of: number, name: string, args: readonly string[], input = ''): Promise<string[]> {
  const names: string[] = []
  for (let i = 1; i <= of; i++) {
    const { code, stdout } = await lstm([...args, '--shard', `${i}/${of}`], input)
    expect(code).toBe(0)
    writeFileSync(join(folder, `${name}-${of}-${i}`), stdout)
    names.unshift(`${name}-${of}-${i}`)
  }
  return names
}

const fold = {
  ...{ fold: 1, folds: 1, train: 8, examples: 2, accuracy: 1, macroF1: 1, cost: 0.5 },
  unanswered: [],
}

const searchStart = `${JSON.stringify({
  ...{
    event: 'search',
    digest: 'd',
    texts: 9,
    beginnings: [{ given: {}, base: {} }],
    learned: 0,
    seed: 1,
    metric: 'accuracy',
    folds: 2,
    rungs: 0,
    trials: 1,
  },
  ...{ size: null, latency: null, shard: { index: 0, of: 1 }, notices: [] },
})}\n`
const trial = `${JSON.stringify({
  ...{
    event: 'trial',
    trial: 7,
    rung: 0,
    share: 1,
    beginning: 0,
    changes: {},
    badness: null,
    seconds: 1,
    spent: 1,
    best: false,
  },
})}\n`

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.csv'), `label,text\n${rows.join('\n')}\n`)
  const labelled = Array.from(
    { length: 23 },
    (_, n) => `${['good', 'bad'][n % 2]},"${n % 3 ? 'a fine' : 'a dull'} new one, ${n % 7}"`,
  )
  writeFileSync(join(folder, 'labelled.csv'), `label,text\n${labelled.join('\n')}\n`)
  await lstm(['train', '--data', 'rows.csv', '--out', 'm'])
})

const predict = ['predict', '--checkpoint', 'm', '--input-format', 'csv']
const folds = ['train', '--data', 'rows.csv', '--folds', '5']

describe('lstm merge', () => {
  it.each([1, 2, 5])(
    'puts %d pieces of answers together to the bytes of one machine',
    async of => {
      const whole = await lstm(predict, texts)
      const merged = await lstm(['merge', ...(await pieces(of, 'p', predict, texts))])
      expect([merged.code, merged.stdout]).toEqual([0, whole.stdout])
    },
    60_000,
  )

  it.each([1, 2, 5])(
    'puts %d pieces of answers together to the figures of eval, to 1e-6',
    async of => {
      const labelled = readFileSync(join(folder, 'rows.csv'), 'utf8')
      const merged = await lstm(['merge', ...(await pieces(of, 'e', predict, labelled))])
      writeFileSync(join(folder, 'answers.csv'), merged.stdout)
      const figures = async (...args: string[]) =>
        JSON.parse((await lstm(['eval', ...args, '--format', 'json'])).stdout)
      const whole = await figures('--checkpoint', 'm', '--data', 'rows.csv', '--all')
      const { examples, accuracy, macroF1, cost, ece } = await figures('--from-predictions', 'answers.csv')
      expect([examples, accuracy, macroF1]).toEqual([whole.examples, whole.accuracy, whole.macroF1])
      expect([cost, ece]).toEqual([expect.closeTo(whole.cost, 6), expect.closeTo(whole.ece, 6)])
    },
    60_000,
  )

  it('puts more pieces together than there are texts', async () => {
    const input = 'one text\n'
    const whole = await lstm(['predict', '--checkpoint', 'm'], input)
    const merged = await lstm(['merge', ...(await pieces(3, 'few', ['predict', '--checkpoint', 'm'], input))])
    expect(merged.stdout).toBe(whole.stdout)
  }, 60_000)

  it.each([
    ['--json', '--slice', 'text'],
    ['--all', '--slice', 'label'],
  ])(
    'puts pieces of answers together to the bytes that eval %s %s %s shows',
    async (...flags) => {
      const evaluate = ['eval', '--checkpoint', 'm', '--data', 'labelled.csv', ...flags]
      // A decision that the model keeps is measured as well.
      if (flags[0] === '--all') {
        const keep = [
          'eval',
          '--checkpoint',
          'm',
          '--data',
          'labelled.csv',
          '--target-error',
          '0.6',
          '--keep',
        ]
        expect(await lstm(keep)).toMatchObject({ code: 0 })
      }
      const whole = await lstm(evaluate)
      expect([whole.code, whole.stdout.includes('decision')]).toEqual([0, flags[0] === '--all'])
      for (const of of [1, 2, 5]) {
        const merged = await lstm(['merge', ...(await pieces(of, `e${flags[0]}`, evaluate))])
        expect([merged.code, merged.stdout]).toEqual([0, whole.stdout])
      }
    },
    120_000,
  )

  it('refuses pieces of answers to other texts, damaged ones, and flags that pieces do nothing with', async () => {
    const evaluate = ['eval', '--checkpoint', 'm', '--data', 'labelled.csv']
    const [two, one] = (await pieces(2, 'whole-eval', evaluate)) as [string, string]
    const [, other] = (await pieces(2, 'other-eval', [...evaluate, '--all'])) as [string, string]
    const mixed = await lstm(['merge', two, other])
    expect([mixed.code, mixed.stderr]).toEqual([
      3,
      expect.stringContaining('is a piece of another work than'),
    ])
    const damaged = readFileSync(join(folder, one), 'utf8').replace('\\"tokens\\":', '\\"tokens\\":-')
    writeFileSync(join(folder, 'damaged'), damaged)
    const told = await lstm(['merge', two, 'damaged'])
    expect([told.code, told.stderr]).toEqual([
      3,
      expect.stringContaining('an answer in a piece is damaged: tokens is no count'),
    ])
    for (const flags of [['--thresholds'], ['--report', 'r.html'], ['--target-error', '0.1']]) {
      const { code, stderr } = await lstm([...evaluate, '--shard', '1/2', ...flags])
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${flags[0]} does not go with --shard`)])
    }
  }, 60_000)

  it.each([[['--json']], [['--test', 'labelled.csv']]])(
    'puts pieces of a check together to the bytes that check %s shows',
    async flags => {
      const many = Array.from(
        { length: 120 },
        (_, n) =>
          `${n % 40 === 4 ? 'bad' : rows[n % 60]!.slice(0, rows[n % 60]!.indexOf(','))},"${rows[n % 60]!.slice(rows[n % 60]!.indexOf(',') + 1)} &amp; ${n}"`,
      )
      writeFileSync(join(folder, 'many.csv'), `label,text\n${many.join('\n')}\n`)
      const check = ['check', 'many.csv', ...flags]
      const whole = await lstm(check)
      expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('may have a wrong label')])
      for (const of of [1, 2, 6]) {
        const merged = await lstm(['merge', ...(await pieces(of, `c${flags[0]}`, check))])
        expect([merged.code, merged.stdout]).toEqual([0, whole.stdout])
      }
      const [, one] = await pieces(2, `c${flags[0]}`, check)
      const [other] = await pieces(2, 'other-check', ['check', 'rows.csv'])
      const mixed = await lstm(['merge', one!, other!])
      expect([mixed.code, mixed.stderr]).toEqual([
        3,
        expect.stringContaining('is a piece of another work than'),
      ])
      const strict = await lstm([...check, '--shard', '1/2', '--strict'])
      expect([strict.code, strict.stderr]).toEqual([
        2,
        expect.stringContaining('--strict does not go with --shard'),
      ])
    },
    120_000,
  )

  it('puts pieces of folds together to the figures of a training', async () => {
    const trained = await lstm([...folds, '--out', 'm5', '--json'])
    const told = trained.stdout.split('\n').filter(line => line.startsWith('{"event":"fold"'))
    const one = await lstm(['merge', ...(await pieces(1, 'f', folds))])
    const two = await lstm(['merge', ...(await pieces(2, 'f', folds))])
    const five = await lstm(['merge', ...(await pieces(5, 'f', folds))])
    expect([two.stdout, five.stdout]).toEqual([one.stdout, one.stdout])
    // There is no model of all texts to come, as there is after the folds of a training.
    expect(two.stderr).toMatch(/^5 folds: .* held out in turn$/m)
    expect(two.stdout.split('\n').slice(0, 5)).toEqual(told)
    const { accuracy, event } = JSON.parse(two.stdout.split('\n')[5]!)
    const start = JSON.parse(trained.stdout.split('\n').find(line => line.startsWith('{"event":"start"'))!)
    expect([event, accuracy]).toEqual(['folds', start.folds.accuracy])
  }, 120_000)

  it.each([1, 2, 5])(
    'puts %d pieces of trials together, from which a search goes on to the winner of one machine',
    async of => {
      const search = ['search', '--data', 'rows.csv', '--trials', '6', '--from', 'none', '--no-network']
      const whole = await lstm([...search, '--no-halving', '--out', `whole-${of}`])
      const logs = await Promise.all(
        Array.from({ length: of }, async (_, n) => {
          const out = `piece-${of}-${n + 1}`
          expect((await lstm([...search, '--shard', `${n + 1}/${of}`, '--out', out])).code).toBe(0)
          return `${out}/trials.jsonl`
        }),
      )
      const merged = await lstm(['merge', ...logs.toReversed()])
      expect([whole.code, merged.code]).toEqual([0, 0])
      mkdirSync(join(folder, `s${of}`))
      writeFileSync(join(folder, `s${of}/trials.jsonl`), merged.stdout)
      const resumed = await lstm([...search, '--no-halving', '--resume', '--out', `s${of}`])
      expect(resumed.stderr).not.toMatch(/^trial \d+:/m)
      const model = (out: string) => readFileSync(join(folder, out, 'best.safetensors'))
      expect(model(`s${of}`).equals(model(`whole-${of}`))).toBe(true)
      if (of !== 2) return
      const missing = await lstm(['merge', logs[1]!])
      expect([missing.code, missing.stderr.split('\n')[0]]).toEqual([3, 'lstm: piece 1 of 2 is missing'])
      const twice = await lstm(['merge', logs[1]!, logs[1]!, logs[0]!])
      expect([twice.code, twice.stderr]).toEqual([3, expect.stringContaining('are both piece 2 of 2')])
      await lstm([...search, '--seed', '9', '--shard', '1/2', '--out', 'foreign'])
      const foreign = await lstm(['merge', 'foreign/trials.jsonl', logs[1]!])
      expect([foreign.code, foreign.stderr]).toEqual([
        3,
        expect.stringContaining('is a piece of another search'),
      ])
    },
    120_000,
  )

  it.each([
    ['no JSON', '{"fold":1'],
    ['a list', '[]'],
    ['without its figures', '{"fold":1,"folds":1}'],
    ['with a figure beyond its bounds', JSON.stringify({ ...fold, accuracy: 2 })],
  ])('refuses a fold that is %s', async (_, text) => {
    const lines = [
      { lstm: 'piece 1', work: 'folds', index: 0, of: 1, head: '' },
      { n: 0, text },
      { end: 1, total: 1, key: 'k' },
    ]
    writeFileSync(join(folder, 'damaged'), lines.map(line => `${JSON.stringify(line)}\n`).join(''))
    const { code, stdout, stderr } = await lstm(['merge', 'damaged'])
    expect([code, stdout, stderr]).toEqual([
      3,
      '',
      expect.stringMatching(
        /^lstm: a fold in a piece is damaged: .*\n {6}make the piece again with --shard\n$/,
      ),
    ])
  })

  it.each(['nowhere', '.'])('says that %s is no file that can be read', async path => {
    const { code, stderr } = await lstm(['merge', path])
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(
        /^lstm: cannot read the piece [^:]*: [a-z ]+\n {6}name the files that --shard I\/N has made\n$/,
      ),
    ])
  })

  it('refuses a piece that is missing, there twice, cut off, of other texts, or none', async () => {
    const [second, first] = await pieces(2, 'a', predict, texts)
    const [other] = await pieces(2, 'b', predict, texts.replace('fine', 'fair'))
    const whole = readFileSync(join(folder, first!), 'utf8')
    writeFileSync(join(folder, 'cut'), whole.split('\n').slice(0, -3).join('\n'))
    writeFileSync(join(folder, 'lost'), whole.split('\n').toSpliced(2, 1).join('\n'))
    const refused = async (...names: string[]) => {
      const { code, stdout, stderr } = await lstm(['merge', ...names])
      expect([code, stdout]).toEqual([3, ''])
      return stderr.split('\n')[0]
    }
    expect(await refused(first!)).toBe('lstm: piece 2 of 2 is missing')
    expect(await refused(first!, second!, first!)).toBe('lstm: a-2-1 and a-2-1 are both piece 1 of 2')
    expect(await refused('cut', second!)).toMatch(/^lstm: cut is not whole: it ends after \d+ items$/)
    expect(await refused('lost', second!)).toBe('lstm: lost:3: not what follows in a piece')
    expect(await refused(first!, other!)).toBe('lstm: b-2-2 is a piece of another work than a-2-1')
    expect(await refused('rows.csv')).toBe('lstm: rows.csv is no piece that --shard has made')
  }, 60_000)

  it.each([
    ['a folder', 'm', '', /^lstm: cannot read the piece m: /],
    ['a file that is not there', 'absent', '', /^lstm: cannot read the piece absent: /],
    ['a piece of no number', 'p', '{"lstm":"piece 1","work":"folds","head":""}\n', /^lstm: p is no piece /],
    [
      'a piece beyond all pieces',
      'p',
      '{"lstm":"piece 1","work":"folds","index":2,"of":2,"head":""}\n',
      /^lstm: p is no piece /,
    ],
    [
      'a search cut off in a line',
      'p',
      '{"event":"search"\n',
      /^lstm: p:1: no event of a search: is no JSON/,
    ],
    [
      'a search with a line that is no event',
      'p',
      `${searchStart}null\n`,
      /^lstm: p:2: no event of a search: is no object/,
    ],
    [
      'a search with a trial of another piece',
      'p',
      `${searchStart}${trial}`,
      /^lstm: p holds other trials than/,
    ],
    [
      'a search without what it began with',
      'p',
      '{"event":"search"}\n',
      /^lstm: p:1: no event of a search: digest is missing/,
    ],
    [
      'a search of no piece',
      'p',
      searchStart.replace('"trials":1', '"trials":null'),
      /^lstm: p holds no piece of a search/,
    ],
  ])('tells of %s, without a word of an unexpected error', async (_, name, text, told) => {
    if (text !== '') writeFileSync(join(folder, name), text)
    const { code, stdout, stderr } = await lstm(['merge', name])
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([3, '', expect.stringMatching(told)])
  })
})
