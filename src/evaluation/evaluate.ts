import type { Sequences } from '../data/corpus.ts'
import type { Predictor } from '../engines/engine.ts'
import { mostProbable, type ProbabilitiesOptions, probabilitiesOf } from '../model/probabilities.ts'
import {
  areaUnderRoc,
  type ClassMetrics,
  classMetrics,
  confusionMatrix,
  meanCost,
  wilsonInterval,
} from './metrics.ts'

/** How good a model is on a set of labelled texts; all shares in [0, 1]. */
export interface Evaluation {
  readonly examples: number
  readonly error: number
  readonly accuracy: number
  /** 95 % Wilson interval of the accuracy. */
  readonly interval: readonly [number, number]
  readonly cost: number
  /** Counts, confusion[actual][predicted]. */
  readonly confusion: readonly (readonly number[])[]
  readonly classes: readonly (ClassMetrics & { readonly label: string })[]
  /** Area under the ROC curve of the second class's probability; null unless there are just two classes, both present. */
  readonly auc: number | null
}

export async function evaluate(
  predictor: Pick<Predictor, 'probabilities'>,
  sequences: Sequences,
  labelNames: readonly string[],
  options: Omit<ProbabilitiesOptions, 'classes'>,
): Promise<Evaluation> {
  const classes = labelNames.length
  const { labels } = sequences
  const probabilities = await probabilitiesOf(predictor, sequences, { ...options, classes })
  const confusion = confusionMatrix(labels, mostProbable(probabilities, classes), classes)
  const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0)
  return {
    examples: labels.length,
    error: 1 - right / labels.length,
    accuracy: right / labels.length,
    interval: wilsonInterval(right, labels.length),
    cost: meanCost(probabilities, labels, classes),
    confusion,
    classes: classMetrics(confusion).map((metrics, label) => ({ label: labelNames[label]!, ...metrics })),
    auc:
      classes === 2
        ? areaUnderRoc(
            probabilities.filter((_, i) => i % 2 === 1),
            index => labels[index] === 1,
          )
        : null,
  }
}
