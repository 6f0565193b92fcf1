/**
 * Where the n-grams of a text are sure enough, they answer alone, and the network does not read it:
 *
 *     p(c | text) = e^(f s(c | text)) / Z        where its largest is at least the bound
 *
 * Which texts these are, and what is answered, depends on the text alone. Factor and bound are fitted on texts that neither part
 * had seen (training/ngrams/cascade-fit.ts). Short texts may be left to the network whatever the n-grams say: it reads them in no time, and
 * of a sentence with "not" in it n-grams are sure too often.
 */
import { partsTogether } from './parts-together.ts'

export interface Cascade {
  /** f: what the n-grams' scores are multiplied by where they answer alone, which is their own calibration. */
  readonly factor: number
  /** The probability, in [0, 1], from which on they do. */
  readonly bound: number
  /** The network reads every text of fewer tokens, where that is said. */
  readonly shortest?: number | undefined
  /** The share, in [0, 1], of the texts that it was fitted on. */
  readonly spared: number
}

/** The probabilities by the n-grams alone, [n, classes] row-major. @param scores [n, classes] of the n-grams */
export function byNgramsAlone(
  scores: Float64Array,
  classes: number,
  { factor }: Pick<Cascade, 'factor'>,
): Float32Array {
  return partsTogether(
    undefined,
    scores.map(score => factor * score),
    classes,
  )
}

/**
 * The texts that the network reads, ascending.
 *
 * @param alone [n, classes], what `byNgramsAlone` gives
 * @param lengthOf how many tokens a text has
 */
export function textsToRead(
  alone: Float32Array,
  lengthOf: (text: number) => number,
  classes: number,
  { bound, shortest = 0 }: Pick<Cascade, 'bound' | 'shortest'>,
): Int32Array {
  const unsure: number[] = []
  for (let text = 0; text * classes < alone.length; text++) {
    const largest = alone.subarray(text * classes, (text + 1) * classes).reduce((a, b) => Math.max(a, b))
    if (largest < bound || lengthOf(text) < shortest) unsure.push(text)
  }
  return Int32Array.from(unsure)
}
