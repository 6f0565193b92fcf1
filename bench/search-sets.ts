/**
 *     npx tsx bench/search-sets.ts FOLDER [NAME,NAME...] [--minutes M] [--seeds S,S...] [-- FLAGS OF lstm search]
 *
 * What a search is worth: for each pair of files NAME-train.csv and NAME-test.csv in a folder, and each seed (1 unless given), the accuracy on
 * the test file of `lstm train --preset auto` and of the winner of `lstm search --minutes M` (2 unless given), a row of a Markdown
 * table each; and the seconds that both took by the clock, reading and writing included. The commands run what `npm run build` has
 * made. Choose on texts held out of the training texts: a test file is looked at once, after all trials.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { lstm, percent } from './run-lstm.ts'
import { setsIn } from './sets-in.ts'

const given = process.argv.slice(2)
const end = given.includes('--') ? given.indexOf('--') : given.length
const { positionals, values } = parseArgs({
  args: given.slice(0, end),
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '2' }, seeds: { type: 'string', default: '1' } },
})
const [folder, wanted] = positionals
const { minutes } = values
const flags = given.slice(end + 1)

interface Outcome {
  /** Share in [0, 1]. */
  readonly accuracy: number
  readonly seconds: number
}

if (folder === undefined) {
  console.error(
    'usage: npx tsx bench/search-sets.ts FOLDER [NAME,NAME...] [--minutes M] [--seeds S,S...] [-- FLAGS OF lstm search]',
  )
  process.exitCode = 2
} else {
  const names = wanted?.split(',') ?? setsIn(folder)
  const gains: number[] = []
  console.log(
    '| set | seed | auto | search | gain | auto took | search took | of its time | trials | model | winner |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|---|')
  for (const name of names) {
    for (const seed of values.seeds.split(',')) gains.push(measure(folder, name, seed))
  }
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  console.log(`| mean | | | | ${(100 * mean).toFixed(2)} | | | | | | |`)
}

/** Prints the row of one set and seed, and gives back by how much the search is better. */
function measure(folder: string, name: string, seed: string): number {
  const out = mkdtempSync(join(tmpdir(), 'lstm-search-'))
  try {
    const data = ['--data', join(folder, `${name}-train.csv`), '--seed', seed]
    const test = join(folder, `${name}-test.csv`)
    const auto = outcome(['train', ...data, '--preset', 'auto'], join(out, 'auto'), test)
    const found = join(out, 'search')
    const searched = outcome(['search', ...data, '--minutes', minutes, ...flags], found, test)
    const events = readFileSync(join(found, 'trials.jsonl'), 'utf8').trim().split('\n')
    const trials = events.map(line => JSON.parse(line)).filter(event => event.event === 'trial')
    const winner = events.map(line => JSON.parse(line)).find(event => event.event === 'winner')
    const cells = [
      name,
      seed,
      percent(auto.accuracy),
      percent(searched.accuracy),
      (100 * (searched.accuracy - auto.accuracy)).toFixed(2),
      `${auto.seconds.toFixed(0)} s`,
      `${searched.seconds.toFixed(1)} s`,
      `${percent(searched.seconds / (60 * Number(minutes)))} %`,
      trials.filter(({ seconds }) => seconds > 0).length,
      `${(statSync(join(found, 'best.safetensors')).size / 1e6).toFixed(2)} MB`,
      JSON.stringify(trials.find(({ trial }) => trial === winner.trial).changes) +
        (winner.changes.from ?? ''),
    ]
    console.log(`| ${cells.join(' | ')} |`)
    return searched.accuracy - auto.accuracy
  } finally {
    rmSync(out, { recursive: true })
  }
}

function outcome(command: readonly string[], out: string, test: string): Outcome {
  const begin = performance.now()
  lstm([...command, '--out', out])
  const seconds = (performance.now() - begin) / 1000
  const evaluation = lstm(['eval', '--checkpoint', out, '--data', test, '--all', '--format', 'json'])
  return { accuracy: JSON.parse(evaluation).accuracy, seconds }
}
