/**
 * The n-gram part of a model: a linear model over the n-grams that a text holds.
 *
 *     score[c] = b[c] + 1 / sqrt(T) * sum over the distinct n-grams f of the text of w[f, c]        T: tokens of the text
 *
 * Of two classes only the second has weights; the first one's score is 0.
 */

import { ContractError } from '../errors.ts'
import { NgramIndex } from '../text/ngram-index.ts'
import { NgramReader, type Passage } from '../text/ngram-reader.ts'
import type { Keys, NgramKinds } from '../text/ngrams.ts'
import type { WordLearner } from './met-words.ts'

export interface NgramPart {
  readonly kinds: NgramKinds
  readonly classes: number
  /** [F] The n-grams, those in most texts first. */
  readonly keys: Keys
  /** w, [F, columns] row-major; columns: 1 for two classes, else the number of classes. */
  readonly weights: Float32Array
  /** b, [columns] */
  readonly bias: Float32Array
  /** [classes] The words, pairs and triples that speak most for each class, strongest first, for people; where they were named. */
  readonly strongest?: readonly (readonly string[])[]
}

/** What the tokens of a text add to the scores. */
export interface NgramShares {
  /** [T, classes] row-major: an n-gram's words have equal parts of it. With the bias, their sum is the score. */
  readonly shares: Float64Array
  /** [T, classes] row-major: each word has all of its n-grams, so that of several words each has the whole. */
  readonly effects: Float64Array
  /** [classes] */
  readonly bias: Float64Array
  /** The n-grams of several words, at each place where they stand, and what they add to the scores there, [classes]. */
  readonly groups: readonly WordGroup[]
}

/** Words that stand together and are one n-gram. */
interface WordGroup {
  /** Its first token, and how many they are. */
  readonly first: number
  readonly words: number
  /** [classes] */
  readonly effects: Float64Array
}

/** How many scores a model has for so many classes. */
export function scoreColumns(classes: number): number {
  return classes === 2 ? 1 : classes
}

/** The factor on the sum over the n-grams of a text. @param tokens how many it has */
export function lengthFactor(tokens: number): number {
  return 1 / Math.sqrt(Math.max(1, tokens))
}

/** An n-gram part at work, on words that it has learned. A text's scores depend on its tokens alone. */
export class NgramScorer implements WordLearner {
  readonly #part: NgramPart
  readonly #columns: number
  readonly #reader: NgramReader
  /** Tokens of the text that is read, so far. */
  #length = 0
  /** Its distinct n-grams. */
  #found: Int32Array = new Int32Array(0)

  constructor(part: NgramPart) {
    const columns = scoreColumns(part.classes)
    const features = part.keys.low.length
    if (
      part.keys.high.length !== features ||
      part.weights.length !== features * columns ||
      part.bias.length !== columns
    ) {
      throw new ContractError('the arrays of an n-gram part do not fit each other')
    }
    this.#part = part
    this.#columns = columns
    const index = new NgramIndex(part.keys)
    this.#reader = new NgramReader(part.kinds, (keys, numbers) => index.findAll(keys, numbers))
  }

  /** Learns words, numbered on from those there are. */
  learn(words: readonly string[]): void {
    this.#reader.learn(words)
  }

  /** Knows no word then, and is still where it was in a text. */
  forget(): void {
    this.#reader.forget()
  }

  /** [classes] @param tokens of one text: numbers of learned words; negative for an unknown word */
  scores(tokens: Int32Array): Float64Array {
    this.read(tokens, { isFirst: true, isLast: true })
    return this.scoresOfRead()
  }

  /** Reads a text passage by passage. */
  read(tokens: Int32Array, passage: Passage): void {
    if (passage.isFirst) this.#length = 0
    this.#length += tokens.length
    this.#found = this.#reader.read(tokens, passage)
  }

  /** [classes] The scores of the text whose last passage was read. */
  scoresOfRead(): Float64Array {
    const { weights, bias } = this.#part
    const columns = this.#columns
    const found = this.#found
    const scores = new Float64Array(columns)
    for (let n = 0; n < found.length; n++) {
      const first = found[n]! * columns
      for (let c = 0; c < columns; c++) scores[c]! += weights[first + c]!
    }
    const factor = lengthFactor(this.#length)
    for (let c = 0; c < columns; c++) scores[c] = bias[c]! + factor * scores[c]!
    return this.#ofClasses(scores)
  }

  /** What each token says: an n-gram's part goes to the places where it stands in equal parts, and there to all its words. */
  shares(tokens: Int32Array): NgramShares {
    const { weights, bias, classes } = this.#part
    const columns = this.#columns
    const places = new Map<number, number>()
    this.#reader.walk(tokens, feature => places.set(feature, (places.get(feature) ?? 0) + 1))
    const shares = new Float64Array(tokens.length * classes)
    const effects = new Float64Array(tokens.length * classes)
    const groups: WordGroup[] = []
    const factor = lengthFactor(tokens.length)
    this.#reader.walk(tokens, (feature, first, words) => {
      const group = new Float64Array(classes)
      if (words > 1) groups.push({ first, words, effects: group })
      for (let c = 0; c < columns; c++) {
        const effect = (factor * weights[feature * columns + c]!) / places.get(feature)!
        group[classes - columns + c] = effect
        for (let t = first; t < first + words; t++) {
          const at = t * classes + (classes - columns) + c
          effects[at]! += effect
          shares[at]! += effect / words
        }
      }
    })
    return { shares, effects, groups, bias: this.#ofClasses(Float64Array.from(bias)) }
  }

  /** Scores of all classes. */
  #ofClasses(scores: Float64Array): Float64Array {
    return this.#columns === 1 ? Float64Array.of(0, scores[0]!) : scores
  }
}
