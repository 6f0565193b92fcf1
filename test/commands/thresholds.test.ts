import { once } from 'node:events'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeFileAtomically } from '../../src/files/atomic.ts'
import { load } from '../../src/index.ts'
import { Random } from '../../src/random.ts'
import { runLstm, sampleCsv, startLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const evaluate = (...args: string[]) =>
  lstm('eval', '--checkpoint', 'm', '--data', 'test.csv', '--all', ...args)

/** Texts of three labels, of which the words tell four in five. */
function csv(count: number, seed: number): string {
  const random = new Random(seed)
  const labels = ['ham', 'news', 'spam']
  const rows = Array.from({ length: count }, (_, i) => {
    const label = random.integer(2)
    const words = Array.from({ length: 6 }, () => {
      const about = random.uniform() < 0.55 ? label : random.integer(2)
      return `${labels[about]}word${random.integer(9)}`
    })
    return `${words.join(' ')} ${i + seed * 10_000},${labels[label]}`
  })
  return `text,label\n${rows.join('\n')}\n`
}

beforeAll(async () => {
  await writeFile(join(folder, 'train.csv'), csv(1200, 1))
  await writeFile(join(folder, 'test.csv'), csv(800, 2))
  const settings = ['--no-network', '--ngrams', '--tokenizer', 'words-2', '--test-portion', '0']
  expect((await lstm('train', '--data', 'train.csv', ...settings, '--out', 'm')).code).toBe(0)
})

describe('lstm eval --target-precision', () => {
  it('finds a threshold by texts held out; its promise holds on fresh texts within their interval', async () => {
    const { stdout } = await evaluate('--target-precision', 'spam=0.9', '--format', 'json')
    const { decided, thresholds } = JSON.parse(stdout)
    expect(thresholds.map(({ label }: { label: string }) => label)).toEqual(['ham', 'news', 'spam'])
    expect(decided.decision).toMatchObject({
      texts: 1200,
      promise: 'precision of spam 90 %',
      threshold: [{ label: 'spam' }],
    })
    const spam = decided.measured.labels[2]
    expect(spam.right / spam.given).toBeGreaterThan(0.9 - 2 * Math.sqrt(0.09 / spam.given))
    expect(spam.given).toBeGreaterThan(50)
  })

  it('keeps it in the model: predict answers by it, unless told otherwise', async () => {
    const kept = await evaluate('--target-precision', 'spam=0.9', '--keep')
    expect([kept.code, kept.stderr]).toEqual([0, expect.stringContaining('kept in m')])
    const input = 'spamword1 hamword3 spamword2 newsword1 hamword1 spamword4\n'
    const predict = (...args: string[]) =>
      runLstm(['predict', '--checkpoint', 'm', ...args], { folder, input })
    const [decided, plain] = [await predict(), await predict('--most-probable')]
    expect(decided.stderr).toContain('answers by the decision that the model keeps: precision of spam 90 %')
    expect([decided.stdout.split('\t')[0], plain.stdout.split('\t')[0]]).toEqual(['ham', 'spam'])
    expect((await evaluate()).stdout).toContain('promise    precision of spam 90 %')
    // Texts below the threshold of spam are given the other labels: that costs more answers than it mends, and is said.
    expect((await evaluate()).stderr).toMatch(
      /by the decision [\d,]+ of [\d,]+ texts are answered wrong, and [\d,]+ by the most probable label: /,
    )
    expect((await lstm('inspect', 'm')).stdout).toMatch(
      /decision +precision of spam 90 %\nheld out +1,200 texts/,
    )
    await using model = await load(join(folder, 'm'))
    expect((await model.predict(input, { decide: 'kept' })).label).toBe('ham')
    expect((await model.predict(input)).label).toBe('spam')
  })
})

describe('a decision found by the texts that it is measured on', () => {
  const noProof = 'found by the very texts that it is measured on'

  it('is told at once, and later, in whatever order they stand; on others it is not', async () => {
    const other = join(folder, 'other')
    await mkdir(other)
    const model = join(other, 'm.safetensors')
    const kind = ['--no-network', '--ngrams', '--no-held-out-answers', '--test-portion', '0']
    await lstm('train', '--data', 'train.csv', ...kind, '--out', other)
    await copyFile(join(other, 'best.safetensors'), model)
    const measure = async (data: string, ...args: string[]) => {
      const { stdout, stderr } = await lstm(
        ...['eval', '--checkpoint', model, '--data', data, '--format', 'json', ...args],
      )
      const { decided, notices } = JSON.parse(stdout)
      return [decided?.foundHere, notices.join().includes(noProof), stderr.includes(noProof)]
    }
    const [head, ...rows] = csv(800, 2).trimEnd().split('\n')
    await writeFile(join(folder, 'turned.csv'), `${head}\n${rows.reverse().join('\n')}\n`)
    await writeFile(join(folder, 'fresh.csv'), csv(800, 3))
    expect(await measure('test.csv', '--target-error', '0.3', '--keep')).toEqual([true, true, true])
    expect(await measure('turned.csv')).toEqual([true, true, true])
    expect(await measure('fresh.csv')).toEqual([false, false, false])
  })

  it('is told of answers in a file as well', async () => {
    await evaluate('--predictions', 'answers.csv')
    const { stderr, stdout } = await lstm(
      ...['eval', '--from-predictions', 'answers.csv', '--target-error', '0.3', '--format', 'json'],
    )
    expect([JSON.parse(stdout).decided.foundHere, stderr.includes(noProof)]).toEqual([true, true])
  })
})

describe('lstm eval --target-error', () => {
  it('abstains so that no more of the answers are wrong', async () => {
    const { decided } = JSON.parse((await evaluate('--target-error', '0.1', '--format', 'json')).stdout)
    const { answered, texts, wrong } = decided.measured
    expect(wrong / answered).toBeLessThan(0.1 + 2 * Math.sqrt(0.09 / answered))
    expect(answered).toBeLessThan(texts)
    expect(decided.decision.abstain).toBeGreaterThan(0.4)
  })

  it('promises nothing that the texts cannot show', async () => {
    const { code, stderr } = await evaluate('--target-error', '0.0001')
    expect([code, stderr]).toEqual([3, expect.stringContaining('cannot promise 0.01 % wrong at most')])
    // What can be promised is said. All texts were held out in turn: no flag holds out more.
    const least = /: the least is ([\d.]+) %/.exec(stderr)?.[1]
    expect(stderr).not.toContain('--validation-portion')
    expect((await evaluate('--target-error', String(Number(least) / 100))).code).toBe(0)
    expect((await evaluate('--target-error', String(Number(least) / 100 - 0.001))).code).toBe(3)
  })
})

describe('lstm eval --costs', () => {
  it('answers what costs least, and says what that saves', async () => {
    const costs = 'label,ham,news,spam,uncertain\nham,0,1,9,0.5\nnews,1,0,9,0.5\nspam,1,1,0,0.5\n'
    await writeFile(join(folder, 'costs.csv'), costs)
    const { decided } = JSON.parse((await evaluate('--costs', 'costs.csv', '--format', 'json')).stdout)
    expect(decided.measured.cost.mean).toBeLessThan(decided.measured.cost.mostProbable)
  })

  it.each([
    ['label,ham,news\nham,0,1\n', "no cost for 'ham' answered with 'spam'"],
    ['label,ham,news,spam\nham,0,1,x\n', "the cost 'x' is no number"],
    ['label,ham,news,spam\nham,0,1,1\nnews,1,0,1\nspam,1,1,0\neggs,1,1,1\n', "no label 'eggs'"],
  ])('refuses %j', async (contents, message) => {
    await writeFile(join(folder, 'costs.csv'), contents)
    expect(await evaluate('--costs', 'costs.csv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(message),
    })
  })
})

describe('what is asked for', () => {
  it.each([
    [['--target-precision', 'eggs=0.9'], "no label 'eggs'"],
    [['--target-precision', '0.9'], 'wants LABEL=P'],
    [['--target-precision', 'spam=0.9', '--target-error', '0.1'], 'does not go with'],
    [['--keep'], '--keep keeps what'],
  ])('is refused: %j', async (args, message) => {
    expect(await evaluate(...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    })
  })

  it('is not kept in the pretrained model', async () => {
    await writeFile(
      join(folder, 'reviews.csv'),
      'text,label\nWe liked this thing 17 times,positive\nWe loathed this thing 18 times,negative\n',
    )
    const pretrained = join(import.meta.dirname, '..', '..', 'checkpoints', 'pretrained.safetensors')
    await writeFile(join(folder, 'even.csv'), 'label,negative,positive\nnegative,0,1\npositive,1,0\n')
    const { code, stderr } = await lstm(
      'eval',
      '--checkpoint',
      pretrained,
      '--data',
      'reviews.csv',
      '--costs',
      'even.csv',
      '--keep',
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing is kept in it')])
  })

  it('is not kept in a training that can go on, which would be lost', async () => {
    expect((await lstm('train', ...tinyTraining, '--max-epochs', '1', '--out', 'on')).code).toBe(0)
    const path = join('on', 'last.safetensors')
    const before = await readFile(join(folder, path))
    await writeFile(join(folder, 'even.csv'), 'label,negative,positive\nnegative,0,1\npositive,1,0\n')
    const of = ['--data', sampleCsv, '--all', '--costs', 'even.csv', '--keep']
    const { code, stdout, stderr } = await lstm('eval', '--checkpoint', path, ...of)
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringContaining('holds a training that can go on'),
    ])
    expect(stderr).toContain(`--checkpoint ${join('on', 'best.safetensors')}`)
    expect(await readFile(join(folder, path))).toEqual(before)
  })

  it('is not kept over a model that has taken the place of the one that was measured', async () => {
    const path = join(folder, 'changing', 'best.safetensors')
    await mkdir(dirname(path))
    await copyFile(join(folder, 'm', 'best.safetensors'), path)
    const args = [
      'eval',
      '--checkpoint',
      'changing',
      '--data',
      '-',
      '--target-precision',
      'spam=0.8',
      '--keep',
    ]
    const child = startLstm(args, folder)
    const ended = once(child, 'close')
    const newer = await readFile(join(folder, 'on', 'best.safetensors'))
    let stderr = ''
    let asked = false
    child.stderr!.on('data', async chunk => {
      stderr += chunk
      if (asked || !stderr.includes('answers:')) return
      asked = true
      await writeFileAtomically(path, [newer])
      child.stdin!.end(await readFile(join(folder, 'test.csv')))
    })
    expect(await ended).toEqual([4, null])
    expect(stderr).toContain('is not the model any more that was measured')
    expect(await readFile(path)).toEqual(newer)
    expect(await readdir(dirname(path))).toEqual(['best.safetensors'])
  })

  it('shows tables of thresholds', async () => {
    expect((await evaluate('--thresholds')).stdout).toMatch(
      /threshold +precision +recall +coverage\nham from 0\.05 +\d/,
    )
  })
})
