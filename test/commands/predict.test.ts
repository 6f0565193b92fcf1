import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodeModel } from '../../src/storage/model-file.ts'
import { readModel, writeTensorFile } from '../../src/storage/tensor-file.ts'
import { bin, runLstm, startLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const out = join('checkpoints', 'tiny')
const predict = (args: string[], input?: string | Uint8Array) =>
  runLstm(['predict', ...args], { folder, ...(input !== undefined && { input }) })
const lines = (text: string) => text.split('\n').slice(0, -1)

function probabilityOf(
  { probabilities }: { probabilities: { label: string; probability: number }[] },
  label: string,
): number {
  return probabilities.find(each => each.label === label)!.probability
}

beforeAll(async () => {
  delete process.env.FORCE_COLOR
  const { code } = await runLstm(['train', ...tinyTraining, '--out', out, '--max-epochs', '3'], { folder })
  expect(code).toBe(0)
})

describe('lstm predict', () => {
  it('answers each line with label, probability and the text', async () => {
    const { code, stdout } = await predict([], 'A wonderful film.\nBoring.\n')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^(positive|negative)\t0\.\d{6}\tA wonderful film\.\n(positive|negative)\t0\.\d{6}\tBoring\.\n$/,
    )
  })

  it('says that words without quotes are a text each, but not of a text without a word', async () => {
    expect((await predict(['so', 'so'])).stderr).toContain(
      "2 texts of one word; one text of several goes in quotes: 'so so'",
    )
    expect((await predict(['so', ''])).stderr).not.toContain('of one word')
  })

  it('gives exactly one line for each line: empty ones, unknown words, \\r\\n, U+2028, no last newline', async () => {
    const { stdout } = await predict([], 'good\r\n\n   \nqwxyz\na\u2028b\nlast')
    const texts = lines(stdout).map(line => line.split('\t')[2])
    expect(texts).toEqual(['good', '', '   ', 'qwxyz', 'a\\u2028b', 'last'])
  })

  it('stops at bytes that are no UTF-8, after the lines before them, and reads them in the encoding that is named', async () => {
    const input = Buffer.from('good\ncaf\xe9\n', 'latin1')
    const { code, stdout, stderr } = await predict([], input)
    expect([code, lines(stdout).length]).toEqual([3, 1])
    expect(stderr).toMatch(/stdin:2: bytes that are no UTF-8 text\n.*--encoding windows-1252/)
    const { stdout: answers } = await predict(['--encoding', 'latin1'], input)
    expect(lines(answers).map(line => line.split('\t')[2])).toEqual(['good', 'café'])
  })

  it('answers nothing to nothing', async () => {
    expect(await predict([], '')).toMatchObject({ code: 0, stdout: '' })
  })

  it('gives softmax(b) to a text without a token', async () => {
    const { stdout } = await predict(['--format', 'json'], '\n')
    const bytes = await readFile(join(folder, out, 'best.safetensors'))
    const headerLength = Number(bytes.readBigUInt64LE())
    const { b } = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength))
    const at = 8 + headerLength + b.data_offsets[0]
    const [b0, b1] = [bytes.readFloatLE(at), bytes.readFloatLE(at + 4)]
    expect(probabilityOf(JSON.parse(stdout), 'positive')).toBeCloseTo(1 / (1 + Math.exp(b0 - b1)), 6)
  })

  it('says how many texts have no token, in whatever form they come', async () => {
    const rows = 'text,id\nfine film,1\n,2\n" ",3\n'
    const objects = '{"text":"fine film"}\n{"text":""}\n'
    const told = /^lstm: (\d) of (\d) texts ha(s|ve) no token: answered without anything to go by/m
    const counts = async (args: string[], input: string) =>
      told
        .exec((await predict(args, input)).stderr)
        ?.slice(1, 3)
        .join('/')
    expect(await counts(['--input-format', 'csv'], rows)).toBe('2/3')
    expect(await counts(['--input-format', 'jsonl'], objects)).toBe('1/2')
    expect(await counts([], 'fine film\n\n')).toBe('1/2')
    expect(await counts([], 'fine film\n')).toBeUndefined()
  })

  it('takes each argument for a text', async () => {
    const { stdout } = await predict(['A wonderful film.', 'Boring.'])
    expect(lines(stdout).map(line => line.split('\t')[2])).toEqual(['A wonderful film.', 'Boring.'])
  })

  it('writes JSON Lines whose probabilities add up to 1 (to 1e-6)', async () => {
    const { stdout } = await predict(['--format', 'json'], 'A "quoted" film.\n')
    const { label, probability, probabilities, text } = JSON.parse(stdout)
    expect(text).toBe('A "quoted" film.')
    expect(probabilities.map(({ label }: { label: string }) => label)).toEqual(['negative', 'positive'])
    expect(probabilityOf({ probabilities }, label)).toBe(probability)
    expect(Math.abs(probabilities[0].probability + probabilities[1].probability - 1)).toBeLessThan(1e-6)
  })

  it('reads and writes CSV, one line for each row also where a text has line breaks', async () => {
    const csv = 'id,review\n1,"two\nlines, and ""quotes"""\n2,plain\n'
    const { stdout } = await predict(['--input-format', 'csv', '--format', 'csv', '--only-predictions'], csv)
    expect(stdout).toMatch(
      /^label,probability,text\n\w+,0\.\d+,"two lines, and ""quotes"""\n\w+,0\.\d+,plain\n$/,
    )
  })

  it('reads JSON Lines; a wrong line is an error that names it, after the answers to those before', async () => {
    const { code, stdout, stderr } = await predict(
      ['--input-format', 'jsonl', '--text-column', 'body'],
      '{"body":"good"}\n{"body":3}\n',
    )
    expect(code).toBe(3)
    expect(lines(stdout)).toHaveLength(1)
    expect(stderr).toContain('stdin:2')
  })

  it('gives a text the same answer alone and among 3,000 others', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `film ${'good '.repeat(i % 40)}number ${i % 7}`)
    const { stdout } = await predict(['--format', 'json'], `${many.join('\n')}\n`)
    const answers = lines(stdout)
    expect(answers).toHaveLength(3000)
    for (const i of [0, 1, 777, 2999]) {
      const alone = await predict(['--format', 'json'], many[i]!)
      expect(alone.stdout).toBe(`${answers[i]}\n`)
    }
  })

  it('answers a line of a million words', async () => {
    const { code, stdout } = await predict(['--format', 'json'], `${'good bad '.repeat(500_000)}\nshort\n`)
    expect(code).toBe(0)
    expect(lines(stdout)).toHaveLength(2)
  })

  it('answers what has arrived when the input pauses', async () => {
    const child = startLstm(['predict'], folder)
    child.stdout!.setEncoding('utf8')
    for (const text of ['first', 'second']) {
      child.stdin!.write(`${text}\n`)
      const [answer] = await once(child.stdout!, 'data')
      expect(answer).toMatch(new RegExp(`\\t${text}\\n$`))
    }
    child.stdin!.end()
    expect((await once(child, 'close'))[0]).toBe(0)
  })

  it('ends quietly when its reader has seen enough', async () => {
    const child = startLstm(['predict'], folder)
    let stderr = ''
    child.stderr!.on('data', chunk => {
      stderr += chunk
    })
    child.stdin!.on('error', () => undefined)
    child.stdin!.write('a film\n')
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    child.stdin!.end('another film\n'.repeat(20_000))
    const [code] = await once(child, 'close')
    expect([code, stderr.split('\n').filter(line => !line.startsWith('lstm: checkpoints'))]).toEqual([
      0,
      [''],
    ])
  })
})

describe('lstm predict --explain', () => {
  it("gives each line's words their shares, which add up to the log-odds (to 1e-5), and the same answer as without", async () => {
    const input = 'A wonderful film, qwxyz!\n\nBoring.\n'
    const plain = lines((await predict(['--format', 'json'], input)).stdout)
    const { code, stdout } = await predict(['--explain', '--format', 'json'], input)
    expect(code).toBe(0)
    const answers = lines(stdout).map(line => JSON.parse(line))
    expect(answers.map(({ explanation, ...answer }) => JSON.stringify(answer))).toEqual(plain)
    for (const answer of answers) {
      const { label, explanation } = answer
      const { against, bias, logOdds, tokens } = explanation
      expect([label, against].sort()).toEqual(['negative', 'positive'])
      const sum = tokens.reduce(
        (sum: number, token: { contribution: number }) => sum + token.contribution,
        bias,
      )
      expect(Math.abs(sum - logOdds)).toBeLessThan(1e-5)
      const odds = probabilityOf(answer, label) / probabilityOf(answer, against)
      expect(Math.abs(sum - Math.log(odds))).toBeLessThan(1e-5)
    }
    const tokens = answers[0].explanation.tokens.map((each: { token: string; known: boolean }) => [
      each.token,
      each.known,
    ])
    for (const { token, start, end } of answers[0].explanation.tokens) {
      expect('A wonderful film, qwxyz!'.slice(start, end).toLowerCase()).toBe(token)
    }
    expect(tokens).toContainEqual(['film', true])
    expect(tokens).toContainEqual(['qwxyz', false])
    expect(answers[1].explanation.tokens).toEqual([])
  })

  it('writes one readable line for each line into a pipe', async () => {
    const { stdout, stderr } = await predict(['--explain', '--quiet'], 'A film\n\nqwxyz')
    const number = '[+-]\\d+\\.\\d{3}'
    const reasons = [`A\\[${number}\\] film\\[${number}\\]`, '', `qwxyz\\[${number}\\?\\]`]
    const patterns = reasons.map(each => `\\w+\\t0\\.\\d{6}\\t\\[${number}\\]${each && ' '}${each}\\n`)
    expect(stdout).toMatch(new RegExp(`^${patterns.join('')}$`))
    expect(stderr).toBe('')
  })

  it('colours where FORCE_COLOR asks for it, and says on stderr what the colours mean', async () => {
    process.env.FORCE_COLOR = '1'
    const { stdout, stderr } = await predict(['--explain'], 'film qwxyz\n\n')
    delete process.env.FORCE_COLOR
    expect(lines(stdout)).toHaveLength(2)
    expect(stdout).toContain('1;7;3')
    expect(stderr).toMatch(/\nlstm: .*for.*against.*$/m)
  })

  it('explains word ids', async () => {
    const { stdout } = await predict(
      ['--explain', '--input-format', 'ids', '--format', 'json'],
      '2 1 99999\n',
    )
    const { tokens } = JSON.parse(stdout).explanation
    expect(tokens.map(({ token, known }: { token: string; known: boolean }) => [token, known])).toEqual([
      ['2', true],
      ['1', false],
      ['99999', false],
    ])
  })
})

describe('lstm predict, told how to answer', () => {
  const labelsOf = (text: string) => lines(text).map(line => line.split('\t')[0])

  it('--threshold: the second label from this probability on', async () => {
    const input = 'A wonderful film.\nBoring.\n\n'
    expect(labelsOf((await predict(['--threshold', '0'], input)).stdout)).toEqual(Array(3).fill('positive'))
    expect(labelsOf((await predict(['--threshold', '1'], input)).stdout)).toEqual(Array(3).fill('negative'))
    const usual = labelsOf((await predict([], input)).stdout)
    expect(labelsOf((await predict(['--threshold', '.5'], input)).stdout)).toEqual(usual)
  })

  it("--abstain: 'uncertain' below this probability; the reasons are those of the most probable label", async () => {
    const { stdout } = await predict(['--abstain', '1', '--format', 'json', '--explain', 'Boring.'])
    const { label, probability, probabilities, explanation } = JSON.parse(stdout)
    expect([label, probability]).toEqual([
      'uncertain',
      Math.max(...probabilities.map((each: { probability: number }) => each.probability)),
    ])
    expect(probabilityOf({ probabilities }, explanation.label)).toBe(probability)
    expect(labelsOf((await predict(['--abstain', '0', 'Boring.'])).stdout)).not.toContain('uncertain')
  })

  it('--top-k: so many labels, the most probable first', async () => {
    const { stdout } = await predict(['--top-k', '9', '--format', 'json', 'Boring.'])
    const { label, probability, top, probabilities } = JSON.parse(stdout)
    expect(top).toHaveLength(2)
    expect([top[0], probabilities]).toEqual([{ label, probability }, undefined])
    expect((await predict(['--top-k', '2', 'Boring.'])).stdout).toMatch(
      /^(positive\t0\.\d{6}\tnegative|negative\t0\.\d{6}\tpositive)\t0\.\d{6}\tBoring\.\n$/,
    )
  })

  it('refuses what a model of other labels cannot do', async () => {
    const rows = ['good', 'bad', 'uncertain'].flatMap(label =>
      Array.from({ length: 10 }, (_, i) => `${label} film number ${i},${label}`),
    )
    await writeFile(join(folder, 'three.csv'), ['text,label', ...rows].join('\n'))
    const three = [...tinyTraining, '--data', 'three.csv', '--out', 'three', '--max-epochs', '1']
    expect((await runLstm(['train', ...three], { folder })).code).toBe(0)
    const outcome = (flag: string) => predict(['--checkpoint', 'three', flag, '0.5', 'x'])
    expect(await outcome('--threshold')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--threshold: this model has 3 labels; name the one'),
    })
    expect(await outcome('--abstain')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("this model has a label 'uncertain' of its own"),
    })
    expect(await predict(['--checkpoint', 'three', '--explain', '--top-k', '3', 'x'])).toMatchObject({
      code: 0,
    })
  })
})

describe('lstm predict, given rubbish', () => {
  it('refuses a folder for a file on stdin', () => {
    const stdin = openSync(folder, 'r')
    const { status, stderr } = spawnSync(process.execPath, [bin, 'predict'], {
      cwd: folder,
      stdio: [stdin, 'pipe', 'pipe'],
    })
    closeSync(stdin)
    expect([status, String(stderr)]).toEqual([3, expect.stringContaining('stdin is a folder')])
  })

  it('says where there is no model', async () => {
    const empty = temporaryFolder()
    const { code, stderr } = await runLstm(['predict', '--checkpoint', 'nowhere', 'x'], { folder: empty })
    expect([code, stderr]).toEqual([4, expect.stringContaining("'lstm train' makes one")])
  })

  it('refuses a model that is cut or changed by one bit anywhere', async () => {
    const good = await readFile(join(folder, out, 'best.safetensors'))
    for (const damage of [0, 5, 200, good.indexOf('the') + 1, good.length - 3]) {
      const bad = Buffer.from(good)
      bad[damage]! ^= 1
      await writeFile(join(folder, 'bad.safetensors'), bad)
      const { code, stdout, stderr } = await predict(['--checkpoint', 'bad.safetensors', 'x'])
      expect([code, stdout, stderr]).toEqual([4, '', expect.stringContaining('bad.safetensors is damaged')])
    }
    await writeFile(join(folder, 'bad.safetensors'), good.subarray(0, good.length - 100))
    expect((await predict(['--checkpoint', 'bad.safetensors', 'x'])).code).toBe(4)
  })

  it.each([
    [['--checkpoint', 'nothing.safetensors'], 4, 'there is no file nothing.safetensors'],
    [['--checkpoint', '.'], 4, '. is a folder without best.safetensors'],
    [['--format', 'xml'], 2, "--format wants one of text, json, csv, tsv, not 'xml'"],
    [['--text-column', 'x'], 2, '--text-column does not go with --input-format lines'],
    [['--delimiter', ';', 'a text'], 2, '--delimiter does not go with texts that are given as arguments'],
    [['--threads', '-1'], 2, '--threads wants'],
    [['--threshold', '1.5'], 2, "--threshold wants a number between 0 and 1, not '1.5'"],
    [['--abstain', 'x'], 2, "--abstain wants a number between 0 and 1, not 'x'"],
    [['--abstain', '-0.1'], 2, "--abstain wants a number between 0 and 1, not '-0.1'"],
    [['--top-k', '0'], 2, "--top-k wants a whole number of at least 1, not '0'"],
    [['--top-k', '1.5'], 2, "--top-k wants a whole number of at least 1, not '1.5'"],
    [['--threshold', '.5', '--abstain', '.5'], 2, '--threshold does not go with --abstain'],
    [['--top-k', '1', '--abstain', '.5'], 2, '--abstain does not go with --top-k'],
    [['--explain', '--format', 'csv'], 2, '--format csv does not go with --explain'],
    [['--top-k', '2', '--format', 'csv'], 2, '--format csv does not go with --top-k'],
    [['--input-format', 'csv', '--text-column', 'x'], 3, "no column 'x'; the columns are a, b"],
  ] as const)('%j: one clear line and its exit code', async (args, code, message) => {
    const outcome = await predict([...args], 'a,b\n1,2\n')
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(message)])
    expect(outcome.stderr).not.toMatch(/^ +at /m)
  })
})

it('says where words were divided by other dictionaries in the training', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => (i % 2 ? 'หนังสนุกมาก,good' : 'หนังน่าเบื่อ,bad'))
  await writeFile(join(folder, 'thai.csv'), `text,label\n${rows.map((row, i) => `${i} ${row}`).join('\n')}\n`)
  const { code } = await runLstm(['train', '--data', 'thai.csv', '--out', 'thai'], { folder })
  expect(code).toBe(0)
  const model = await readModel(join(folder, 'thai', 'best.safetensors'))
  const { segmenter } = model.provenance
  expect(segmenter).toBe(`ICU ${process.versions.icu}`)
  expect((await predict(['--checkpoint', 'thai'], 'หนังสนุก\n')).stderr).not.toContain('ICU')

  const other = { ...model, provenance: { ...model.provenance, segmenter: 'ICU 1.0' } }
  await writeTensorFile(join(folder, 'other.safetensors'), encodeModel(other))
  const { stderr } = await predict(['--checkpoint', 'other.safetensors'], 'หนังสนุก\n')
  expect(stderr).toContain(`by ICU 1.0 in the training, and are by ${segmenter} now`)
})
