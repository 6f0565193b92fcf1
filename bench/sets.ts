/**
 *     npx tsx bench/sets.ts FOLDER [NAME,NAME...] [-- FLAGS OF lstm train]
 *
 * How good `lstm train --data NAME-train.csv --out MODEL` is, and what it costs: for each pair of files NAME-train.csv and
 * NAME-test.csv in a folder it runs that command and measures the model on the test file, one row of a Markdown table a pair.
 * The commands run what `npm run build` has made. A test file is looked at once, after the training.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lstm, percent } from './run-lstm.ts'
import { setsIn } from './sets-in.ts'

interface Evaluation {
  readonly examples: number
  readonly accuracy: number
  readonly ece: number
  readonly classes: readonly { readonly f1: number | null }[]
}

const given = process.argv.slice(2)
const end = given.includes('--') ? given.indexOf('--') : given.length
const [folder, wanted] = given.slice(0, end)
const flags = given.slice(end + 1)

if (folder === undefined) {
  console.error('usage: npx tsx bench/sets.ts FOLDER [NAME,NAME...] [-- FLAGS OF lstm train]')
  process.exitCode = 2
} else {
  const names = wanted?.split(',') ?? setsIn(folder)
  console.log(`\`lstm train --data NAME-train.csv --out MODEL${flags.map(flag => ` ${flag}`).join('')}\``)
  console.log('')
  console.log('| set | test texts | accuracy | macro F1 | ECE | train | model |')
  console.log('|---|---|---|---|---|---|---|')
  const measured = names.map(name => measure(folder, name, flags))
  const mean = measured.reduce((sum, accuracy) => sum + accuracy, 0) / measured.length
  console.log(`| mean | | ${percent(mean)} | | | | |`)
}

/** Trains on one set, prints its row, and gives back the accuracy. */
function measure(folder: string, name: string, flags: readonly string[]): number {
  const out = mkdtempSync(join(tmpdir(), 'lstm-sets-'))
  try {
    const begin = performance.now()
    lstm(['train', '--data', join(folder, `${name}-train.csv`), '--out', out, ...flags])
    const seconds = (performance.now() - begin) / 1000
    const test = ['--data', join(folder, `${name}-test.csv`), '--all']
    const evaluation: Evaluation = JSON.parse(
      lstm(['eval', '--checkpoint', out, ...test, '--format', 'json']),
    )
    const { examples, accuracy, ece, classes } = evaluation
    const found = classes.flatMap(({ f1 }) => (f1 === null ? [] : [f1]))
    const macroF1 = found.reduce((sum, f1) => sum + f1, 0) / found.length
    const megabytes = (statSync(join(out, 'best.safetensors')).size / 1e6).toFixed(1)
    const cells = [
      name,
      examples,
      percent(accuracy),
      percent(macroF1),
      ece.toFixed(3),
      `${seconds.toFixed(0)} s`,
      `${megabytes} MB`,
    ]
    console.log(`| ${cells.join(' | ')} |`)
    return accuracy
  } finally {
    rmSync(out, { recursive: true })
  }
}
