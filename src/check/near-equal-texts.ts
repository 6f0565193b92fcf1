/**
 * Texts that are nearly equal: that have half of their word triples or more in common (Jaccard), numbers taken for one another. Found in linear time by MinHash
 * (A. Broder, "On the resemblance and containment of documents", 1997): of all triples of a text the one with the least hash is
 * that of another text with a probability of their likeness. Each band is two such hashes; texts that agree in one are compared.
 */

import { doublingsTo } from '../rounding.ts'
import type { TokenSequences } from '../text/sequences.ts'
import type { MeantWords } from './meant-words.ts'

/** Of likeness 0.5 a pair is found with a probability of 97 %, of 0.8 with 99.9999 %; one of 0.1 is looked at in vain with 11 %. */
const bands = 12
/** Triples of two texts that are common, of all that they have, at least. */
const likeness = 0.5

interface NearPair {
  /** Index of the later text, and of an earlier one that it is nearly equal to. */
  readonly index: number
  readonly of: number
}

/**
 * For each text that is nearly equal to one before it, one such text.
 *
 * @param texts whose tokens are numbers of words
 * @param isWord [words] 1 for words, 0 for marks, which do not count
 * @param meant numbers, all of which are one word
 * @param distinct which texts are looked at, ascending: no two of them equal
 */
export async function findNearEqual(
  texts: TokenSequences,
  isWord: Uint8Array,
  meant: MeantWords,
  distinct: Int32Array,
  breathe: () => Promise<void>,
): Promise<NearPair[]> {
  const found = new Map<number, number>()
  const table = new BandTable(distinct.length)
  const shingles = new Shingles(texts, isWord, meant)
  for (let band = 0; band < bands; band++) {
    table.clear()
    const [first, second] = [mixed(2 * band + 1), mixed(2 * band + 2)]
    let done = 0
    for (const index of distinct) {
      if (++done % 16_384 === 0) await breathe()
      if (found.has(index)) continue
      const count = shingles.read(index)
      if (count === 0) continue
      let [least, next] = [0xffffffff, 0xffffffff]
      for (let s = 0; s < count; s++) {
        const shingle = shingles.hashes[s]!
        const a = mixed(shingle ^ first) >>> 0
        const b = mixed(shingle ^ second) >>> 0
        if (a < least) least = a
        if (b < next) next = b
      }
      const other = table.place(mixed(least ^ Math.imul(next, 0x9e3779b1)), index)
      if (other !== undefined && shingles.likeness(other, index) >= likeness) found.set(index, other)
    }
  }
  return [...found].map(([index, of]) => ({ index, of })).sort((a, b) => a.index - b.index)
}

/** The first text of each key of a band. */
class BandTable {
  readonly #owners: Int32Array
  readonly #keys: Int32Array

  constructor(texts: number) {
    const size = 2 ** doublingsTo(2 * texts + 2)
    this.#owners = new Int32Array(size)
    this.#keys = new Int32Array(size)
  }

  clear(): void {
    this.#owners.fill(0)
  }

  /** The text that has this key already; undefined where this one is the first. */
  place(key: number, index: number): number | undefined {
    const mask = this.#owners.length - 1
    let slot = key & mask
    while (this.#owners[slot] !== 0) {
      if (this.#keys[slot] === key) return this.#owners[slot]! - 1
      slot = (slot + 1) & mask
    }
    this.#owners[slot] = index + 1
    this.#keys[slot] = key
    return undefined
  }
}

/** The hashes of the word triples of texts. */
class Shingles {
  readonly #texts: TokenSequences
  readonly #isWord: Uint8Array
  readonly #meant: MeantWords
  /** Those of the text read last. */
  hashes = new Int32Array(1024)

  constructor(texts: TokenSequences, isWord: Uint8Array, meant: MeantWords) {
    this.#texts = texts
    this.#isWord = isWord
    this.#meant = meant
  }

  /** Puts those of a text into `hashes`. @returns their number */
  read(index: number): number {
    const { tokens, offsets } = this.#texts
    const end = offsets[index + 1]!
    const { ids, number } = this.#meant
    let [one, two, words, count] = [0, 0, 0, 0]
    if (this.hashes.length < end - offsets[index]!) this.hashes = new Int32Array(2 * (end - offsets[index]!))
    for (let at = offsets[index]!; at < end; at++) {
      const token = ids[tokens[at]!]!
      if (this.#isWord[token] === 0) continue
      // Three numbers say nothing.
      if (++words >= 3 && !(token === number && two === number && one === number)) {
        this.hashes[count++] = mixed(token + Math.imul(two, 0x85ebca6b) + Math.imul(one, 0xc2b2ae35))
      }
      one = two
      two = token
    }
    return count
  }

  /** The share of the triples of two texts that both have. */
  likeness(one: number, other: number): number {
    const [a, b] = [one, other].map(index => new Set(this.hashes.slice(0, this.read(index)))) as [
      Set<number>,
      Set<number>,
    ]
    let common = 0
    for (const hash of a) if (b.has(hash)) common++
    return common / (a.size + b.size - common)
  }
}

/** The end of MurmurHash3 (A. Appleby, public domain): every bit changes half of the others. */
function mixed(state: number): number {
  const a = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return b ^ (b >>> 16)
}
