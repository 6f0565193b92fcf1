import { meanCost } from '../engines/reference/cost.ts'
import { mostProbable } from '../model/probabilities.ts'
import { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from './calibration.ts'
import { areaUnderRoc, type ClassMetrics, classMetrics, confusionMatrix, wilsonInterval } from './metrics.ts'

/** How good a model is on a set of labelled texts; all shares in [0, 1]. */
export interface Evaluation {
  readonly examples: number
  readonly error: number
  readonly accuracy: number
  /** 95 % Wilson interval of the accuracy. */
  readonly interval: readonly [number, number]
  readonly cost: number
  /** Counts, confusion[actual][predicted]; null for more than 200 classes, of which nobody could read it. */
  readonly confusion: readonly (readonly number[])[] | null
  readonly classes: readonly (ClassMetrics & { readonly label: string })[]
  /** Area under the ROC curve of the second class's probability; null unless there are just two classes, both present. */
  readonly auc: number | null
  /** Expected calibration error. */
  readonly ece: number
  readonly reliability: readonly ReliabilityBin[]
}

/** What a model answered to a set of texts, and what is true. */
export interface Answers {
  /** [n, classes] row-major */
  readonly probabilities: Float32Array
  /** [n], the true classes */
  readonly labels: Int32Array
  /** The names of the classes. */
  readonly labelNames: readonly string[]
}

const mostConfused = 200

export function evaluation(answers: Answers): Evaluation {
  const { probabilities, labels, labelNames } = answers
  const classes = labelNames.length
  const predicted = mostProbable(probabilities, classes)
  const right = labels.filter((label, i) => predicted[i] === label).length
  const reliability = reliabilityBins(confidencesOf(answers), i => predicted[i] === labels[i])
  return {
    examples: labels.length,
    error: 1 - right / labels.length,
    accuracy: right / labels.length,
    interval: wilsonInterval(right, labels.length),
    cost: meanCost(probabilities, labels, classes),
    confusion: classes > mostConfused ? null : confusionMatrix(labels, predicted, classes),
    classes: classMetrics(labels, predicted, classes).map((metrics, label) => ({
      label: labelNames[label]!,
      ...metrics,
    })),
    auc: classes === 2 ? areaUnderRoc(secondClass(probabilities), i => labels[i] === 1) : null,
    ece: expectedCalibrationError(reliability),
    reliability,
  }
}

/** [n], the probability of the most probable class of each text. */
export function confidencesOf({ probabilities, labelNames }: Answers): Float32Array {
  const classes = labelNames.length
  return Float32Array.from(
    mostProbable(probabilities, classes),
    (label, row) => probabilities[row * classes + label]!,
  )
}

/** Of two classes, the probability of the second one of each text, [n]. */
export function secondClass(probabilities: Float32Array): Float32Array {
  return probabilities.filter((_, i) => i % 2 === 1)
}
