import { beforeAll, describe, expect, it } from 'vitest'
import { tableFormat } from '../../src/library/kept-columns.ts'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const predict = (args: string[], input: string | Uint8Array) =>
  runLstm(['predict', '--checkpoint', 'tiny', ...args], { folder, input })

beforeAll(async () => {
  const { code } = await runLstm(['train', ...tinyTraining, '--out', 'tiny', '--max-epochs', '1'], { folder })
  expect(code).toBe(0)
})

describe('lstm predict of a table', () => {
  const csv = 'id,review,label\n1,"two\nlines, and ""quotes""",old\n-2,plain,\n'

  it('keeps all columns of CSV, adds the answers under names of their own, and says both', async () => {
    const { code, stdout, stderr } = await predict(['--input-format', 'csv'], csv)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^id,review,label,predicted_label,predicted_probability\n1,"two\nlines, and ""quotes""",old,\w+,0\.\d+\n-2,plain,,\w+,0\.\d+\n$/,
    )
    expect(stderr).toContain(
      "text column 'review'; answers in 'predicted_label' and 'predicted_probability'\n",
    )
  })

  it('keeps what it adds apart from the input: the same answers as --only-predictions', async () => {
    const alone = await predict(['--input-format', 'csv', '--only-predictions', '--format', 'csv'], csv)
    const kept = await predict(['--input-format', 'csv', '--format', 'tsv'], csv)
    expect(alone.stdout).toMatch(
      /^label,probability,text\n\w+,0\.\d+,"two lines, and ""quotes"""\n\w+,0\.\d+,plain\n$/,
    )
    const probabilities = (text: string) => text.match(/0\.\d{3,}/g)
    expect(probabilities(kept.stdout)).toEqual(probabilities(alone.stdout))
    const text = await predict(['--input-format', 'csv', '--only-predictions'], csv)
    expect(text.stdout).toMatch(/^\w+\t0\.\d{6}\ttwo\\nlines, and "quotes"\n\w+\t0\.\d{6}\tplain\n$/)
  })

  it('keeps the values of JSON Lines, each row with its own keys, numbers with their digits', async () => {
    const input =
      '{"text":"good","n":[1,{"a":null}],"big":12345678901234567890}\n{"text":"bad","other":true}\n'
    const { stdout } = await predict(['--input-format', 'jsonl'], input)
    const [first, second] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(Object.keys(first)).toEqual(['text', 'n', 'big', 'label', 'probability', 'probabilities'])
    expect(first).toMatchObject({ text: 'good', n: [1, { a: null }], big: '12345678901234567890' })
    expect(Object.keys(second)).toEqual(['text', 'other', 'label', 'probability', 'probabilities'])
  })

  it('refuses a row whose key would be overwritten, after the answers to those before', async () => {
    const input = '{"text":"good"}\n{"text":"bad","label":"mine"}\n'
    const { code, stdout, stderr } = await predict(['--input-format', 'jsonl'], input)
    expect([code, stdout.split('\n').length - 1]).toEqual([3, 1])
    expect(stderr).toContain("stdin:2: the answer is to be written under the key 'label'\n")
  })

  it('reads the column that the model was trained on, where it is there', async () => {
    const data = 'notes,body,sentiment\n'
    const rows = Array.from(
      { length: 20 },
      (_, i) => `n${i},${i % 2 ? 'good' : 'bad'} film ${i},${i % 2 ? 'pos' : 'neg'}`,
    )
    const { writeFile } = await import('node:fs/promises')
    await writeFile(`${folder}/notes.csv`, `${data}${rows.join('\n')}\n`)
    const train = [
      'train',
      ...tinyTraining,
      '--data',
      'notes.csv',
      '--text-column',
      'notes',
      '--max-epochs',
      '1',
      '--out',
      'notes',
    ]
    expect((await runLstm(train, { folder })).code).toBe(0)
    const column = async (header: string, ...flags: string[]) => {
      const args = ['predict', '--checkpoint', 'notes', '--input-format', 'csv', ...flags]
      const { stderr } = await runLstm(args, { folder, input: `${header}\na,b\n` })
      return /text column '(\w+)'/.exec(stderr)?.[1]
    }
    expect(await column('body,notes')).toBe('notes')
    expect(await column('body,x')).toBe('body')
    expect(await column('body,notes', '--text-column', 'body')).toBe('body')
  })

  it('answers nothing to nothing', async () => {
    expect(await predict(['--input-format', 'csv'], '')).toMatchObject({ code: 0, stdout: '' })
  })

  it.each([
    [['--only-predictions'], '--only-predictions needs --input-format csv, tsv, jsonl or parquet'],
    [['--input-format', 'csv', '--explain'], '--format csv does not go with --explain'],
    [['--csv-safe'], '--csv-safe needs --format csv or tsv'],
    [['--input-format', 'csv', 'a text'], '--input-format csv is for stdin'],
  ] as const)('refuses %j', async (args, message) => {
    expect(await predict([...args], 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })
})

describe('the names of the answers', () => {
  it.each([
    [['text'], ['label', 'probability']],
    [
      ['text', 'Label '],
      ['predicted_label', 'predicted_probability'],
    ],
    [
      ['probability', 'predicted_label'],
      ['predicted_2_label', 'predicted_2_probability'],
    ],
  ])('beside %j are %j', (columns, names) => {
    expect(tableFormat('csv', columns, { safe: false, terminal: false }).answers).toEqual(names)
  })
})
