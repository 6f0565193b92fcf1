/**
 * How large an n-gram is in a text that holds it: the larger, the cheaper it is to use (ngram-fit.ts tells why). A text's length
 * has no part in it.
 */
import type { CountedNgrams } from '../../text/ngram-counting.ts'
import { isOfCharacters } from '../../text/ngrams.ts'
import { log } from '../../transcendental.ts'

/** About how many n-grams of words, and of characters, a token brings: the two kinds are scaled to weigh alike. */
export const ngramsOfToken = { words: 2.4, characters: 10 }

/**
 * log of (n-gram's share of what a class holds / its share of what the others hold), each count one more than it is; 0 for
 * an n-gram that is in none of the texts. Words and characters by themselves.
 */
export function ratioScales(
  { keys }: CountedNgrams,
  counts: Float64Array,
  classes: number,
  columns: number,
): Float64Array {
  const features = keys.low.length
  const scales = new Float64Array(features * columns)
  const totals = totalsOf(counts, classes)
  for (let c = 0; c < columns; c++) {
    const label = columns === 1 ? 1 : c
    const own = [0, 0]
    const others = [0, 0]
    for (let f = 0; f < features; f++) {
      const kind = Number(isOfCharacters(keys.high[f]!))
      own[kind]! += counts[f * classes + label]! + 1
      others[kind]! += totals[f]! - counts[f * classes + label]! + 1
    }
    for (let f = 0; f < features; f++) {
      if (totals[f] === 0) continue
      const kind = Number(isOfCharacters(keys.high[f]!))
      const count = counts[f * classes + label]!
      const ratio = ((count + 1) / own[kind]!) * (others[kind]! / (totals[f]! - count + 1))
      scales[f * columns + c] = log(ratio) / Math.sqrt(kind ? ngramsOfToken.characters : ngramsOfToken.words)
    }
  }
  return scales
}

/**
 * log of (one more than all texts / one more than the texts with the n-gram) + 1; 0 for an n-gram that is in none.
 *
 * @param power 1, or 1.5: then what is rare is larger still
 */
export function rarityScales(
  { keys }: Pick<CountedNgrams, 'keys'>,
  numbers: Int32Array,
  totals: Float64Array,
  texts: number,
  columns: number,
  power: 1 | 1.5 = 1,
): Float64Array {
  const scales = new Float64Array(numbers.length * columns)
  for (const [f, number] of numbers.entries()) {
    const total = totals[number]!
    if (total === 0) continue
    const kind = isOfCharacters(keys.high[number]!) ? ngramsOfToken.characters : ngramsOfToken.words
    const rarity = log((texts + 1) / (total + 1)) + 1
    const scale = (power === 1 ? rarity : rarity * Math.sqrt(rarity)) / Math.sqrt(kind)
    scales.fill(scale, f * columns, (f + 1) * columns)
  }
  return scales
}

/** In how many of the texts, by their weights, each n-gram is: [F]. @param counts [F, classes] the same by class */
export function totalsOf(counts: Float64Array, classes: number): Float64Array {
  const totals = new Float64Array(counts.length / classes)
  for (let at = 0; at < counts.length; at++) totals[Math.floor(at / classes)]! += counts[at]!
  return totals
}
