import { doublingsTo } from '../rounding.ts'
import { GrowingInt32Array } from './growing-int32-array.ts'
import { NgramReader, type NumbersOf } from './ngram-reader.ts'
import { NgramTable } from './ngram-table.ts'
import { eachCharacterNgram, type Keys, type NgramKinds, wordKeys } from './ngrams.ts'
import type { TokenSequences } from './sequences.ts'

/** Texts as the n-grams that they hold: text i holds features[offsets[i]] .. features[offsets[i + 1] - 1], distinct. */
export interface NgramRows {
  /** [n + 1], ascending from 0 */
  readonly offsets: Int32Array
  /** Numbers of n-grams. */
  readonly features: Int32Array
}

/** The n-grams of a corpus, those in most texts first; of equals, what words hold alone before pairs and triples. */
export interface CountedNgrams {
  readonly kinds: NgramKinds
  /** [F] */
  readonly keys: Keys
  /** [F] In how many texts each is. */
  readonly texts: Int32Array
  /** The corpus, by these n-grams. */
  readonly rows: NgramRows
  /** Distinct n-grams in `minimum` texts and more that are not among them, being more than `maximum`. */
  readonly leftOut: number
}

interface CountingOptions {
  readonly kinds: NgramKinds
  /** N-grams in fewer texts are left out; 1..255. */
  readonly minimum: number
  /** N-grams at most: those in most texts are kept. */
  readonly maximum: number
  /** Called every few thousand texts, so that others get their turn; may throw to end it all. */
  readonly breathe?: () => Promise<void>
}

/** Texts between two breaths. */
const stretch = 4096

/**
 * Counts the n-grams of texts.
 *
 * Most n-grams stand in one text only, and only what may reach the minimum gets a place in the table: a first pass counts
 * roughly, by a few bits of the keys. N-grams that fall together there let each other in, never keep each other out, and are
 * told apart by the second pass, which counts exactly.
 *
 * @param words what the tokens of `texts` index; a negative token stands for an unknown word
 */
export async function countNgrams(
  texts: TokenSequences,
  words: readonly string[],
  options: CountingOptions,
): Promise<CountedNgrams> {
  const { kinds, minimum, maximum, breathe } = options
  const table = new NgramTable()
  const reader = new NgramReader(kinds, await admission(table, texts, words, options))
  reader.learn(words)

  const offsets = new Int32Array(texts.offsets.length)
  const found = new GrowingInt32Array(2 * texts.tokens.length)
  let counts: Int32Array = new Int32Array(1024)
  for (let i = 0; i + 1 < offsets.length; i++) {
    if (i % stretch === 0) await breathe?.()
    const features = reader.read(textAt(texts, i))
    if (table.size > counts.length) counts = longer(counts, 2 * table.size)
    for (const feature of features) counts[feature]!++
    found.append(features)
    offsets[i + 1] = found.length
  }

  const often = byCount(counts.subarray(0, table.size), minimum)
  const kept = often.subarray(0, maximum)
  const { low, high } = table.keys()
  return {
    kinds,
    keys: { low: pick(low, kept), high: pick(high, kept) },
    texts: Int32Array.from(kept, number => counts[number]!),
    rows: renumbered({ offsets, features: found.view() }, kept, table.size),
    leftOut: often.length - kept.length,
  }
}

/** The tokens of text i. */
export function textAt({ tokens, offsets }: TokenSequences, i: number): Int32Array {
  return tokens.subarray(offsets[i], offsets[i + 1])
}

/** Adds to the table what may be in `minimum` texts, and knows no other. */
async function admission(
  table: NgramTable,
  texts: TokenSequences,
  words: readonly string[],
  options: CountingOptions,
): Promise<NumbersOf> {
  const { kinds, minimum } = options
  // One met at all is met once; and words alone are few.
  const all = minimum === 1 || (kinds.words === 1 && !kinds.characters)
  const sketch = all ? Uint8Array.of(minimum) : await roughCounts(texts, words, options)
  const mask = sketch.length - 1
  return ({ low, high, count }, numbers) => {
    for (let n = 0; n < count; n++) {
      const admitted = sketch[place(low[n]!, high[n]!) & mask]! >= minimum
      numbers[n] = admitted ? table.add(low[n]!, high[n]!) : -1
    }
  }
}

/** How often an n-gram at each place is met at most, up to `minimum`. */
async function roughCounts(
  texts: TokenSequences,
  words: readonly string[],
  { kinds, minimum, breathe }: CountingOptions,
): Promise<Uint8Array> {
  const mask = roughPlaces(texts.tokens.length) - 1
  const sketch = new Uint8Array(mask + 1)
  const count = (low: number, high: number, times: number) => {
    const at = place(low, high) & mask
    sketch[at] = Math.min(minimum, sketch[at]! + times)
  }

  // What a word holds alone is counted once a word, as often as the word is met.
  const met = new Int32Array(words.length)
  for (const token of texts.tokens) if (token >= 0) met[token]!++
  const keys = wordKeys(words)
  for (const [i, word] of words.entries()) {
    count(keys.low[i]! | 0, keys.high[i]! | 0, met[i]!)
    if (kinds.characters) {
      eachCharacterNgram(word, kinds.characters, (low, high) => count(low, high, met[i]!))
    }
  }

  if (kinds.words < 2) return sketch
  const sequences = new NgramReader({ ...kinds, characters: undefined }, (keys, numbers) => {
    for (let n = 0; n < keys.count; n++) count(keys.low[n]!, keys.high[n]!, 1)
    numbers.fill(-1, 0, keys.count)
  })
  sequences.learn(words)
  for (let i = 0; i + 1 < texts.offsets.length; i++) {
    if (i % stretch === 0) await breathe?.()
    sequences.walk(textAt(texts, i), () => {})
  }
  return sketch
}

/** Places to count in: four for each token, 2^16 to 2^28. */
function roughPlaces(tokens: number): number {
  return 2 ** Math.min(28, Math.max(16, doublingsTo(4 * tokens + 1)))
}

/** Bits that have no part in where the table puts an n-gram, so that neither fills by the other's pattern. */
function place(low: number, high: number): number {
  return high ^ (low >>> 16)
}

/** The numbers with this count or more, by descending count, equals ascending. */
function byCount(counts: Int32Array, minimum: number): Int32Array {
  const largest = counts.reduce((most, count) => Math.max(most, count), 0)
  // Counting sort: where the numbers of each count begin
  const starts = new Int32Array(largest + 2)
  for (const count of counts) if (count >= minimum) starts[largest - count + 1]!++
  for (let c = 1; c < starts.length; c++) starts[c]! += starts[c - 1]!
  const sorted = new Int32Array(starts[largest + 1]!)
  for (const [number, count] of counts.entries())
    if (count >= minimum) sorted[starts[largest - count]!++] = number
  return sorted
}

/** Rows of the n-grams that are kept, by their new numbers: their places in `kept`. In place. */
function renumbered({ offsets, features }: NgramRows, kept: Int32Array, size: number): NgramRows {
  const newNumbers = new Int32Array(size).fill(-1)
  for (const [number, old] of kept.entries()) newNumbers[old] = number
  const newOffsets = new Int32Array(offsets.length)
  let length = 0
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const number = newNumbers[features[k]!]!
      if (number >= 0) features[length++] = number
    }
    newOffsets[i + 1] = length
  }
  return { offsets: newOffsets, features: features.subarray(0, length) }
}

function pick(values: Uint32Array, indices: Int32Array): Uint32Array {
  return Uint32Array.from(indices, index => values[index]!)
}

function longer(values: Int32Array, length: number): Int32Array {
  const result = new Int32Array(length)
  result.set(values)
  return result
}
