/**
 *     npx tsx bench/imbalance.ts TRAIN.csv [TEST.csv] [-- FLAGS OF lstm train]
 *
 * What becomes of a rare label: nine of ten texts of one label are taken out of training, and a model is measured on texts that have
 * both labels as often as before. Without TEST.csv these are a tenth of the training texts, held out before; so settings are chosen.
 * Columns label and text. Seeds 1, 2, 3 choose what is held out and taken out; a row of a Markdown table each. The commands run what
 * `npm run build` has made.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LabelledRow, readCorpus } from '../src/index.ts'
import { Random } from '../src/random.ts'
import { lstm, percent } from './run-lstm.ts'

const given = process.argv.slice(2)
const end = given.includes('--') ? given.indexOf('--') : given.length
const [trainPath, testPath] = given.slice(0, end)
const flags = given.slice(end + 1)

if (trainPath === undefined) {
  console.error('usage: npx tsx bench/imbalance.ts TRAIN.csv [TEST.csv] [-- FLAGS OF lstm train]')
  process.exitCode = 2
} else {
  const all = await rowsOf(trainPath)
  const test = testPath === undefined ? undefined : await rowsOf(testPath)
  console.log('| seed | train | test | accuracy | macro F1 |')
  console.log('|---|---|---|---|---|')
  for (const seed of [1, 2, 3]) {
    const random = new Random(seed)
    const order = [...random.permutation(all.length)].map(index => all[index]!)
    const held = Math.floor(all.length / 10)
    const [measured, left] = test ? [test, order] : [order.slice(0, held), order.slice(held)]
    const rare = left.map(({ label }) => label).sort()[0]!
    let met = 0
    const kept = left.filter(({ label }) => label !== rare || met++ % 10 === 0)
    const { accuracy, macroF1 } = measure(kept, measured, seed)
    console.log(
      `| ${seed} | ${kept.length} | ${measured.length} | ${percent(accuracy)} | ${percent(macroF1)} |`,
    )
  }
}

async function rowsOf(path: string): Promise<LabelledRow[]> {
  const rows: LabelledRow[] = []
  for await (const row of readCorpus(path)) rows.push(row)
  return rows
}

function measure(train: readonly LabelledRow[], test: readonly LabelledRow[], seed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-imbalance-'))
  const put = (name: string, rows: readonly LabelledRow[]) => {
    writeFileSync(join(folder, name), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
    return join(folder, name)
  }
  try {
    const out = join(folder, 'model')
    lstm(['train', '--data', put('train.jsonl', train), '--out', out, '--seed', `${seed}`, ...flags])
    const data = ['--data', put('test.jsonl', test), '--all', '--format', 'json']
    const { accuracy, classes } = JSON.parse(lstm(['eval', '--checkpoint', out, ...data]))
    const f1s: number[] = classes.map(({ f1 }: { f1: number | null }) => f1 ?? 0)
    return { accuracy, macroF1: f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
