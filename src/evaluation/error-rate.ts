import type { Dataset } from '../data/dataset.ts'
import type { Predictor } from '../engines/engine.ts'
import { answers, mostProbable, type ProbabilitiesOptions } from '../model/probabilities.ts'

/** The share of texts whose most probable class is not their label; 0 of no text. */
export async function errorRate(
  predictor: Pick<Predictor, 'probabilities'>,
  texts: Dataset,
  options: ProbabilitiesOptions,
): Promise<number> {
  let wrong = 0
  for await (const { labels, rows } of answers(predictor, texts, options)) {
    mostProbable(rows, options.classes).forEach((predicted, i) => {
      if (predicted !== labels[i]) wrong++
    })
  }
  return texts.size === 0 ? 0 : wrong / texts.size
}
