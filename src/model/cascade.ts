/**
 * Where the n-grams of a text are sure enough, they answer alone, and the network does not read it:
 *
 *     p(c | text) = e^(f s(c | text)) / Z        where its largest is at least the bound
 *
 * Which texts these are, and what is answered, depends on the text alone. Factor and bound are fitted on texts that neither part
 * had seen (training/cascade-fit.ts).
 */
import { partsTogether } from './parts-together.ts'

export interface Cascade {
  /** f: what the n-grams' scores are multiplied by where they answer alone, which is their own calibration. */
  readonly factor: number
  /** The probability, in [0, 1], from which on they do. */
  readonly bound: number
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

/** The texts that the n-grams are not sure enough of, ascending. @param alone [n, classes], what `byNgramsAlone` gives */
export function textsToRead(
  alone: Float32Array,
  classes: number,
  { bound }: Pick<Cascade, 'bound'>,
): Int32Array {
  const unsure: number[] = []
  for (let at = 0; at < alone.length; at += classes) {
    let largest = 0
    for (let c = 0; c < classes; c++) largest = Math.max(largest, alone[at + c]!)
    if (largest < bound) unsure.push(at / classes)
  }
  return Int32Array.from(unsure)
}
