import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (args: string[], input = '') => runLstm(args, { folder, input })

/** What a stranger's labels may be for a spreadsheet; and for a terminal, which no model takes. */
const labels = ['=cmd|"/c calc"!A1', '+1', 'plain', '@x']
const hostile = ['\u001b[31mred\u001b]0;pwned\u0007', '\u009b2Jgone', 'a\nb', 'txt\u202egpj.exe']
const attack = /(?![\n\t])\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Rows of hostile texts under these labels. */
function writeData(path: string, names: readonly string[]): Promise<void> {
  const rows = Array.from({ length: 80 }, (_, i) => {
    return JSON.stringify({ text: `word${i % 4} number${i} \u001b[2J`, label: names[i % 4] })
  })
  return writeFile(join(folder, path), rows.join('\n'))
}

beforeAll(async () => {
  await writeData('formulas.jsonl', labels)
  await writeData('hostile.jsonl', hostile)
})

describe('labels, texts and paths that would act on a terminal', () => {
  it('are escaped by every command', async () => {
    const data = ['--data', 'formulas.jsonl']
    const train = await lstm(['train', ...tinyTraining, ...data, '--max-epochs', '2', '--out', 'm\u001b[1m'])
    expect(train.code).toBe(0)
    expect(train.stderr).toContain('m\\u001b[1m')
    const model = ['--checkpoint', 'm\u001b[1m']
    const outcomes = [
      train,
      await lstm(['inspect', 'm\u001b[1m']),
      await lstm(['inspect', 'm\u001b[1m', '--json']),
      await lstm(['eval', ...model]),
      await lstm(['eval', ...model, '--format', 'json']),
      await lstm(['predict', ...model], 'word0 \u001b[2J\u2028x\n'),
      await lstm(['predict', ...model, '--explain', '\u001b[2J word1 \u009b']),
      await lstm(['predict', ...model, '--format', 'json', '\u202e\u009b']),
      await lstm(['predict', ...model, '--top-k', '4', 'word1']),
      await lstm(['predict', ...model, '--threshold', '\u001b[1m=0.5', 'x']),
      await lstm(['predict', '--checkpoint', 'no\u001b[1m.safetensors', 'x']),
      await lstm(['predict', '--\u001b[1m']),
      await lstm(['train', '--data', 'no\u009b.csv']),
      await lstm(['train', ...tinyTraining, '--data', 'hostile.jsonl', '--max-epochs', '1', '--out', 'h']),
      await lstm(['tokenize', ...model], '\u001b[2J word1 \u202e\n'),
    ]
    for (const { stdout, stderr } of outcomes) {
      expect(stdout).not.toMatch(attack)
      expect(stderr).not.toMatch(attack)
    }
    const lines = outcomes.slice(5, 9).map(({ stdout }) => stdout.split('\n').length - 1)
    expect(lines).toEqual([1, 1, 1, 1])
  })

  it('reach programs whole, and spreadsheets as no formula', async () => {
    const predict = (...args: string[]) => lstm(['predict', '--checkpoint', 'm\u001b[1m', ...args], 'word2\n')
    const { label, probabilities } = JSON.parse((await predict('--format', 'json')).stdout)
    expect(labels).toContain(label)
    expect(probabilities.map((each: { label: string }) => each.label)).toEqual([...labels].sort())
    const formula = ['--threshold', `${labels[0]}=0`, '--format', 'csv']
    expect((await predict(...formula)).stdout).toContain('\n"=cmd|""/c calc""!A1",')
    expect((await predict(...formula, '--csv-safe')).stdout).toContain('\n"\'=cmd|""/c calc""!A1",')
  })
})
