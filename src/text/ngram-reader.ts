import { GrowingInt32Array } from './growing-int32-array.ts'
import {
  eachCharacterNgram,
  type HalfKeys,
  joinedHigh,
  joinedLow,
  mostPieces,
  type NgramKinds,
  wordKeys,
} from './ngrams.ts'

/** What stands in the place of a word before the first one and after the last. */
const marks = wordKeys(['\x02', '\x03'])

/**
 * Writes the numbers of n-grams, by the halves of their keys; -1 for those that are not looked at. Asked again it says the same. They
 * come many at a time, so that one that has to be fetched from far does not keep the others waiting.
 */
export type NumbersOf = (keys: HalfKeys, numbers: Int32Array) => void

/** Tokens that are looked at together: of a text of any length no more is kept than its distinct n-grams. */
const stretch = 1 << 14

/** Which part of a text some tokens are. */
export interface Passage {
  readonly isFirst: boolean
  readonly isLast: boolean
}

const wholeText: Passage = { isFirst: true, isLast: true }

/** Is told of an n-gram and where it stands: in how many words, from which token on. */
type Meet = (number: number, first: number, words: number) => void

/**
 * Finds the n-grams of texts. What depends on a word alone, its own number and those of its character n-grams, is looked up
 * once, when the word is learned.
 */
export class NgramReader {
  readonly #kinds: NgramKinds
  readonly #numbersOf: NumbersOf
  /** Tokens of the text that is read, so far. */
  #length = 0
  readonly #low = new GrowingInt32Array()
  readonly #high = new GrowingInt32Array()
  /** The n-grams of word i alone: pieces[starts[i]] .. pieces[starts[i + 1] - 1], distinct. */
  readonly #starts = new GrowingInt32Array()
  readonly #pieces = new GrowingInt32Array()
  readonly #ofWords = new Asked(2 * mostPieces)
  /** Of the stretch that is read. */
  #found = new FoundSequences(1024)
  readonly #end = new SequenceEnd()
  readonly #numbers = new GrowingInt32Array()
  readonly #places = new GrowingInt32Array()
  readonly #distinct = new DistinctNumbers()
  /** Apart: words may be learned while a text is read. */
  readonly #distinctOfWord = new DistinctNumbers()

  constructor(kinds: NgramKinds, numbersOf: NumbersOf) {
    this.#kinds = kinds
    this.#numbersOf = numbersOf
    this.#starts.push(0)
  }

  /** Words learned so far. */
  get words(): number {
    return this.#low.length
  }

  /** Learns words; they are numbered on from those there are. */
  learn(words: readonly string[]): void {
    const { low, high } = wordKeys(words)
    const { keys } = this.#ofWords
    /** Where the n-grams of each word end among those that are asked for together. */
    let ends: number[] = []
    const ask = () => {
      this.#learnPieces(ends)
      keys.count = 0
      ends = []
    }
    const visit = (pieceLow: number, pieceHigh: number) => {
      keys.low[keys.count] = pieceLow
      keys.high[keys.count++] = pieceHigh
    }
    keys.count = 0
    for (const [i, word] of words.entries()) {
      this.#low.push(low[i]!)
      this.#high.push(high[i]!)
      if (this.#kinds.words > 0) visit(low[i]! | 0, high[i]! | 0)
      if (this.#kinds.characters) eachCharacterNgram(word, this.#kinds.characters, visit)
      ends.push(keys.count)
      if (keys.low.length - keys.count < mostPieces) ask()
    }
    ask()
  }

  /** Knows no word then, and is still where it was in a text. */
  forget(): void {
    for (const list of [this.#low, this.#high, this.#starts, this.#pieces]) list.clear()
    this.#starts.push(0)
  }

  /**
   * The distinct n-grams of a text in the order they are met first; a view that the next call overwrites.
   *
   * @param tokens numbers of learned words; negative for an unknown word, which no n-gram goes across
   * @param passage which part of a text they are, where it is read passage by passage: what was met since its first one is given
   */
  read(tokens: Int32Array, { isFirst, isLast }: Passage = wholeText): Int32Array {
    if (isFirst) this.#begin()
    this.#gatherAll(tokens, isLast, numbers => this.#distinct.add(numbers))
    return this.#distinct.found
  }

  /**
   * Tells of each n-gram of a text wherever it stands. A character n-gram is told of once for each word it is in. In pairs and
   * triples the beginning and the end of a text are like words: what a text begins with is told as two words of one.
   */
  walk(tokens: Int32Array, meet: Meet): void {
    this.#begin()
    this.#gatherAll(tokens, true, (numbers, places) => {
      for (let n = 0; n < numbers.length; n++) meet(numbers[n]!, places[n]! >> 2, places[n]! & 3)
    })
  }

  /** A text from its beginning: before the first word there is the mark. */
  #begin(): void {
    this.#length = 0
    this.#distinct.begin()
    this.#end.set(marks.low[0]! | 0, marks.high[0]! | 0, 0, 0, 1)
  }

  /** Reads on in a text, stretch by stretch. The end of it is one more token, where the last n-grams end; of no token there is none. */
  #gatherAll(
    tokens: Int32Array,
    isLast: boolean,
    take: (numbers: Int32Array, places: Int32Array) => void,
  ): void {
    this.#length += tokens.length
    const end = tokens.length + (isLast && this.#length > 0 ? 1 : 0)
    for (let from = 0; from < end; from += stretch) {
      this.#gather(tokens, from, Math.min(from + stretch, end))
      take(this.#numbers.view(), this.#places.view())
    }
  }

  /** Finds what `walk` tells of in tokens[from..end): the numbers, and where each stands, as 4 * first + words. */
  #gather(tokens: Int32Array, from: number, end: number): void {
    const numbers = this.#numbers
    const places = this.#places
    numbers.clear()
    places.clear()
    const last = tokens.length
    this.#joinWords(tokens, from, end)
    const { triples, pairs } = this.#found
    const starts = this.#starts.view()
    const pieces = this.#pieces.view()
    for (let t = from; t < end; t++) {
      const word = t < last ? tokens[t]! : -1
      if (word >= 0) {
        for (let p = starts[word]!; p < starts[word + 1]!; p++) {
          numbers.push(pieces[p]!)
          places.push(4 * t + 1)
        }
      }
      const triple = triples[t - from]!
      if (triple >= 0) {
        numbers.push(triple)
        places.push(placeOf(t - 2, t, last))
      }
      const pair = pairs[t - from]!
      if (pair >= 0) {
        numbers.push(pair)
        places.push(placeOf(t - 1, t, last))
      }
    }
  }

  /** Finds the numbers of the pairs and triples that end with tokens[from..end), and with the end of the text. */
  #joinWords(tokens: Int32Array, from: number, end: number): void {
    const last = tokens.length
    const { words: longest } = this.#kinds
    if (end - from > this.#found.pairs.length) this.#found = new FoundSequences(Math.min(2 * last, stretch))
    const { keys, at, pairs, triples } = this.#found
    pairs.fill(-1, 0, end - from)
    triples.fill(-1, 0, end - from)
    if (longest < 2) return
    const low = this.#low.view()
    const high = this.#high.view()
    let { beforeLow, beforeHigh, pairLow, pairHigh, run } = this.#end
    let count = 0
    for (let t = from; t < end; t++) {
      const word = t < last ? tokens[t]! : 0
      if (word < 0) {
        run = 0
        continue
      }
      run++
      const wordLow = t < last ? low[word]! : marks.low[1]! | 0
      const wordHigh = t < last ? high[word]! : marks.high[1]! | 0
      if (run > 2 && longest > 2) {
        keys.low[count] = joinedLow(pairLow, pairHigh, wordLow, wordHigh)
        keys.high[count] = joinedHigh(pairLow, pairHigh, wordLow, wordHigh)
        at[count++] = ~(t - from)
      }
      if (run > 1) {
        pairLow = joinedLow(beforeLow, beforeHigh, wordLow, wordHigh)
        pairHigh = joinedHigh(beforeLow, beforeHigh, wordLow, wordHigh)
        keys.low[count] = pairLow
        keys.high[count] = pairHigh
        at[count++] = t - from
      }
      beforeLow = wordLow
      beforeHigh = wordHigh
    }
    this.#end.set(beforeLow, beforeHigh, pairLow, pairHigh, run)
    keys.count = count
    this.#numbersOf(keys, this.#found.numbers)
    const { numbers } = this.#found
    for (let n = 0; n < count; n++) {
      const place = at[n]!
      if (place < 0) triples[~place] = numbers[n]!
      else pairs[place] = numbers[n]!
    }
  }

  /** Keeps what the n-grams that are asked for are, for each of the words that they are of. */
  #learnPieces(ends: readonly number[]): void {
    const { keys, numbers } = this.#ofWords
    this.#numbersOf(keys, numbers)
    let start = 0
    for (const end of ends) {
      const known = numbers.subarray(start, end).filter(number => number >= 0)
      this.#pieces.append(this.#distinctOfWord.of(known))
      this.#starts.push(this.#pieces.length)
      start = end
    }
  }
}

/** Keys to be looked up, and room for what comes of it. */
class Asked {
  readonly keys: { readonly low: Int32Array; readonly high: Int32Array; count: number }
  readonly numbers: Int32Array

  constructor(most: number) {
    this.keys = { low: new Int32Array(most), high: new Int32Array(most), count: 0 }
    this.numbers = new Int32Array(most)
  }
}

/** What the pairs and triples of the next stretch begin with. */
class SequenceEnd {
  /** The word before. */
  beforeLow = 0
  beforeHigh = 0
  /** The pair that it ends. */
  pairLow = 0
  pairHigh = 0
  /** How many words, the mark included, there are without a gap. */
  run = 0

  set(beforeLow: number, beforeHigh: number, pairLow: number, pairHigh: number, run: number): void {
    this.beforeLow = beforeLow
    this.beforeHigh = beforeHigh
    this.pairLow = pairLow
    this.pairHigh = pairHigh
    this.run = run
  }
}

/** The pairs and triples of a stretch of so many tokens, and the end of the text, at most. */
class FoundSequences extends Asked {
  /** Of each key: the token that its n-gram ends with; of a triple the complement. */
  readonly at: Int32Array
  /** By the token that they end with; -1: none. */
  readonly pairs: Int32Array
  readonly triples: Int32Array

  constructor(tokens: number) {
    super(2 * (tokens + 1))
    this.at = new Int32Array(2 * (tokens + 1))
    this.pairs = new Int32Array(tokens + 1)
    this.triples = new Int32Array(tokens + 1)
  }
}

/** Of an n-gram of the tokens `first` to `end`, of which the marks before and after a text are none. */
function placeOf(first: number, end: number, tokens: number): number {
  const from = Math.max(0, first)
  return 4 * from + Math.min(end + 1, tokens) - from
}

/** Finds the distinct ones of small numbers, without a set that would have to be emptied. */
class DistinctNumbers {
  /** By number: the last round that it was met in. */
  #rounds = new Int32Array(1024)
  #round = 0
  #found = new Int32Array(1024)

  #count = 0

  /** In the order they stand in; a view that the next call overwrites. */
  of(numbers: Int32Array): Int32Array {
    this.begin()
    this.add(numbers)
    return this.found
  }

  begin(): void {
    this.#count = 0
    // Before the rounds come around to numbers that are still there, all are forgotten.
    if (++this.#round === 0x7fffffff) {
      this.#rounds.fill(0)
      this.#round = 1
    }
  }

  /** Those of all that were added since the beginning. */
  get found(): Int32Array {
    return this.#found.subarray(0, this.#count)
  }

  add(numbers: Int32Array): void {
    let count = this.#count
    if (count + numbers.length > this.#found.length) {
      const larger = new Int32Array(2 * (count + numbers.length))
      larger.set(this.#found.subarray(0, count))
      this.#found = larger
    }
    let largest = -1
    for (let n = 0; n < numbers.length; n++) largest = Math.max(largest, numbers[n]!)
    if (largest >= this.#rounds.length) this.#grow(largest)
    const rounds = this.#rounds
    const round = this.#round
    const found = this.#found
    for (let n = 0; n < numbers.length; n++) {
      const number = numbers[n]!
      if (rounds[number] === round) continue
      rounds[number] = round
      found[count++] = number
    }
    this.#count = count
  }

  #grow(number: number): void {
    const larger = new Int32Array(Math.max(number + 1, 2 * this.#rounds.length))
    larger.set(this.#rounds)
    this.#rounds = larger
  }
}
