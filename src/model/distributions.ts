/**
 * How texts and a model's answers to them are distributed, as counts, so that what is asked of a model later can be held against
 * what it was judged on.
 */
import { unknownId } from '../text/vocabulary.ts'
import { log } from '../transcendental.ts'

/** Upper bounds of the counts; what is above the last one is counted last. */
const bounds = {
  /** Of the share of a text's tokens that the vocabulary has not. */
  unknown: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4],
  /** Of its tokens. */
  length: [0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
  /** Of the probability of its most probable label. */
  confidence: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99],
} as const

/** Counts of texts; `answers` by the most probable label, in the model's order. */
export interface Distributions {
  /** Undefined for a model whose network has no vocabulary. */
  readonly unknown?: readonly number[]
  readonly length: readonly number[]
  readonly confidence: readonly number[]
  readonly answers: readonly number[]
}

/** How many counts each distribution has. @param classes of the model */
export function countsOf(classes: number): Readonly<Record<keyof Distributions, number>> {
  return {
    unknown: bounds.unknown.length + 1,
    length: bounds.length.length + 1,
    confidence: bounds.confidence.length + 1,
    answers: classes,
  }
}

/** Counts texts one by one. */
export class DistributionCounter {
  readonly #counts: Record<keyof Distributions, number[]>
  readonly #knowsWords: boolean
  #texts = 0

  /** @param knowsWords whether ids tell which words are unknown */
  constructor(classes: number, knowsWords: boolean) {
    const lengths = countsOf(classes)
    const zeros = (length: number) => new Array<number>(length).fill(0)
    this.#counts = {
      unknown: zeros(lengths.unknown),
      length: zeros(lengths.length),
      confidence: zeros(lengths.confidence),
      answers: zeros(lengths.answers),
    }
    this.#knowsWords = knowsWords
  }

  get texts(): number {
    return this.#texts
  }

  /** @param ids the text's, @param probabilities [classes] its answer's */
  add(ids: Int32Array, probabilities: Float32Array | Float64Array): void {
    let unknown = 0
    for (const id of ids) if (id === unknownId) unknown++
    let answer = 0
    for (let c = 1; c < probabilities.length; c++) if (probabilities[c]! > probabilities[answer]!) answer = c
    this.#texts++
    this.#counts.unknown[placeOf(ids.length === 0 ? 0 : unknown / ids.length, bounds.unknown)]!++
    this.#counts.length[placeOf(ids.length, bounds.length)]!++
    this.#counts.confidence[placeOf(probabilities[answer]!, bounds.confidence)]!++
    this.#counts.answers[answer]!++
  }

  /** A copy. */
  distributions(): Distributions {
    const { unknown, ...rest } = structuredClone(this.#counts)
    return { ...(this.#knowsWords && { unknown }), ...rest }
  }
}

function placeOf(value: number, upper: readonly number[]): number {
  const place = upper.findIndex(bound => value <= bound)
  return place < 0 ? upper.length : place
}

/**
 * The population stability index of two distributions: 0 for equal ones; by custom, above 0.1 they differ, above 0.25 they differ much.
 *
 *     sum over the counts of (p - q) log(p / q)
 *
 * p and q being shares, each count half a text more than it is, so that none is 0.
 */
export function stabilityIndex(reference: readonly number[], now: readonly number[]): number {
  const shares = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count + 0.5, 0)
    return counts.map(count => (count + 0.5) / total)
  }
  const [p, q] = [shares(now), shares(reference)]
  return p.reduce((sum, share, i) => sum + (share - q[i]!) * (log(share) - log(q[i]!)), 0)
}
