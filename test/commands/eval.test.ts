import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { isIn, textHashes } from '../../src/data/fingerprint.ts'
import { readModel } from '../../src/storage/tensor-file.ts'
import { runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const evaluate = (...args: string[]) => runLstm(['eval', ...args], { folder })

beforeAll(async () => {
  const out = join('checkpoints', 'tiny')
  const { code } = await runLstm(['train', ...tinyTraining, '--out', out, '--max-epochs', '3'], { folder })
  expect(code).toBe(0)
})

describe('lstm eval', () => {
  it('measures the newest model on the test texts of the data it was trained on', async () => {
    const { code, stdout, stderr } = await evaluate()
    expect(code).toBe(0)
    expect(stderr).toContain(join('checkpoints', 'tiny', 'best.safetensors'))
    expect(stdout).toMatch(
      /^texts +8 of 40; 32 left out, which it was trained on\nerror +\d+\.\d\d %\naccuracy +\d+\.\d\d % +95 % interval \[/,
    )
    expect(stdout).toMatch(/true \\ predicted +negative +positive\n/)
    expect(stdout).toMatch(
      /\nconfidence +texts +mean +accuracy\n(\d+\.\d to \d+\.\d % +\d+( +\d+\.\d %){2}\n)+$/,
    )
  })

  it('gives one JSON object whose shares fit its counts', async () => {
    const { stdout } = await evaluate('--format', 'json')
    const {
      examples,
      error,
      accuracy,
      interval,
      cost,
      confusion,
      classes,
      auc,
      ece,
      reliability,
      model,
      ...of
    } = JSON.parse(stdout)
    expect(examples).toBe(8)
    expect(of.texts).toEqual({ offered: 40, measured: 8, leftOut: 32, trainedOn: 0, new: 8 })
    expect(of.data).toBe(sampleCsv)
    expect(confusion.flat().reduce((sum: number, count: number) => sum + count, 0)).toBe(8)
    expect(accuracy).toBe((confusion[0][0] + confusion[1][1]) / 8)
    expect(error).toBeCloseTo(1 - accuracy, 12)
    expect(interval[0]).toBeLessThan(accuracy)
    expect(interval[1]).toBeGreaterThan(accuracy)
    expect(cost).toBeGreaterThan(0)
    expect(classes.map(({ label }: { label: string }) => label)).toEqual(['negative', 'positive'])
    expect(auc).toBeGreaterThanOrEqual(0)
    expect(ece).toBeGreaterThan(0)
    expect(ece).toBeLessThan(1)
    expect(reliability.reduce((sum: number, { texts }: { texts: number }) => sum + texts, 0)).toBe(8)
    expect(model).toBe(join('checkpoints', 'tiny', 'best.safetensors'))
  })

  it('agrees with lstm predict on the same texts', async () => {
    await writeFile(join(folder, 'other.csv'), `${await readFile(sampleCsv, 'utf8')}Another one.,positive\n`)
    const all = await evaluate('--data', 'other.csv', '--all', '--format', 'json')
    const { confusion, texts } = JSON.parse(all.stdout)
    expect(texts).toEqual({ offered: 41, measured: 41, leftOut: 0, trainedOn: 32, new: 9 })
    const predicted = await runLstm(['predict', '--input-format', 'csv'], {
      folder,
      input: await readFile(join(folder, 'other.csv')),
    })
    const positives = predicted.stdout.split('\n').filter(line => line.startsWith('positive\t')).length
    expect(confusion[0][1] + confusion[1][1]).toBe(positives)
    expect(confusion.flat().reduce((sum: number, count: number) => sum + count, 0)).toBe(41)
  })

  it('divides the training data as the training did', async () => {
    const examples = async (split: string) =>
      JSON.parse((await evaluate('--split', split, '--format', 'json')).stdout).examples
    expect([await examples('train'), await examples('test')]).toEqual([32, 8])
  })

  it('refuses labels that the model does not know', async () => {
    await writeFile(join(folder, 'labels.csv'), 'review,sentiment\na,good\nb,bad\n')
    const { code, stderr } = await evaluate('--data', 'labels.csv')
    expect([code, stderr]).toEqual([3, expect.stringMatching(/the label '\w+' is not one of the model's/)])
  })

  it('writes a page that needs nothing else, with the learning curves beside the model, the same each time', async () => {
    const { code, stdout, stderr } = await evaluate('--report', 'report.html', '--format', 'json')
    expect([code, stderr]).toEqual([0, expect.stringContaining('report: report.html')])
    const page = await readFile(join(folder, 'report.html'), 'utf8')
    expect(page).toContain(`${(100 * JSON.parse(stdout).accuracy).toFixed(2)} %`)
    expect(page).toContain('Learning curves')
    await evaluate('--report', 'report.html')
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe(page)
  })

  it("explains the mistakes on its page with the contributions of predict --explain (to the page's three digits)", async () => {
    await writeFile(
      join(folder, 'both.csv'),
      'review,sentiment\n"What a <b>film</b>",positive\n"What a <b>film</b>",negative\n',
    )
    await evaluate('--data', 'both.csv', '--report', 'both.html')
    const page = await readFile(join(folder, 'both.html'), 'utf8')
    const { stdout } = await runLstm(['predict', '--explain', '--format', 'json', 'What a <b>film</b>'], {
      folder,
    })
    const tokens: { token: string; contribution: number }[] = JSON.parse(stdout).explanation.tokens
    expect(tokens.length).toBeGreaterThan(3)
    const shown = [...page.matchAll(/<mark [^>]*title="(.*?)">(?:<u>)?(.*?)(?:<\/u>)?<\/mark>/g)]
    expect(shown.length).toBeGreaterThan(0)
    for (const [, contribution, word] of shown) {
      const text = word!.replaceAll('&#60;', '<').replaceAll('&#62;', '>').toLowerCase()
      const signed = tokens.map(token => [
        token.token,
        Math.abs(token.contribution - Number(contribution)) < 6e-4,
      ])
      expect(signed).toContainEqual([text, true])
    }
  })

  it.each([join('missing', 'report.html'), '.'])(
    'finds out before the evaluation that %j cannot be written',
    async path => {
      const { code, stdout, stderr } = await evaluate('--report', path)
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^lstm: cannot write /)
    },
  )
})

describe('what lstm eval measures', () => {
  const words = ['lamp', 'film', 'shop', 'plot', 'chair', 'radio']
  /** Row i of a set of texts that are all different. */
  const row = (i: number, columns = (text: string, label: string) => `${text},${label}`) =>
    columns(`${i % 2 ? 'good' : 'bad'} ${words[i % 6]} number ${i}`, i % 2 ? 'pos' : 'neg')
  const rows = (from: number, to: number, columns?: (text: string, label: string) => string) =>
    Array.from({ length: to - from }, (_, i) => row(from + i, columns))
  const csv = (list: readonly string[], header = 'text,label') => `${[header, ...list].join('\n')}\n`
  const base = rows(0, 100)

  const textHashOf = (text: string) => {
    const words = text.split(' ')
    const sequence = { tokens: Int32Array.from(words.keys()), offsets: Int32Array.of(0, words.length) }
    return textHashes(sequence, words)[0]!
  }

  const own = temporaryFolder()
  const files: Record<string, string> = {
    'data.csv': csv(base),
    'grown.csv': csv([...base, ...rows(100, 103)]),
    'shuffled.csv': csv(base.toReversed()),
    'twice.csv': csv([...base, ...base]),
    'renamed.csv': csv(base, 'Review,Sentiment'),
    'spaced.csv': csv(rows(0, 100, (text, label) => `"  ${text.replaceAll(' ', '   ')} ",${label}`)),
    'same.jsonl': `${rows(0, 100, (text, label) => JSON.stringify({ text, label })).join('\n')}\n`,
    'new.csv': csv(rows(200, 260)),
    'elsewhere/data.csv': csv(rows(300, 360)),
  }
  const measure = async (...args: string[]) => {
    const outcome = await runLstm(['eval', '--checkpoint', 'm', '--format', 'json', ...args], { folder: own })
    const { texts, examples } = outcome.code === 0 ? JSON.parse(outcome.stdout) : {}
    if (texts) expect(texts.measured).toBe(examples)
    return { ...outcome, texts }
  }
  const train = (out: string, ...args: string[]) =>
    runLstm(['train', ...tinyTraining, '--data', 'data.csv', '--out', out, '--max-epochs', '1', ...args], {
      folder: own,
    })

  beforeAll(async () => {
    await mkdir(join(own, 'elsewhere'))
    for (const [name, contents] of Object.entries(files)) await writeFile(join(own, name), contents)
    await train('m')
    await train('bare', '--no-fingerprint')
  })

  it.each([
    ['data.csv', [100, 20, 80, 0, 20]],
    ['grown.csv', [103, 23, 80, 0, 23]],
    ['shuffled.csv', [100, 20, 80, 0, 20]],
    ['twice.csv', [200, 40, 160, 0, 40]],
    ['renamed.csv', [100, 20, 80, 0, 20]],
    ['spaced.csv', [100, 20, 80, 0, 20]],
    ['same.jsonl', [100, 20, 80, 0, 20]],
    ['new.csv', [60, 60, 0, 0, 60]],
  ])(
    'of %s are the texts that were not trained on',
    async (name, [offered, measured, leftOut, trainedOn, fresh]) => {
      const { texts, stderr } = await measure('--data', name)
      expect(texts).toEqual({ offered, measured, leftOut, trainedOn, new: fresh })
      expect(stderr.includes('is not as it was')).toBe(false)
    },
  )

  it('are read from the columns of the training, by predict too, and both say so', async () => {
    // The usual name 'review' stands in the file as well, and holds something else.
    const columns = (text: string, label: string) =>
      `${text},nothing ${label === 'pos' ? 'bad' : 'good'},x,${label}`
    await writeFile(join(own, 'articles.csv'), csv(rows(0, 100, columns), 'Title,review,label,Verdict'))
    const choice = ['--text-column', 'title', '--label-column', 'verdict']
    const trained = await train('titled', '--data', 'articles.csv', ...choice)
    expect(trained.code).toBe(0)
    const titled = (...args: string[]) =>
      runLstm(['eval', '--checkpoint', 'titled', ...args], { folder: own })
    const outcome = await titled('--data', 'articles.csv')
    expect(outcome.stdout).toMatch(/^texts +20 of 100; 80 left out, which it was trained on\n/)
    expect(outcome.stderr).toContain("on articles.csv, text column 'Title', label column 'Verdict'\n")
    expect((await titled()).stdout).toBe(outcome.stdout)
    // Where they are not present, the usual names are taken.
    expect((await titled('--data', 'new.csv')).stderr).toContain("text column 'text', label column 'label'\n")
    const predicted = await runLstm(
      ['predict', '--checkpoint', 'titled', '--input-format', 'csv', '--only-predictions'],
      {
        folder: own,
        input: csv(['good lamp,bad film,x,pos'], 'title,review,label,verdict'),
      },
    )
    expect(predicted.stdout).toMatch(/\tgood lamp\n$/)
    expect(predicted.stderr).toContain("text column 'title'\n")
  })

  it('of the training data that has grown are the new texts and the old test texts, and it says so', async () => {
    await writeFile(join(own, 'data.csv'), files['grown.csv']!)
    const { texts, stderr } = await measure()
    await writeFile(join(own, 'data.csv'), files['data.csv']!)
    expect(texts).toMatchObject({ measured: 23, leftOut: 80 })
    expect(stderr).toContain(
      'data.csv is not as it was for the training: changed, or another file of that name',
    )
  })

  it('of a file of the same name in another folder is that file, and it says so', async () => {
    const { stdout, stderr } = await runLstm(['eval', '--checkpoint', join('..', 'm')], {
      folder: join(own, 'elsewhere'),
    })
    expect(stdout).toMatch(/^texts +60, none of which it was trained on\n/)
    expect(stderr).toContain('data.csv is not as it was for the training')
  })

  it('are the texts of --test alone, and a file that is not there is an error', async () => {
    expect((await measure('--test', 'new.csv')).texts.measured).toBe(60)
    expect(await measure('--test', 'no-such.csv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no-such.csv does not exist'),
    })
  })

  it.each([
    ['--label-column', 'nope', 3, "no column 'nope'"],
    ['--text-column', 'nope', 3, "no column 'nope'"],
    ['--data-format', 'jsonl', 3, 'not JSON'],
    ['--dictionary', 'nope', 3, 'nope'],
  ])('are never those that %s %s does not name', async (flag, value, code, message) => {
    expect(await measure(flag, value)).toMatchObject({ code, stderr: expect.stringContaining(message) })
  })

  it('are refused where hardly any is new, unless --all asks for them', async () => {
    const train = await measure('--split', 'train')
    expect(train.texts).toEqual({ offered: 100, measured: 80, leftOut: 20, trainedOn: 80, new: 0 })
    // All that was trained on, and three texts more.
    const { fingerprint } = await readModel(join(own, 'm', 'best.safetensors'))
    const trained = base.filter((_, i) => isIn(fingerprint!, textHashOf(row(i, text => text))))
    expect(trained).toHaveLength(80)
    await writeFile(join(own, 'seen.csv'), csv([...trained, ...rows(400, 403)]))
    const { code, stdout, stderr } = await measure('--data', 'seen.csv')
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('the model was trained on 80 of the 83 texts: too few are left to measure it on')
    expect(stderr).toContain('--all')
    const all = await measure('--data', 'seen.csv', '--all')
    expect(all.texts).toEqual({ offered: 83, measured: 83, leftOut: 0, trainedOn: 80, new: 3 })
    const shown = await runLstm(['eval', '--checkpoint', 'm', '--data', 'seen.csv', '--all'], { folder: own })
    expect(shown.stdout).toMatch(/^texts +83, 80 of which it was trained on\n/)
  })

  it('cannot be told from the training texts by a model without a fingerprint, and it says so', async () => {
    const bare = (...args: string[]) => runLstm(['eval', '--checkpoint', 'bare', ...args], { folder: own })
    const same = await bare()
    expect(same.stdout).toMatch(/^texts +20 of 100; 80 left out, which it was trained on\n/)
    const grown = await bare('--data', 'grown.csv')
    expect(grown.stdout).toMatch(/^texts +103, some of which it may have been trained on\n/)
    expect(grown.stderr).toContain('the model does not know which texts it was trained on')
    expect(await bare('--data', 'grown.csv', '--split', 'train')).toMatchObject({ code: 4, stdout: '' })
  })

  it('does not take --all for the training texts', async () => {
    expect(await measure('--all', '--split', 'train')).toMatchObject({ code: 2 })
  })
})

describe('what figures must be taken with', () => {
  const kinds = ['fine', 'poor']
  const noise = (n: number) => `w${(n * 7919) % 83} w${(n * 104_729) % 89} w${(n * 1_299_709) % 97}`
  const table = (count: number, text: (n: number) => string, label = (n: number) => kinds[n % 2]) =>
    `text,label\n${Array.from({ length: count }, (_, n) => `${text(n)},${label(n)}\n`).join('')}`
  // Labels by lot: what is learned of these texts says nothing of others.
  const byLot = (n: number) => kinds[(n * n * 31 + (n >> 3)) % 2]
  const figures = async (name: string, content: string, ...flags: string[]) => {
    await writeFile(join(folder, name), content)
    return evaluate('--checkpoint', 'lot', '--data', name, ...flags)
  }

  beforeAll(async () => {
    await writeFile(join(folder, 'lot.csv'), table(200, noise, byLot))
    const args = ['train', '--data', 'lot.csv', '--from', 'none', '--out', 'lot']
    expect(await runLstm(args, { folder })).toMatchObject({ code: 0 })
  })

  it('is that texts are as easy as those of the training, of which each has another word here', async () => {
    const changed = table(200, n => `${noise(n)} indeed`, byLot)
    const { stdout, stderr } = await figures('changed.csv', changed, '--json', '--report', 'changed.html')
    const { texts, notices, error } = JSON.parse(stdout)
    expect(texts.trainedOn).toBe(0)
    expect(error).toBeLessThan(0.2)
    expect(notices).toEqual([
      expect.stringMatching(/^wrong are .* these are easier, or training texts a little changed/),
    ])
    expect(stderr).toContain(`lstm: ${notices[0]}\n`)
    expect(await readFile(join(folder, 'changed.html'), 'utf8')).toContain('training texts a little changed')

    const other = ['train', '--data', 'lot.csv', '--from', 'none', '--ngram-words', '1', '--out', 'other']
    expect(await runLstm(other, { folder })).toMatchObject({ code: 0 })
    const both = await runLstm(['compare', 'lot', 'other', '--data', 'changed.csv'], { folder })
    expect(both.stderr).toContain(`lstm: lot: ${notices[0]}\n`)
    expect(both.stderr).toContain('lstm: other: wrong are ')
  })

  it('is told of pieces by each, and of all when they are put together', async () => {
    const copies = table(
      60,
      n => `${noise(n % 30)} indeed`,
      n => byLot(n % 30),
    )
    const told = 'lstm: 30 of 60 texts are equal to an earlier one: an interval of 30 texts would be wider\n'
    const whole = await figures('copies.csv', copies)
    expect(whole.stderr).toContain(told)
    for (const shard of ['1/2', '2/2']) {
      const { stdout, stderr } = await figures('copies.csv', copies, '--shard', shard)
      expect(stderr).toContain(told)
      await writeFile(join(folder, `piece-${shard[0]}`), stdout)
    }
    const merged = await runLstm(['merge', 'piece-1', 'piece-2'], { folder })
    expect(merged.stdout).toBe(whole.stdout)
    const remarks = whole.stderr.split('\n').filter(line => /equal to|a little changed/.test(line))
    expect(merged.stderr.split('\n').filter(line => /equal to|a little changed/.test(line))).toEqual(remarks)
    expect(remarks).toHaveLength(2)
  })

  it('is that the model answers with labels that no text has', async () => {
    const { stderr } = await figures(
      'one.csv',
      table(
        40,
        n => `new${n} ${noise(n)}`,
        () => 'poor',
      ),
    )
    expect(stderr).toMatch(
      /lstm: \d+ of 40 texts are answered with a label that no text has: fine; macro F1 counts it as 0 %/,
    )
  })
})
