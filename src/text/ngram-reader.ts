import { GrowingInt32Array } from './growing-int32-array.ts'
import { eachCharacterNgram, joinedHigh, joinedLow, type NgramKinds, wordKeys } from './ngrams.ts'

/** What stands in the place of a word before the first one and after the last. */
const marks = wordKeys(['\x02', '\x03'])

/** The number of an n-gram, by its key; -1 for one that is not looked at. Asked again it says the same. */
export type NumberOf = (low: number, high: number) => number

/** Is told of an n-gram and where it stands: in how many words, from which token on. */
type Meet = (number: number, first: number, words: number) => void

/**
 * Finds the n-grams of texts. What depends on a word alone, its own number and those of its character n-grams, is looked up
 * once, when the word is learned.
 */
export class NgramReader {
  readonly #kinds: NgramKinds
  readonly #numberOf: NumberOf
  readonly #low = new GrowingInt32Array()
  readonly #high = new GrowingInt32Array()
  /** The n-grams of word i alone: pieces[starts[i]] .. pieces[starts[i + 1] - 1], distinct. */
  readonly #starts = new GrowingInt32Array()
  readonly #pieces = new GrowingInt32Array()
  readonly #distinct = new DistinctNumbers()

  constructor(kinds: NgramKinds, numberOf: NumberOf) {
    this.#kinds = kinds
    this.#numberOf = numberOf
    this.#starts.push(0)
  }

  /** Words learned so far. */
  get words(): number {
    return this.#low.length
  }

  /** Learns words; they are numbered on from those there are. */
  learn(words: readonly string[]): void {
    const keys = wordKeys(words)
    for (const [i, word] of words.entries()) {
      this.#low.push(keys.low[i]!)
      this.#high.push(keys.high[i]!)
      this.#pieces.append(this.#piecesOf(word, keys.low[i]!, keys.high[i]!))
      this.#starts.push(this.#pieces.length)
    }
  }

  /**
   * The distinct n-grams of a text in the order they are met first; a view that the next call overwrites.
   *
   * @param tokens numbers of learned words; negative for an unknown word, which no n-gram goes across
   */
  read(tokens: Int32Array): Int32Array {
    const distinct = this.#distinct
    distinct.clear()
    this.walk(tokens, number => distinct.add(number))
    return distinct.view()
  }

  /**
   * Tells of each n-gram of a text wherever it stands. A character n-gram is told of once for each word it is in. In pairs and
   * triples the beginning and the end of a text are like words: what a text begins with is told as two words of one.
   */
  walk(tokens: Int32Array, meet: Meet): void {
    const longest = this.#kinds.words
    const starts = this.#starts.view()
    const pieces = this.#pieces.view()
    const low = this.#low.view()
    const high = this.#high.view()
    const last = tokens.length
    /** The word before, the pair that it ends, and how many words, the mark included, there are without a gap. */
    let [beforeLow, beforeHigh] = [marks.low[0]!, marks.high[0]!]
    let [pairLow, pairHigh] = [0, 0]
    let run = 1
    for (let t = 0; t <= last && last > 0; t++) {
      const word = t < last ? tokens[t]! : 0
      if (word < 0) {
        run = 0
        continue
      }
      run++
      if (t < last) for (let p = starts[word]!; p < starts[word + 1]!; p++) meet(pieces[p]!, t, 1)
      const wordLow = t < last ? low[word]! : marks.low[1]!
      const wordHigh = t < last ? high[word]! : marks.high[1]!
      if (run > 2 && longest > 2) {
        const number = this.#numberOf(
          joinedLow(pairLow, pairHigh, wordLow, wordHigh),
          joinedHigh(pairLow, pairHigh, wordLow, wordHigh),
        )
        const first = Math.max(0, t - 2)
        if (number >= 0) meet(number, first, Math.min(t + 1, last) - first)
      }
      if (run > 1 && longest > 1) {
        pairLow = joinedLow(beforeLow, beforeHigh, wordLow, wordHigh)
        pairHigh = joinedHigh(beforeLow, beforeHigh, wordLow, wordHigh)
        const number = this.#numberOf(pairLow, pairHigh)
        const first = Math.max(0, t - 1)
        if (number >= 0) meet(number, first, Math.min(t + 1, last) - first)
      }
      beforeLow = wordLow
      beforeHigh = wordHigh
    }
  }

  #piecesOf(word: string, low: number, high: number): Int32Array {
    const distinct = this.#distinct
    const visit = (pieceLow: number, pieceHigh: number) => {
      const number = this.#numberOf(pieceLow, pieceHigh)
      if (number >= 0) distinct.add(number)
    }
    distinct.clear()
    if (this.#kinds.words > 0) visit(low, high)
    if (this.#kinds.characters) eachCharacterNgram(word, this.#kinds.characters, visit)
    return distinct.view()
  }
}

/** A set of small numbers that is emptied in no time. */
class DistinctNumbers {
  /** By number: the last round that it was added in. */
  #rounds = new Int32Array(1024)
  #round = 0
  readonly #members = new GrowingInt32Array()

  clear(): void {
    this.#members.length = 0
    // Before the rounds come around to numbers that are still there, all are forgotten.
    if (++this.#round === 0x7fffffff) {
      this.#rounds.fill(0)
      this.#round = 1
    }
  }

  add(number: number): void {
    if (number >= this.#rounds.length) this.#grow(number)
    if (this.#rounds[number] === this.#round) return
    this.#rounds[number] = this.#round
    this.#members.push(number)
  }

  /** In the order they were added. */
  view(): Int32Array {
    return this.#members.view()
  }

  #grow(number: number): void {
    const larger = new Int32Array(Math.max(number + 1, 2 * this.#rounds.length))
    larger.set(this.#rounds)
    this.#rounds = larger
  }
}
