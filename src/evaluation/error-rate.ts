import type { Predictor } from '../engines/engine.ts'
import { mostProbable, type ProbabilitiesOptions, probabilitiesOf } from '../model/probabilities.ts'
import type { Sequences } from '../text/sequences.ts'

/** The share of texts whose most probable class is not their label. */
export async function errorRate(
  predictor: Pick<Predictor, 'probabilities'>,
  sequences: Sequences,
  options: ProbabilitiesOptions,
): Promise<number> {
  const predicted = mostProbable(await probabilitiesOf(predictor, sequences, options), options.classes)
  return predicted.filter((label, i) => label !== sequences.labels[i]).length / predicted.length
}
