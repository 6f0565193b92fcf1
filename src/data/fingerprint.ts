/**
 * Which texts a model was trained on, in a form small enough to be part of the model: a hash of each text's tokens. White
 * space, the order of rows and the format of a file do not matter to it, and no text can be read from it.
 */

import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import type { StoredSequences } from '../text/sequences.ts'
import { exp, power } from '../transcendental.ts'

/** A set of texts by their hashes: all of them, or a Bloom filter where they are many (B. Bloom, CACM 13(7), 1970). */
export type Fingerprint =
  | {
      readonly kind: 'list'
      /** [texts], ascending, none twice */
      readonly hashes: Float64Array
    }
  | {
      readonly kind: 'filter'
      /** A bit set is one that some text has. */
      readonly bits: Uint8Array
      /** Bits of each text. */
      readonly probes: number
      /** Distinct texts in it. */
      readonly texts: number
    }

/** Bounds of a fingerprint's size: half a megabyte of hashes, or a filter of one. */
const limits = { hashes: 1 << 16, filterBytes: 1 << 20, probes: 16 }

/**
 * A hash of the tokens of each text, [n]: whole numbers in [0, 2^53), the same for equal texts, for two others with a
 * chance of 1 in 2^53.
 *
 * @param words what the tokens index, -1 being an unknown word; undefined: the tokens themselves count
 */
export function textHashes(
  { tokens, offsets }: Pick<StoredSequences, 'tokens' | 'offsets'>,
  words: readonly string[] | undefined,
): Float64Array {
  const table = words && wordLanes(words)
  const hashes = new Float64Array(offsets.length - 1)
  for (let i = 0; i < hashes.length; i++) {
    const text = tokens.subarray(offsets[i]!, offsets[i + 1]!)
    hashes[i] = table ? hashOfWords(text, table) : hashOfIds(text)
  }
  return hashes
}

/** What `textHashes` gives: taken over from the reading of the texts where they were made then. */
export function hashesOf(texts: StoredSequences, words: readonly string[] | undefined): Float64Array {
  return texts.hashes ?? textHashes(texts, words)
}

/** The hashes of `textHashes` one by one, while the words are still being numbered. */
export class TextHasher {
  readonly #lanes = new GrowingInt32Array()

  constructor() {
    // The unknown word's.
    this.#lanes.push(0)
    this.#lanes.push(0)
  }

  /** How many were added. */
  get words(): number {
    return this.#lanes.length / 2 - 1
  }

  /** Numbers a word: the first is 0. */
  add(word: string): void {
    this.#lanes.push(wordLane(word, seeds.first))
    this.#lanes.push(wordLane(word, seeds.second))
  }

  /** @param tokens numbers of words that were added */
  hash(tokens: Int32Array): number {
    return hashOfWords(tokens, this.#lanes.view())
  }
}

/** @param table [words + 1, 2]: both lanes of the unknown word, then of each word */
function hashOfWords(tokens: Int32Array, table: Int32Array): number {
  let first: number = seeds.first
  let second: number = seeds.second
  for (let t = 0; t < tokens.length; t++) {
    const place = 2 * tokens[t]! + 2
    first = step(first, table[place]!)
    second = step(second, table[place + 1]!)
  }
  return joined(scramble(first ^ tokens.length), scramble(second ^ tokens.length))
}

function hashOfIds(tokens: Int32Array): number {
  let first: number = seeds.first
  let second: number = seeds.second
  for (const token of tokens) {
    first = step(first, scramble(token ^ seeds.second))
    second = step(second, scramble(token ^ seeds.first))
  }
  return joined(scramble(first ^ tokens.length), scramble(second ^ tokens.length))
}

/** The set of the texts with these hashes. @param hashes [n], in any order, equal ones too */
export function fingerprintOf(hashes: Float64Array): Fingerprint {
  const distinct = hashes.toSorted().filter((hash, i, sorted) => i === 0 || hash !== sorted[i - 1])
  if (distinct.length <= limits.hashes) return { kind: 'list', hashes: distinct }
  const bits = new Uint8Array(limits.filterBytes)
  const bestProbes = Math.round((Math.LN2 * 8 * bits.length) / distinct.length)
  const probes = Math.min(limits.probes, Math.max(1, bestProbes))
  for (const hash of distinct) mark(hash, bits, probes)
  return { kind: 'filter', bits, probes, texts: distinct.length }
}

/** How many of the texts with these hashes, [n], are in the set. */
export function countIn(fingerprint: Fingerprint, hashes: Float64Array): number {
  return hashes.reduce((sum, hash) => sum + Number(isIn(fingerprint, hash)), 0)
}

/** Whether the text with this hash is in the set; of other texts, the share `falseAlarms` is taken for one that is. */
export function isIn(fingerprint: Fingerprint, hash: number): boolean {
  if (fingerprint.kind === 'list') return contains(fingerprint.hashes, hash)
  const { bits, probes } = fingerprint
  for (let probe = 0; probe < probes; probe++) {
    const bit = position(hash, probe, bits)
    if (!(bits[bit >>> 3]! & (1 << (bit & 7)))) return false
  }
  return true
}

/** The share, in [0, 1], of texts not in the set that are taken for one in it: (1 - e^(-kn/m))^k of a filter; 0 of a list. */
export function falseAlarms(fingerprint: Fingerprint): number {
  if (fingerprint.kind === 'list') return 0
  const { bits, probes, texts } = fingerprint
  return power(1 - exp((-probes * texts) / (8 * bits.length)), probes)
}

/** Distinct texts in the set. */
export function textsIn(fingerprint: Fingerprint): number {
  return fingerprint.kind === 'list' ? fingerprint.hashes.length : fingerprint.texts
}

/** Whether two are of the same texts (of filters: as far as can be told). */
export function isSame(one: Fingerprint, other: Fingerprint): boolean {
  const [a, b] = [contentsOf(one), contentsOf(other)]
  return one.kind === other.kind && a.length === b.length && a.every((value, i) => value === b[i])
}

function contentsOf(fingerprint: Fingerprint): Float64Array | Uint8Array {
  return fingerprint.kind === 'list' ? fingerprint.hashes : fingerprint.bits
}

/** Another hash in [0, 2^53) for each one: equal for equal ones, and in another order for another salt, 0..2^32-1. */
export function salted(hash: number, salt: number): number {
  const high = scramble(highWord(hash) ^ salt)
  return joined(scramble(lowWord(hash) ^ high), high)
}

/** Whether the value is one of them. @param sorted ascending */
export function contains(sorted: Float64Array, value: number): boolean {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (sorted[middle]! < value) from = middle + 1
    else to = middle
  }
  return sorted[from] === value
}

/** Double hashing: two words of the hash give all positions (A. Kirsch, M. Mitzenmacher, ESA 2006). */
function position(hash: number, probe: number, bits: Uint8Array): number {
  return (highWord(hash) + Math.imul(probe, lowWord(hash) | 1)) >>> (Math.clz32(8 * bits.length) + 1)
}

/** Two hashes of each word, each of 32 bits: the lanes of `hashOfWords`. */
function wordLanes(words: readonly string[]): Int32Array {
  const table = new Int32Array(2 * words.length + 2)
  for (const [i, word] of words.entries()) {
    table[2 * i + 2] = wordLane(word, seeds.first)
    table[2 * i + 3] = wordLane(word, seeds.second)
  }
  return table
}

function wordLane(word: string, seed: number): number {
  let lane = seed
  for (let i = 0; i < word.length; i++) lane = step(lane, scramble(word.charCodeAt(i)))
  return scramble(lane ^ word.length)
}

const seeds = { first: 0x2545f491, second: 0x5851f42d } as const

/** MurmurHash3's step (A. Appleby, public domain), of values that are hashes themselves. */
function step(state: number, value: number): number {
  const mixed = state ^ value
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** Its end: every bit of the state changes half of the bits of the hash. */
function scramble(state: number): number {
  const a = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return b ^ (b >>> 16)
}

/** All of one word above 21 bits of another. */
function joined(high: number, low: number): number {
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}

function highWord(hash: number): number {
  return Math.floor(hash / 2 ** 21) | 0
}

function lowWord(hash: number): number {
  return hash | 0
}

/** The set with further texts. */
export function withTexts(fingerprint: Fingerprint, hashes: Float64Array): Fingerprint {
  if (fingerprint.kind === 'list') return fingerprintOf(Float64Array.from([...fingerprint.hashes, ...hashes]))
  const added = new Set(hashes.filter(hash => !isIn(fingerprint, hash)))
  const { bits, probes, texts } = { ...fingerprint, bits: fingerprint.bits.slice() }
  for (const hash of added) mark(hash, bits, probes)
  return { kind: 'filter', bits, probes, texts: texts + added.size }
}

/** With a greater share of false alarms, what a model has learned before is not kept apart any more. */
const mostAlarms = 0.05

/**
 * The set of the texts with these hashes, and of those that were learned before, where it can hold both.
 *
 * @param before of the model that a training goes on from
 */
export function fingerprintWith(before: Fingerprint | undefined, hashes: Float64Array): Fingerprint {
  return before && holdsBoth(before, hashes.length) ? withTexts(before, hashes) : fingerprintOf(hashes)
}

/** Whether the set can tell so many further texts as well. */
export function holdsBoth(before: Fingerprint, texts: number): boolean {
  const all = textsIn(before) + texts
  return before.kind === 'list' || falseAlarms({ ...before, texts: all }) <= mostAlarms
}

/** What it takes in a model file. */
export function fingerprintBytes(fingerprint: Fingerprint | undefined): number {
  if (!fingerprint) return 0
  return fingerprint.kind === 'list' ? fingerprint.hashes.byteLength : fingerprint.bits.byteLength
}

/** Sets the bits of a text. */
function mark(hash: number, bits: Uint8Array, probes: number): void {
  for (let probe = 0; probe < probes; probe++) {
    const bit = position(hash, probe, bits)
    bits[bit >>> 3]! |= 1 << (bit & 7)
  }
}
