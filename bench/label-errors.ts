/**
 *     npx tsx bench/label-errors.ts FILE [--share 0.05] [--seeds 1,2,3]
 *
 * How many wrong labels `check` finds: labels of a share of the texts are turned to another one by a seed, and the doubted texts are
 * compared with them. Of the first 8 % of the texts, those are counted that were turned; and of all that are doubted.
 */
import { parseArgs } from 'node:util'
import { suspectsOf } from '../src/check/label-errors.ts'
import { observe } from '../src/check/observed.ts'
import { judgingOf } from '../src/check/outlook.ts'
import { rowExamples } from '../src/data/labelled-rows.ts'
import { type LabelledRow, readCorpus } from '../src/index.ts'
import { Random } from '../src/random.ts'
import { inMemory } from '../src/text/sequences.ts'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'

/** The part of the texts that one would look at. */
const looked = 0.08

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string', default: '0.05' }, seeds: { type: 'string', default: '1,2,3' } },
})
const [file] = positionals
if (file === undefined) throw new Error('which file?')
const rows: LabelledRow[] = []
for await (const row of readCorpus(file)) rows.push(row)
const names = [...new Set(rows.map(({ label }) => label))]
const tokenizer = await loadTokenizer('words-2')

console.log(`| seed | turned | doubted | of them turned | turned among the first ${100 * looked} % |`)
console.log('|---|---|---|---|---|')
for (const seed of values.seeds.split(',').map(Number)) {
  const random = new Random(seed)
  const turned = new Set<number>()
  while (turned.size < Number(values.share) * rows.length) turned.add(random.integer(rows.length - 1))
  const given = rows.map((row, index) => {
    if (!turned.has(index)) return row
    const others = names.filter(name => name !== row.label)
    return { ...row, label: others[random.integer(others.length - 1)]! }
  })
  const { corpus } = await observe(
    { train: rowExamples(given, 'row'), test: undefined },
    tokenizer,
    () => undefined,
  )
  const train = inMemory(corpus.train)
  const one = Int32Array.from(names.keys())
  const { doubts } = await judgingOf(train, undefined, corpus.words, one, 1)!.ofAll(async () => undefined)
  const suspects = suspectsOf(doubts, train.labels, names.length).map(({ index }) => index)
  const found = (indices: readonly number[]) => indices.filter(index => turned.has(index)).length
  const first = found(suspects.slice(0, Math.floor(looked * rows.length)))
  console.log(
    `| ${seed} | ${turned.size} | ${suspects.length} | ${found(suspects)} | ${first} (${((100 * first) / turned.size).toFixed(0)} %) |`,
  )
}
