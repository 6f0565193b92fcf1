import { inPieces } from '../data/dataset.ts'
import { DistributionCounter, type Distributions } from '../model/distributions.ts'
import type { Session } from './session.ts'

/** How the validation texts, and the model's answers to them, are distributed. @param probabilities [validation texts, classes] */
export async function heldOutDistributions(
  { data, description }: Pick<Session, 'data' | 'description'>,
  probabilities: Float32Array | Float64Array,
): Promise<Distributions> {
  const classes = data.labels.length
  const counter = new DistributionCounter(classes, description.vocabulary !== undefined)
  for await (const { tokens, offsets } of inPieces(data.validation)) {
    for (let i = 0; i + 1 < offsets.length; i++) {
      const row = probabilities.subarray(counter.texts * classes, (counter.texts + 1) * classes)
      counter.add(tokens.subarray(offsets[i], offsets[i + 1]), row)
    }
  }
  return counter.distributions()
}
