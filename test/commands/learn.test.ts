import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })

const good = ['superb', 'lovely', 'fine', 'great']
const bad = ['awful', 'dreadful', 'dull', 'poor']
const rows = Array.from({ length: 120 }, (_, n) => {
  const [label, words] = n % 2 ? ['good', good] : ['bad', bad]
  return `${label},the ${words[(n >> 1) % 4]} film was seen by ${n % 9} of us\n`
})

beforeAll(async () => {
  writeFileSync(join(folder, 'texts.csv'), `label,text\n${rows.join('')}`)
  const { code } = await run('train', '--data', 'texts.csv', '--out', 'model')
  expect(code).toBe(0)
}, 60_000)

describe('lstm learn', () => {
  it('learns corrections, keeps what it knew, and leaves the old model as it is', async () => {
    const before = readFileSync(join(folder, 'model', 'best.safetensors'))
    writeFileSync(
      join(folder, 'corrections.csv'),
      'label,text\ngood,this beat is sick\ngood,an awful lot of fun\nbad,superb if you are asleep\n',
    )
    const { code, stderr } = await run('learn', 'model', '--data', 'corrections.csv')
    expect(stderr).toMatch(/corrections {2}\d of 3 right before, 3 after\n/)
    expect(stderr).toContain('kept texts   120 of 120 right before, 120 after; it was trained on these, ')
    expect(stderr).toContain('model: model/best-learned.safetensors')
    expect(code).toBe(0)
    expect(readFileSync(join(folder, 'model', 'best.safetensors')).equals(before)).toBe(true)
    const { stdout } = await run(
      'predict',
      '--checkpoint',
      'model/best-learned.safetensors',
      '--format',
      'json',
      'this beat is sick',
      'the awful film',
    )
    expect(
      stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).label),
    ).toEqual(['good', 'bad'])
    // What it learned is left out of a comparison: the old model's errors may be among these.
    writeFileSync(
      join(folder, 'new.csv'),
      `label,text\ngood,this beat is sick\nbad,a dull evening\ngood,great fun\n`,
    )
    const contest = ['compare', 'model', 'model/best-learned.safetensors', '--data', 'new.csv']
    expect((await run(...contest)).stderr).toContain(
      '1 of 3 texts is left out for model/best-learned.safetensors alone, which has learned corrections',
    )
    // A second time it takes another name, and comes to the same bits.
    await run('learn', 'model', '--data', 'corrections.csv')
    const [one, two] = ['', '-2'].map(n =>
      readFileSync(join(folder, 'model', `best-learned${n}.safetensors`)),
    )
    expect(one!.equals(two!)).toBe(true)
  }, 60_000)

  it('reads corrections and kept texts by the columns that the model was trained by, where they are there', async () => {
    writeFileSync(join(folder, 'moods.csv'), `mood,remark\n${rows.join('')}`)
    const trained = await run(
      'train',
      '--data',
      'moods.csv',
      '--label-column',
      'mood',
      '--text-column',
      'remark',
      '--no-network',
      '--out',
      'moods',
    )
    expect(trained.code).toBe(0)
    writeFileSync(join(folder, 'right.csv'), 'remark,mood\nthis beat is sick,good\n')
    const { code, stderr } = await run('learn', 'moods', '--data', 'right.csv', '--keep', 'moods.csv')
    expect(stderr).toMatch(
      /corrections {2}\d of 1 right before, 1 after\nkept texts {3}120 of 120 right before/,
    )
    expect(code).toBe(0)
  }, 60_000)

  it('reads corrections from stdin, with or without a column of them, but no texts to keep', async () => {
    const learn = (input: string, ...args: string[]) =>
      runLstm(['learn', 'model', '--data', '-', '--out', 'piped.safetensors', ...args], { folder, input })
    const plain = await learn('label,text\ngood,this beat is sick\n')
    expect([plain.code, plain.stderr]).toEqual([
      0,
      expect.stringMatching(/corrections {2}\d of 1 right before, 1 after/),
    ])
    const table = await learn('text,label,correct\nthis beat is sick,bad,good\nan awful film,bad,\n')
    expect(table.stderr).toContain("rows with nothing in 'correct', which are no corrections: 1")
    expect(table.code).toBe(0)
    const kept = await learn('', '--keep', '-')
    expect([kept.code, kept.stderr]).toEqual([2, expect.stringContaining('--keep wants a file')])
  })

  it('says that a decision is not taken over', async () => {
    const folderOf = ['--out', 'deciding', '--from', 'none']
    expect((await run('train', '--data', 'texts.csv', ...folderOf)).code).toBe(0)
    const keep = ['--data', 'texts.csv', '--all', '--target-error', '0.3', '--keep']
    expect((await run('eval', '--checkpoint', 'deciding', ...keep)).code).toBe(0)
    const { stderr } = await run('learn', 'deciding', '--data', 'corrections.csv')
    expect(stderr).toContain('lstm: the decision that the model keeps is not taken over')
  })

  it('leaves out bad rows of the texts to keep as well', async () => {
    writeFileSync(join(folder, 'kept.csv'), `label,text\n${rows.join('')}good\n`)
    const args = ['learn', 'model', '--data', 'corrections.csv', '--keep', 'kept.csv', '--skip-bad']
    const { code, stderr } = await run(...args)
    expect(stderr).toContain('kept.csv:122: 1 value, but the first row has 2: left out')
    expect(stderr).toMatch(/kept texts {3}\d+ of 120 right before/)
    expect(code).toBe(0)
  })

  it('takes a correction of a text to keep for what holds, and says so', async () => {
    writeFileSync(join(folder, 'wrong.csv'), `label,text\n${rows.join('')}bad,zany quirky oddity\n`)
    const train = ['train', '--data', 'wrong.csv', '--from', 'none', '--validation-portion', '0.1']
    expect((await run(...train, '--out', 'wrong')).code).toBe(0)
    writeFileSync(join(folder, 'turned.csv'), 'label,text\ngood,zany quirky oddity\n')
    const { code, stderr } = await run('learn', 'wrong', '--data', 'turned.csv')
    expect(stderr).toContain('lstm: 1 text to keep is corrected here, and therefore not kept\n')
    expect(stderr).toContain('corrections  0 of 1 right before, 1 after\n')
    expect(stderr).toContain('kept texts   120 of 120 right before, 120 after; it was trained on these, ')
    expect(code).toBe(0)
  }, 60_000)

  it('says which corrections contradict each other', async () => {
    writeFileSync(join(folder, 'both.csv'), 'label,text\ngood,it is sick\nbad,It  is sick\nbad,it is sad\n')
    const args = ['learn', 'model', '--data', 'both.csv', '--format', 'json', '--out', 'both.safetensors']
    const { stdout } = await run(...args)
    expect(JSON.parse(stdout)).toMatchObject({
      notices: [
        '1 text has several labels among the corrections',
        '1 correction is not learned, since other texts of the same words say otherwise',
      ],
      kept: { texts: 120, trainedOn: 120 },
    })
  }, 60_000)

  it('has learned by the texts to keep, which it cannot be measured on any more', async () => {
    const fresh = Array.from(
      { length: 30 },
      (_, n) => `${n % 2 ? 'good,superb' : 'bad,awful'} news ${n} from here\n`,
    )
    writeFileSync(join(folder, 'fresh.csv'), `label,text\n${fresh.join('')}`)
    const args = [
      'learn',
      'model',
      '--data',
      'corrections.csv',
      '--keep',
      'fresh.csv',
      '--out',
      'kept.safetensors',
    ]
    expect((await run(...args)).stderr).toMatch(
      /kept texts .* after; it has learned by these too, which say what is forgotten, not how good it is\n/,
    )
    const { code, stderr } = await run('eval', '--checkpoint', 'kept.safetensors', '--data', 'fresh.csv')
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('the model was trained on 30 of the 30 texts: none is left to measure it on'),
    ])
  }, 60_000)

  it('leaves texts alone that the training held out, so that they still tell how good it is', async () => {
    const train = ['train', '--data', 'texts.csv', '--test-portion', '0.2', '--from', 'none', '--out', 'part']
    expect((await run(...train)).code).toBe(0)
    const textsOf = async (checkpoint: string) =>
      JSON.parse((await run('eval', '--checkpoint', checkpoint, '--json')).stdout).texts
    const before = await textsOf('part')
    expect(before.measured).toBeGreaterThan(0)
    const { stderr } = await run('learn', 'part', '--data', 'corrections.csv', '--out', 'part.safetensors')
    expect(stderr).toMatch(/kept texts {3}\d+ of (\d+) right before/)
    expect(Number(/kept texts {3}\d+ of (\d+) right/.exec(stderr)![1])).toBe(before.offered - before.measured)
    expect(await textsOf('part.safetensors')).toEqual(before)
  }, 60_000)

  it('gives each of several that learn at once a file of its own', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => run('learn', 'model', '--data', 'corrections.csv')))
    const named = runs.map(({ stderr }) => /^model: (.+)$/m.exec(stderr)?.[1])
    expect(new Set(named).size).toBe(3)
    const [one, ...others] = named.map(name => readFileSync(join(folder, name!)))
    for (const other of others) expect(other.equals(one!)).toBe(true)
  }, 60_000)

  it('says before it reads anything that the new model cannot be written', async () => {
    const { code, stderr } = await run(
      'learn',
      'model',
      '--data',
      'nowhere.csv',
      '--out',
      'no/better.safetensors',
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot write no/better.safetensors')])
  })

  it('says which rows of labelled texts --skip-bad leaves out', async () => {
    writeFileSync(join(folder, 'short.csv'), 'label,text\ngood,this beat is sick\ngood\n')
    const { code, stderr } = await run('learn', 'model', '--data', 'short.csv', '--skip-bad')
    expect(stderr).toContain('short.csv:3: 1 value, but the first row has 2: left out')
    expect(stderr).toContain('1 row is left out (--skip-bad)')
    expect(code).toBe(0)
  }, 60_000)

  it('takes the rows of answers whose column `correct` says something', async () => {
    writeFileSync(join(folder, 'some.csv'), 'text\nthis beat is sick\nthe fine film\n')
    const answers = await runLstm(['predict', '--checkpoint', 'model', '--input-format', 'csv'], {
      folder,
      input: readFileSync(join(folder, 'some.csv')),
    })
    const [head, first, second] = answers.stdout.trim().split('\n')
    writeFileSync(join(folder, 'answers.csv'), `${head},correct\n${first},good\n${second},\n`)
    const { stdout, stderr } = await run(
      'learn',
      'model',
      '--data',
      'answers.csv',
      '--out',
      'other.safetensors',
      '--format',
      'json',
    )
    expect(stderr).toContain("rows with nothing in 'correct', which are no corrections: 1")
    expect(JSON.parse(stdout).corrections).toMatchObject({ texts: 1, after: 1 })
    expect(existsSync(join(folder, 'other.safetensors'))).toBe(true)
  }, 60_000)

  it('explains its answers as exact sums still', async () => {
    const { stdout } = await run(
      'predict',
      '--checkpoint',
      'model/best-learned.safetensors',
      '--explain',
      '--format',
      'json',
      'this beat is sick',
    )
    const { bias, logOdds, tokens } = JSON.parse(stdout).explanation
    const sum = tokens.reduce(
      (total: number, token: { contribution: number }) => total + token.contribution,
      bias,
    )
    expect(sum).toBeCloseTo(logOdds, 5)
  }, 30_000)

  it.each([
    ['label,text\nodd,what a noise\n', "wrong.csv:2: the model has no label 'odd'"],
    ['label,text\n', 'holds no texts|there are no corrections'],
  ])(
    'refuses %j',
    async (contents, message) => {
      writeFileSync(join(folder, 'wrong.csv'), contents)
      const { code, stderr } = await run(
        'learn',
        'model',
        '--data',
        'wrong.csv',
        '--out',
        'wrong.safetensors',
      )
      expect(stderr).toMatch(new RegExp(message))
      expect(code).toBe(3)
      expect(existsSync(join(folder, 'wrong.safetensors'))).toBe(false)
    },
    30_000,
  )

  it('wants corrections', async () => {
    expect((await run('learn', 'model')).code).toBe(2)
  })

  it('writes nothing beside the pretrained model', async () => {
    const { code, stderr } = await run('learn', 'pretrained', '--data', 'corrections.csv')
    expect(code).toBe(2)
    expect(stderr).toContain('--out')
  })
})
