/** What a label's threshold does: the label is given to texts that have this probability of it or more. All are shares in [0, 1]. */
interface ThresholdPoint {
  readonly threshold: number
  /** Of the texts given the label, the share that has it; null where none is given it. */
  readonly precision: number | null
  /** Of the texts that have it, the share that is given it; null where none has it. */
  readonly recall: number | null
  /** Of all texts, the share that is given it. */
  readonly coverage: number
}

/** What thresholds of a label do, ascending. */
export interface ThresholdTable {
  /** The label that is given from a threshold on. */
  readonly label: string
  /** One for each threshold: 0.05, 0.1, 0.2 and so on to 0.9, 0.95 and 0.99. */
  readonly points: readonly ThresholdPoint[]
}

/** The thresholds that tables show. */
const shown = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

/** Precision, recall and coverage of each label by thresholds. */
export function thresholdTables({
  probabilities,
  labels,
  labelNames,
}: {
  /** [n, classes] row-major */
  readonly probabilities: Float32Array
  /** [n] */
  readonly labels: Int32Array
  readonly labelNames: readonly string[]
}): ThresholdTable[] {
  const classes = labelNames.length
  return labelNames.map((label, c) => {
    const having = labels.reduce((sum, one) => (one === c ? sum + 1 : sum), 0)
    const points = shown.map(threshold => {
      let [given, right] = [0, 0]
      for (const [i, one] of labels.entries()) {
        if (probabilities[i * classes + c]! < threshold) continue
        given++
        if (one === c) right++
      }
      return {
        threshold,
        precision: given === 0 ? null : right / given,
        recall: having === 0 ? null : right / having,
        coverage: given / labels.length,
      }
    })
    return { label, points }
  })
}
