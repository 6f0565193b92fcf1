/**
 * The n-grams of a text: its words, its pairs and triples of adjacent words, and the character n-grams inside its words.
 *
 * An n-gram is known by a key of 64 bits, in two halves of 32, made from what it says and nothing else: neither
 * vocabulary nor order of reading has a part in it. The lowest bit of the upper half says of which kind it is. Of five million
 * n-grams two have the same key with a probability of 10^-6; they would then share a weight, and nothing else would happen.
 */

/** Which n-grams of a text are looked at. */
export interface NgramKinds {
  /** Words in the longest n-gram of words: 3 for words, pairs and triples; 0 for none. */
  readonly words: 0 | 1 | 2 | 3
  /** Characters in the shortest and the longest n-gram inside a word, the two marks at its ends included; undefined for none. */
  readonly characters: readonly [shortest: number, longest: number] | undefined
}

/** Keys of n-grams or words, the two halves apart. By itself a half is a signed number of 32 bits, which V8 keeps without a box. */
export interface Keys {
  readonly low: Uint32Array
  readonly high: Uint32Array
}

/** Keys to be looked up, their halves signed. */
export interface HalfKeys {
  readonly low: Int32Array
  readonly high: Int32Array
  /** How many of them there are; the arrays may be longer. */
  readonly count: number
}

/** Marks at the ends of a word, which no token holds. */
const begin = 2
const end = 3

/** No word has more character n-grams than those of its first so many characters. */
const longestWord = 64

/** N-grams of a word alone at most, whatever their lengths: itself, and all pieces of its characters with the marks. */
export const mostPieces = 1 + ((longestWord + 2) * (longestWord + 3)) / 2

/** The keys of words, [words.length]. */
export function wordKeys(words: readonly string[]): Keys {
  const keys = { low: new Uint32Array(words.length), high: new Uint32Array(words.length) }
  for (const [i, word] of words.entries()) {
    let [low, high] = [lowSeed, highSeed]
    for (let c = 0; c < word.length; c++) {
      const unit = word.charCodeAt(c)
      low = lowStep(low, unit)
      high = highStep(high, unit)
    }
    keys.low[i] = finish(low)
    keys.high[i] = ofWords(finish(high))
  }
  return keys
}

/** The lower half of the key of two n-grams after one another, each given by both halves. */
export function joinedLow(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return finish(lowStep(lowStep(lowStep(lowStep(lowSeed, aLow), aHigh), bLow), bHigh))
}

/** The upper half of the key of two n-grams after one another. */
export function joinedHigh(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return ofWords(finish(highStep(highStep(highStep(highStep(highSeed, aLow), aHigh), bLow), bHigh)))
}

/**
 * Visits the key of each character n-gram of a word, its ends marked; one that is there twice, twice. Characters are UTF-16
 * code units, of which the first 64 are read.
 */
export function eachCharacterNgram(
  word: string,
  [shortest, longest]: readonly [number, number],
  visit: (low: number, high: number) => void,
): void {
  const length = Math.min(word.length, longestWord) + 2
  for (let from = 0; from < length; from++) {
    let [low, high] = [lowSeed, highSeed]
    const last = Math.min(from + longest, length)
    for (let at = from; at < last; at++) {
      const unit = at === 0 ? begin : at === length - 1 ? end : word.charCodeAt(at - 1)
      low = lowStep(low, unit)
      high = highStep(high, unit)
      if (at - from + 1 >= shortest) visit(finish(low), ofCharacters(finish(high)))
    }
  }
}

/** Whether a key, by its upper half, is of an n-gram of characters; else it is of words. */
export function isOfCharacters(high: number): boolean {
  return (high & 1) === 1
}

function ofWords(high: number): number {
  return high & ~1
}

function ofCharacters(high: number): number {
  return high | 1
}

const lowSeed = 0x9747b28c | 0
const highSeed = 0x3c6ef372

/** One step of MurmurHash3 (Austin Appleby, x86_32): four bytes into a half of a key. */
function lowStep(hash: number, value: number): number {
  const k = Math.imul(value, 0xcc9e2d51)
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

/** The same with other constants (those of MurmurHash3's x86_128), so that the halves know nothing of each other. */
function highStep(hash: number, value: number): number {
  const k = Math.imul(value, 0xab0e9789)
  const h = hash ^ Math.imul((k << 16) | (k >>> 16), 0x38b34ae5)
  return (Math.imul((h << 17) | (h >>> 15), 5) + 0x0bcaa747) | 0
}

/** The last mixing of MurmurHash3: every bit of the state has a part in every bit of the half. */
function finish(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
