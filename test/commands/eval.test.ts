import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
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
    expect(stdout).toMatch(/^texts +8\nerror +\d+\.\d\d %\naccuracy +\d+\.\d\d % +95 % interval \[/)
    expect(stdout).toMatch(/true \\ predicted +negative +positive\n/)
    expect(stdout).toMatch(
      /\nconfidence +texts +mean +accuracy\n(\d+\.\d to \d+\.\d % +\d+( +\d+\.\d %){2}\n)+$/,
    )
  })

  it('gives one JSON object whose shares fit its counts', async () => {
    const { stdout } = await evaluate('--format', 'json')
    const { examples, error, accuracy, interval, cost, confusion, classes, auc, ece, reliability, model } =
      JSON.parse(stdout)
    expect(examples).toBe(8)
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
    const { confusion } = JSON.parse((await evaluate('--data', 'other.csv', '--format', 'json')).stdout)
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
      const text = word!.replace('&#60;', '<').replace('&#62;', '>')
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
