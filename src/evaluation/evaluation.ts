/** How good answers are: all figures of them beside the true labels. */
import { mostProbable } from '../model/probabilities.ts'
import { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from './calibration.ts'
import { costOf } from './metric.ts'
import {
  areaUnderRoc,
  type ClassMetrics,
  classMetrics,
  confusionMatrix,
  macroF1Of,
  wilsonInterval,
} from './metrics.ts'
import { type ThresholdTable, thresholdTables } from './threshold-tables.ts'

/** How good answers are that name a label and no probabilities; all shares in [0, 1]. */
export interface LabelEvaluation {
  /** Number of texts. */
  readonly examples: number
  /** Share of the texts that are answered wrong: 1 - accuracy. */
  readonly error: number
  /** Share of the texts that are answered right. */
  readonly accuracy: number
  /** 95 % Wilson interval of the accuracy. */
  readonly interval: readonly [number, number]
  /** Mean of F1 over the classes that texts have or that were answered. */
  readonly macroF1: number
  /** Mean of F1, each class by the number of its texts. */
  readonly weightedF1: number
  /** The most frequent label, and the share of the texts that has it: what answering it always would get. */
  readonly majority: { readonly label: string; readonly share: number }
  /** Numbers of texts, [actual][predicted], in the order of `classes`; null for more than 200 classes, of which nobody could read it. */
  readonly confusion: readonly (readonly number[])[] | null
  /** Each class by itself, in the order of the labels. */
  readonly classes: readonly (ClassMetrics & { readonly label: string })[]
}

/** How good a model is on a set of labelled texts; all shares in [0, 1]. */
export interface Evaluation extends LabelEvaluation {
  /** Mean of -log(p of the true label + 1e-8), 0 or more. */
  readonly cost: number
  /** Area under the ROC curve of the second class's probability; null unless there are just two classes, both present. */
  readonly auc: number | null
  /** Expected calibration error, in [0, 1]: how far accuracy and mean confidence are apart, over 15 bins of equal width. */
  readonly ece: number
  /** The bins of the calibration error that hold texts, ascending. */
  readonly reliability: readonly ReliabilityBin[]
  /** What thresholds do, for each label; null for more than 200 labels. */
  readonly thresholds: readonly ThresholdTable[] | null
}

/** The labels that texts were given, and the true ones. */
export interface LabelAnswers {
  /** [n], the classes answered */
  readonly predicted: Int32Array
  /** [n], the true classes */
  readonly labels: Int32Array
  /** The names of the classes. */
  readonly labelNames: readonly string[]
}

/** What a model answered to a set of texts, and what is true. */
export interface Answers extends Omit<LabelAnswers, 'predicted'> {
  /** [n, classes] row-major */
  readonly probabilities: Float32Array
  /** [n], the classes answered; where they are left out, the most probable ones. */
  readonly predicted?: Int32Array
}

const mostConfused = 200

export function evaluation(answers: Answers): Evaluation {
  const { probabilities, labels, labelNames } = answers
  const classes = labelNames.length
  const predicted = predictedOf(answers)
  const reliability = reliabilityBins(confidencesOf(answers), i => predicted[i] === labels[i])
  return {
    ...labelEvaluation({ ...answers, predicted }),
    cost: costOf(probabilities, labels, classes),
    auc: classes === 2 ? areaUnderRoc(secondClass(probabilities), i => labels[i] === 1) : null,
    ece: expectedCalibrationError(reliability),
    reliability,
    thresholds: classes > mostConfused ? null : thresholdTables(answers),
  }
}

export function labelEvaluation({ predicted, labels, labelNames }: LabelAnswers): LabelEvaluation {
  const right = labels.filter((label, i) => predicted[i] === label).length
  const classes = classMetrics(labels, predicted, labelNames.length)
  const most = classes.reduce(
    (best, { support }, label) => (support > classes[best]!.support ? label : best),
    0,
  )
  return {
    examples: labels.length,
    error: 1 - right / labels.length,
    accuracy: right / labels.length,
    interval: wilsonInterval(right, labels.length),
    macroF1: macroF1Of(classes),
    weightedF1: classes.reduce((sum, { f1, support }) => sum + (f1 ?? 0) * support, 0) / labels.length,
    majority: { label: labelNames[most]!, share: classes[most]!.support / labels.length },
    confusion:
      labelNames.length > mostConfused ? null : confusionMatrix(labels, predicted, labelNames.length),
    classes: classes.map((metrics, label) => ({ label: labelNames[label]!, ...metrics })),
  }
}

/** [n], the class that each text was answered with. */
export function predictedOf({ predicted, probabilities, labelNames }: Answers): Int32Array {
  return predicted ?? mostProbable(probabilities, labelNames.length)
}

/** [n], the probability of the class that each text was answered with. */
export function confidencesOf(answers: Answers): Float32Array {
  const { probabilities, labelNames } = answers
  return Float32Array.from(
    predictedOf(answers),
    (label, row) => probabilities[row * labelNames.length + label]!,
  )
}

/** Of two classes, the probability of the second one of each text, [n]. */
export function secondClass(probabilities: Float32Array): Float32Array {
  return probabilities.filter((_, i) => i % 2 === 1)
}
