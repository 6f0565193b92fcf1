/**
 * The 95 % Wilson score interval of a share, `count` of `total`, both bounds in [0, 1]; all of that where there is nothing to go by.
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.
 */
export function wilsonInterval(count: number, total: number): [lower: number, upper: number] {
  if (total === 0) return [0, 1]
  const z = 1.959963984540054
  const share = count / total
  const centre = share + (z * z) / (2 * total)
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  const scale = 1 + (z * z) / total
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)]
}

/** counts[actual][predicted]: classes^2 numbers. */
export function confusionMatrix(actual: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  actual.forEach((label, i) => {
    counts[label]![predicted[i]!]!++
  })
  return counts
}

/** How good the answers are for one class. */
export interface ClassMetrics {
  /** Texts of this class. */
  readonly support: number
  /** Of the texts given this label, the share that has it; null when none was given it. */
  readonly precision: number | null
  /** Of the texts that have this label, the share that was given it; null when none has it. */
  readonly recall: number | null
  /** Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN); null when the class occurs nowhere. */
  readonly f1: number | null
}

/** Of each class, in time and memory that grow with texts and classes, and not with the square of these. */
export function classMetrics(actual: Int32Array, predicted: Int32Array, classes: number): ClassMetrics[] {
  const [support, given, hits] = [new Int32Array(classes), new Int32Array(classes), new Int32Array(classes)]
  actual.forEach((label, i) => {
    support[label]!++
    given[predicted[i]!]!++
    if (predicted[i] === label) hits[label]!++
  })
  return Array.from(support, (texts, label) => ({
    support: texts,
    precision: share(hits[label]!, given[label]!),
    recall: share(hits[label]!, texts),
    f1: share(2 * hits[label]!, texts + given[label]!),
  }))
}

/** The mean of F1 over the classes that occur. */
export function macroF1Of(classes: readonly ClassMetrics[]): number {
  const f1s = classes.flatMap(({ f1 }) => (f1 === null ? [] : [f1]))
  return f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length
}

/**
 * The area under the ROC curve: the probability that a text of the positive class scores above one of the negative
 * class, ties counting one half (the Mann-Whitney statistic); null when a class is missing.
 */
export function areaUnderRoc(
  scores: ArrayLike<number>,
  isPositive: (index: number) => boolean,
): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!)
  let positives = 0
  let rankSum = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++
    const sharedRank = (start + 1 + end) / 2
    const tied = order.slice(start, end).filter(isPositive).length
    positives += tied
    rankSum += tied * sharedRank
    start = end
  }
  const negatives = scores.length - positives
  return share(rankSum - (positives * (positives + 1)) / 2, positives * negatives)
}

interface RocPoint {
  /** Share of the negative class above the threshold. */
  readonly falsePositives: number
  /** Share of the positive class above the threshold. */
  readonly truePositives: number
}

/** The ROC curve from (0, 0) to (1, 1): a point for each different score, from the highest down. Both classes must be present. */
export function rocCurve(scores: ArrayLike<number>, isPositive: (index: number) => boolean): RocPoint[] {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
  const counts = [{ positives: 0, negatives: 0 }]
  order.forEach((index, i) => {
    const tied = i > 0 && scores[index] === scores[order[i - 1]!]
    const { positives, negatives } = counts.at(-1)!
    const point = isPositive(index)
      ? { positives: positives + 1, negatives }
      : { positives, negatives: negatives + 1 }
    counts.splice(tied ? -1 : counts.length, 1, point)
  })
  const all = counts.at(-1)!
  return counts.map(({ positives, negatives }) => ({
    falsePositives: negatives / all.negatives,
    truePositives: positives / all.positives,
  }))
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
