/**
 *     npx tsx bench/few-texts.ts FOLDER NAME,NAME... [--vectors FILE|PACKAGE] [--per-class 8,16,64,256] [--seeds 1,2,3] [--test]
 *
 * What few labelled texts are good for: so many of each class are drawn by a seed from NAME-train.csv, `lstm train` learns from
 * them, and 1,000 others of the same file say how good the model is (with --test: all of NAME-test.csv). One row of a Markdown
 * table for each set and number: the mean of the seeds for a fresh model, one with word vectors, one --from pretrained (where
 * the labels are its own), and scikit-learn's TF-IDF and logistic regression, where Python has it. A class that has fewer texts
 * gives half of them. Runs what `npm run build` has made.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type LabelledRow, readCorpus } from '../src/index.ts'
import { Random } from '../src/random.ts'

const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))
const heldOut = 1000
const tfidf = `
import csv, sys
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
train, test = ([(r['text'], r['label']) for r in csv.DictReader(open(p, newline=''))] for p in sys.argv[1:])
model = make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=10, max_iter=1000))
print(model.fit(*zip(*train)).score(*zip(*test)))
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    vectors: { type: 'string' },
    'per-class': { type: 'string', default: '8,16,64,256' },
    seeds: { type: 'string', default: '1,2,3' },
    test: { type: 'boolean', default: false },
  },
})
const [folder, names] = positionals
if (folder === undefined || names === undefined) {
  console.error('usage: npx tsx bench/few-texts.ts FOLDER NAME,NAME... [--vectors FILE|PACKAGE]')
  process.exitCode = 2
} else {
  console.log('| set | texts a class | fresh | with vectors | from pretrained | TF-IDF and LR |')
  console.log('|---|---|---|---|---|---|')
  for (const name of names.split(',')) {
    const train = await rowsOf(join(folder, `${name}-train.csv`))
    const test = values.test ? await rowsOf(join(folder, `${name}-test.csv`)) : undefined
    for (const perClass of numbers(values['per-class'])) {
      const results = numbers(values.seeds).map(seed => measure(train, test, perClass, seed))
      const cells = [0, 1, 2, 3].map(way => mean(results.map(ways => ways[way])))
      console.log(`| ${[name, perClass, ...cells].join(' | ')} |`)
    }
  }
}

async function rowsOf(path: string): Promise<LabelledRow[]> {
  const rows: LabelledRow[] = []
  for await (const row of readCorpus(path)) rows.push(row)
  return rows
}

/** The accuracy of each way of learning; undefined where it does not apply. */
function measure(
  rows: readonly LabelledRow[],
  test: readonly LabelledRow[] | undefined,
  perClass: number,
  seed: number,
): (number | undefined)[] {
  const { drawn, rest } = draw(rows, perClass, new Random(seed))
  const scratch = mkdtempSync(join(tmpdir(), 'lstm-few-'))
  const [learned, held] = [join(scratch, 'learned.csv'), join(scratch, 'held.csv')]
  const train = (...flags: string[]) => {
    const out = join(scratch, 'model')
    run(process.execPath, [bin, 'train', '--data', learned, '--seed', String(seed), '--out', out, ...flags])
    const evaluated = run(process.execPath, [
      ...[bin, 'eval', '--checkpoint', out, '--data', held, '--all', '--format', 'json'],
    ])
    return JSON.parse(evaluated).accuracy as number
  }
  try {
    writeFileSync(learned, csv(drawn))
    writeFileSync(held, csv(test ?? rest.slice(0, heldOut)))
    const isOpinion = drawn.every(({ label }) => label === 'positive' || label === 'negative')
    return [
      train(),
      values.vectors === undefined ? undefined : train('--word-vectors', values.vectors),
      isOpinion ? train('--from', 'pretrained') : undefined,
      compared(learned, held),
    ]
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** So many texts of each class, half of a class that has fewer; and the others, in an order of the seed. */
function draw(rows: readonly LabelledRow[], perClass: number, random: Random) {
  const order = Array.from(random.permutation(rows.length), index => rows[index]!)
  const labels = [...new Set(order.map(({ label }) => label))]
  const drawn = new Set(
    labels.flatMap(label => {
      const texts = order.filter(row => row.label === label)
      return texts.slice(0, Math.min(perClass, Math.ceil(texts.length / 2)))
    }),
  )
  return { drawn: [...drawn], rest: order.filter(row => !drawn.has(row)) }
}

/** What scikit-learn makes of the same texts; undefined where there is none. */
function compared(train: string, test: string): number | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', tfidf, train, test], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}

function csv(rows: readonly LabelledRow[]): string {
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
  return `label,text\n${rows.map(({ label, text }) => `${quoted(label)},${quoted(text)}\n`).join('')}`
}

/** What a program writes to stdout. @throws Error with what it said when it does not end well */
function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status === 0) return stdout
  throw new Error(`${args.join(' ')} exited with ${status}:\n${stderr}`)
}

function numbers(list: string): number[] {
  return list.split(',').map(Number)
}

function mean(shares: readonly (number | undefined)[]): string {
  const known = shares.filter(share => share !== undefined)
  if (known.length === 0) return ''
  return ((100 * known.reduce((sum, share) => sum + share, 0)) / known.length).toFixed(1)
}
